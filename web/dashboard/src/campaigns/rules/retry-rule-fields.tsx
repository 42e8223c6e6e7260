import { Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { durationText } from './duration';
import { DurationField } from './duration-field';
import { NumberField } from './number-field';
import type { RULED_DISPOSITIONS } from './ruled-dispositions';

type RetryRule = Schemas['RetryRule'];

const DAY_S = 86_400;

interface RetryRuleFieldsProps {
  readonly disposition: (typeof RULED_DISPOSITIONS)[number];
  readonly rule: RetryRule | undefined;
  /** Null: no delay of its own. */
  readonly onChange: (rule: RetryRule | null) => void;
  readonly error?: string;
  readonly readOnly?: boolean;
}

/** The delay before a retry after one kind of end, fixed or growing. */
export function RetryRuleFields({ disposition, rule, onChange, error, readOnly }: RetryRuleFieldsProps) {
  const { label } = disposition;
  return (
    <Stack gap="xs">
      <Checkbox
        label={`${label}: a delay of its own`}
        checked={rule !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? { delay_s: disposition.delayS } : null)}
        disabled={readOnly}
      />
      {rule !== undefined && (
        <Group align="flex-start" gap="md" pl="md">
          <DurationField
            label={`${label}: delay`}
            value={rule.delay_s}
            onChange={(delay_s) => onChange({ ...rule, delay_s: delay_s ?? 0 })}
            units={['seconds', 'minutes', 'hours', 'days']}
            disabled={readOnly}
          />
          <NumberField
            label={`${label}: times, for each retry`}
            description="1 keeps the delay; 2 doubles it each time"
            value={rule.backoff}
            onChange={(backoff) => onChange({ ...rule, backoff })}
            min={1}
            max={10}
            decimals={2}
            placeholder="1"
            disabled={readOnly}
          />
          {(rule.backoff ?? 1) > 1 && (
            <DurationField
              label={`${label}: never longer than`}
              value={rule.max_delay_s}
              onChange={(max_delay_s) => onChange({ ...rule, max_delay_s })}
              units={['minutes', 'hours', 'days']}
              placeholder="1 day"
              disabled={readOnly}
            />
          )}
          <Text size="sm" c="dimmed" w="100%">
            {delaysText(rule)}
          </Text>
        </Group>
      )}
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

/** @example delaysText({ delay_s: 300, backoff: 2 }) // 'After 5 minutes, then 10 minutes, then 20 minutes.' */
function delaysText({ delay_s, backoff, max_delay_s }: RetryRule): string {
  const longest = max_delay_s ?? Math.max(DAY_S, delay_s);
  const delays = [0, 1, 2].map((used) => durationText(Math.min(delay_s * (backoff ?? 1) ** used, longest)));
  return new Set(delays).size === 1 ? `Always after ${delays[0]}.` : `After ${delays.join(', then ')}.`;
}
