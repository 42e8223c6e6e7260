import { Group } from '@mantine/core';
import { MAX_CALLS_PER_SECOND, MAX_CONCURRENCY } from '../../../../../domain/campaign-settings';
import { faultAt } from './field-faults';
import { NumberField } from './number-field';
import type { RuleFieldsProps } from './rule-fields';

/** Calls at once, and calls started per second. */
export function SpeedFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  return (
    <Group align="flex-start" gap="md">
      <NumberField
        label="Calls at once"
        description="The limits of number and account hold as well"
        value={value.concurrent_call_limit}
        onChange={(concurrent_call_limit) => onChange({ concurrent_call_limit })}
        min={1}
        max={MAX_CONCURRENCY}
        placeholder="10"
        error={faultAt(faults, '/concurrent_call_limit')}
        disabled={readOnly}
      />
      <NumberField
        label="Calls started per second"
        description="Empty: no limit of its own"
        value={value.calls_per_second || null}
        onChange={(calls_per_second) => onChange({ calls_per_second })}
        min={0}
        max={MAX_CALLS_PER_SECOND}
        decimals={3}
        placeholder="No limit"
        error={faultAt(faults, '/calls_per_second')}
        disabled={readOnly}
      />
    </Group>
  );
}
