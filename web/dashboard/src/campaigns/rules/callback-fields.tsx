import { Group, Stack, Switch, Text } from '@mantine/core';
import { DurationField } from './duration-field';
import { faultAt } from './field-faults';
import { NumberField } from './number-field';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type Callback = NonNullable<RuleValues['callback']>;

/** Whether, and within which bounds, "call me back later" is followed. */
export function CallbackFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const callback = value.callback ?? {};
  const isOn = value.enabled_reschedule_call ?? false;
  const change = (part: Callback) => onChange({ callback: { ...callback, ...part } });
  return (
    <Stack gap="md">
      <Switch
        label="Call people back when they ask for it"
        description="“Tomorrow at three” is read in the called person's time zone, and moved into the hours."
        checked={isOn}
        onChange={(event) => onChange({ enabled_reschedule_call: event.currentTarget.checked })}
        error={faultAt(faults, '/enabled_reschedule_call')}
        disabled={readOnly}
      />
      {isOn && (
        <Group align="flex-start" gap="md">
          <DurationField
            label="When no time can be read, after"
            value={callback.default_delay_s}
            onChange={(default_delay_s) => change({ default_delay_s })}
            units={['minutes', 'hours', 'days']}
            placeholder="2 hours"
            error={faultAt(faults, '/callback/default_delay_s')}
            disabled={readOnly}
          />
          <NumberField
            label="Callbacks for each contact, at most"
            value={callback.limit}
            onChange={(limit) => change({ limit })}
            min={0}
            max={100}
            placeholder="3"
            error={faultAt(faults, '/callback/limit')}
            disabled={readOnly}
          />
          <NumberField
            label="No further ahead than"
            value={callback.max_days}
            onChange={(max_days) => change({ max_days })}
            min={1}
            max={30}
            suffix=" days"
            placeholder="30 days"
            error={faultAt(faults, '/callback/max_days')}
            disabled={readOnly}
          />
        </Group>
      )}
      {isOn && (
        <Text size="sm" c="dimmed">
          Callbacks are counted apart from retries.
        </Text>
      )}
    </Stack>
  );
}
