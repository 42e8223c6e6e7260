import { Stack, TextInput } from '@mantine/core';
import { faultAt } from './field-faults';
import { RadioChoice } from './radio-choice';
import type { RuleFieldsProps } from './rule-fields';
import { ZoneSelect } from './zone-select';
import { LABEL_FIRST } from './wrapper-order';

const STARTS = [
  { value: 'now', label: 'Start now', text: 'As soon as it is created, within its hours.' },
  { value: 'later', label: 'Start later', text: 'At a date and time of your choice.' },
] as const;

/** When it starts, and its time zone. */
export function StartFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const isLater = value.is_scheduled ?? false;
  return (
    <Stack gap="md">
      <RadioChoice
        label="Start"
        options={STARTS}
        value={isLater ? 'later' : 'now'}
        onChange={(next) =>
          onChange(next === 'later' ? { is_scheduled: true } : { is_scheduled: false, scheduled_datetime: null })
        }
        error={faultAt(faults, '/is_scheduled')}
        disabled={readOnly}
      />
      {isLater && (
        <DateTimeField
          label="Starts at"
          description={`On the clocks of ${value.timezone ?? 'UTC'}. A time that daylight saving skips moves to the next one there is.`}
          value={value.scheduled_datetime}
          onChange={(scheduled_datetime) => onChange({ scheduled_datetime })}
          error={faultAt(faults, '/scheduled_datetime')}
          disabled={readOnly}
        />
      )}
      <ZoneSelect
        label="Time zone of the campaign"
        description="Of its days, times and limits. Called persons have their own."
        value={value.timezone ?? 'UTC'}
        onChange={(timezone) => timezone !== null && onChange({ timezone })}
        error={faultAt(faults, '/timezone')}
        disabled={readOnly}
      />
    </Stack>
  );
}

interface DateTimeFieldProps {
  readonly label: string;
  /** `2026-12-25 10:00:00`. */
  readonly value: string | null | undefined;
  readonly onChange: (value: string | null) => void;
  readonly description?: string;
  readonly error?: string;
  readonly disabled?: boolean;
}

/** A wall-clock date and time as the API writes it. */
export function DateTimeField({ value, onChange, ...rest }: DateTimeFieldProps) {
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      inputWrapperOrder={[...LABEL_FIRST]}
      value={(value ?? '').replace(' ', 'T').slice(0, 16)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(text === '' ? null : `${text.replace('T', ' ').slice(0, 16)}:00`);
      }}
      maw={360}
    />
  );
}
