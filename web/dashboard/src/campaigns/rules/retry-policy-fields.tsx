import { Fieldset, Group, Stack, Switch, Text } from '@mantine/core';
import { faultAt, faultBelow } from './field-faults';
import { NumberField } from './number-field';
import { RadioChoice } from './radio-choice';
import { RetryRuleFields } from './retry-rule-fields';
import type { RuleFieldsProps, RuleValues } from './rule-fields';
import { RULED_DISPOSITIONS } from './ruled-dispositions';

type RetryConfig = NonNullable<RuleValues['retry_config']>;

const MAX_RETRIES = 6;
const SCHEDULES = [
  { value: 'immediately', label: 'At once', text: 'As soon as there is room for the call.' },
  { value: 'next_day', label: 'On the next day', text: 'When the hours open.' },
  { value: 'scheduled_time', label: 'After a time', text: 'So many days and hours after the call.' },
] as const;

/** Whether, how often and when those are called again who were not reached. */
export function RetryPolicyFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const config = value.retry_config ?? {};
  const isOn = config.auto_retry ?? false;
  const change = (part: RetryConfig) => onChange({ retry_config: { ...config, ...part } });
  return (
    <Fieldset legend="Retries" p="sm">
      <Stack gap="md">
        <Switch
          label="Call those again who were not reached"
          description="Busy, no answer, declined, failed, and voicemail where it is to be called again. Never: invalid numbers, and whoever asked not to be called."
          checked={isOn}
          onChange={(event) => change({ auto_retry: event.currentTarget.checked })}
          error={faultAt(faults, '/retry_config/auto_retry')}
          disabled={readOnly}
        />
        {isOn && (
          <>
            <NumberField
              label="Retries after the first call"
              description="0 to 6, one budget for all reasons together"
              value={config.retry_limit}
              onChange={(retry_limit) => change({ retry_limit })}
              min={0}
              max={MAX_RETRIES}
              placeholder="3"
              error={faultAt(faults, '/retry_config/retry_limit')}
              disabled={readOnly}
            />
            <Schedule config={config} change={change} faults={faults} readOnly={readOnly} />
            <Rules value={value} change={change} faults={faults} readOnly={readOnly} />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

interface PartProps extends Pick<RuleFieldsProps, 'faults' | 'readOnly'> {
  readonly change: (part: RetryConfig) => void;
}

function Schedule({ config, change, faults, readOnly }: PartProps & { readonly config: RetryConfig }) {
  const schedule = config.auto_retry_schedule ?? 'immediately';
  return (
    <>
      <RadioChoice
        label="When"
        options={SCHEDULES}
        value={schedule}
        onChange={(auto_retry_schedule) => change({ auto_retry_schedule })}
        error={faultAt(faults, '/retry_config/auto_retry_schedule')}
        disabled={readOnly}
      />
      {schedule === 'scheduled_time' && (
        <Group align="flex-start" gap="md">
          <NumberField
            label="Days until a retry"
            value={config.retry_schedule_days}
            onChange={(retry_schedule_days) => change({ retry_schedule_days })}
            min={0}
            max={30}
            placeholder="0"
            error={faultAt(faults, '/retry_config/retry_schedule_days')}
            disabled={readOnly}
          />
          <NumberField
            label="Hours until a retry"
            value={config.retry_schedule_hours}
            onChange={(retry_schedule_hours) => change({ retry_schedule_hours })}
            min={0}
            max={23}
            placeholder="0"
            error={faultAt(faults, '/retry_config/retry_schedule_hours')}
            disabled={readOnly}
          />
        </Group>
      )}
    </>
  );
}

function Rules({ value, change, faults, readOnly }: PartProps & Pick<RuleFieldsProps, 'value'>) {
  const rules = value.retry_config?.rules ?? {};
  const retriesVoicemail = (value.voicemail_policy ?? 'retry') === 'retry';
  const shown = RULED_DISPOSITIONS.filter(({ name }) => name !== 'voicemail' || retriesVoicemail);
  return (
    <Stack gap="xs" role="group" aria-label="Delays by reason">
      <Text size="sm" fw={500}>
        Delays by reason
      </Text>
      <Text size="sm" c="dimmed">
        A delay of its own comes before the choice above. A retry outside the hours moves to the next opening.
      </Text>
      {shown.map((disposition) => (
        <RetryRuleFields
          key={disposition.name}
          disposition={disposition}
          rule={rules[disposition.name] ?? undefined}
          onChange={(rule) => {
            const { [disposition.name]: _before, ...others } = rules;
            change({ rules: rule === null ? others : { ...others, [disposition.name]: rule } });
          }}
          error={faultBelow(faults, `/retry_config/rules/${disposition.name}`)}
          readOnly={readOnly}
        />
      ))}
    </Stack>
  );
}
