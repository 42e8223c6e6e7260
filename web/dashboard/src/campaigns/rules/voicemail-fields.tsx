import { Fieldset, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { faultAt } from './field-faults';
import { NumberField } from './number-field';
import { RadioChoice } from './radio-choice';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type Policy = NonNullable<RuleValues['voicemail_policy']>;
type Detection = NonNullable<RuleValues['machine_detection']>;

const POLICIES = [
  { value: 'retry', label: 'Call again', text: 'As with no answer, where retries are on.' },
  { value: 'reached', label: 'Counts as reached', text: 'The contact is done with.' },
  { value: 'leave_message', label: 'Leave a message', text: 'And the contact counts as reached.' },
] as const;

const MODES = [
  { value: 'off', label: 'Do not listen for machines', text: 'A voicemail is talked to like a person.' },
  { value: 'detect', label: 'Hang up on machines', text: 'As soon as one is noticed.' },
  {
    value: 'wait_for_beep',
    label: 'Wait until the greeting is over',
    text: 'So that a message is heard from its beginning.',
  },
] as const;

/** What a voicemail counts as, what is said to it, and how machines are noticed. */
export function VoicemailFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const policy = value.voicemail_policy ?? 'retry';
  const detection = value.machine_detection ?? {};
  const mode = detection.mode ?? (policy === 'leave_message' ? 'wait_for_beep' : 'off');
  const [written, setWritten] = useState('');
  const changeDetection = (part: Detection) => onChange({ machine_detection: { ...detection, ...part } });
  const choose = (next: Policy) => {
    const isMessage = next === 'leave_message';
    if (policy === 'leave_message') setWritten(value.voicemail_message ?? '');
    onChange({
      voicemail_policy: next,
      voicemail_message: isMessage ? written || (value.voicemail_message ?? null) : null,
      // A message needs somebody to listen for machines.
      ...(isMessage && mode === 'off' && { machine_detection: { ...detection, mode: 'wait_for_beep' } }),
    });
  };
  return (
    <Fieldset legend="Voicemail" p="sm">
      <Stack gap="md">
        <RadioChoice
          label="When a machine answers"
          options={POLICIES}
          value={policy}
          onChange={choose}
          error={faultAt(faults, '/voicemail_policy')}
          disabled={readOnly}
        />
        {policy === 'leave_message' && (
          <Textarea
            label="Message"
            description="May contain {{ variables }} of the contact"
            value={value.voicemail_message ?? ''}
            onChange={(event) => onChange({ voicemail_message: event.currentTarget.value || null })}
            error={faultAt(faults, '/voicemail_message')}
            maxLength={2_000}
            autosize
            minRows={2}
            maxRows={8}
            disabled={readOnly}
            maw={640}
          />
        )}
        <RadioChoice
          label="Machine detection"
          options={policy === 'leave_message' ? MODES.filter((option) => option.value !== 'off') : MODES}
          value={mode}
          onChange={(next) => changeDetection({ mode: next })}
          error={faultAt(faults, '/machine_detection/mode')}
          disabled={readOnly}
        />
        {mode !== 'off' && (
          <NumberField
            label="Listen at most"
            value={detection.timeout_s}
            onChange={(timeout_s) => changeDetection({ timeout_s })}
            min={3}
            max={59}
            suffix=" seconds"
            placeholder="30 seconds"
            error={faultAt(faults, '/machine_detection/timeout_s')}
            disabled={readOnly}
          />
        )}
      </Stack>
    </Fieldset>
  );
}
