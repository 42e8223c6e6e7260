import { Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { DurationField } from './duration-field';
import { faultAt } from './field-faults';
import { NumberField } from './number-field';
import type { RuleFieldsProps, RuleValues } from './rule-fields';
import { LABEL_FIRST } from './wrapper-order';

type Limits = NonNullable<RuleValues['limits']>;
type Breaker = NonNullable<RuleValues['circuit_breaker']>;

const COUNTS = [
  { field: 'calls_per_day', label: 'Calls a day', description: 'Of the day in the zone of the campaign' },
  { field: 'calls_total', label: 'Calls in total', description: 'Retries and callbacks count' },
  { field: 'connected_minutes', label: 'Connected minutes', description: 'Of all calls together' },
] as const;

/** What ends or pauses it: calls, minutes, the last day, and failing providers. */
export function LimitsFields(props: RuleFieldsProps) {
  return (
    <Stack gap="lg">
      <CampaignLimits {...props} />
      <CircuitBreaker {...props} />
    </Stack>
  );
}

function CampaignLimits({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const limits = value.limits ?? {};
  const change = (part: Limits) => onChange({ limits: { ...limits, ...part } });
  return (
    <Fieldset legend="Limits" p="sm">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Reaching one of them pauses the campaign. An empty field is no limit.
        </Text>
        <Group align="flex-start" gap="md">
          {COUNTS.map(({ field, label, description }) => (
            <NumberField
              key={field}
              label={label}
              description={description}
              value={limits[field] || null}
              onChange={(count) => change({ [field]: count })}
              min={0}
              placeholder="No limit"
              error={faultAt(faults, `/limits/${field}`)}
              disabled={readOnly}
            />
          ))}
          <TextInput
            type="date"
            inputWrapperOrder={[...LABEL_FIRST]}
            label="Last day on which it calls"
            description="That day included"
            value={limits.end_date ?? ''}
            onChange={(event) => change({ end_date: event.currentTarget.value || null })}
            error={faultAt(faults, '/limits/end_date')}
            disabled={readOnly}
            maw={280}
          />
        </Group>
      </Stack>
    </Fieldset>
  );
}

function CircuitBreaker({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const breaker = value.circuit_breaker ?? {};
  const isOn = breaker.enabled ?? true;
  const change = (part: Breaker) => onChange({ circuit_breaker: { ...breaker, ...part } });
  const share = breaker.failure_share;
  return (
    <Fieldset legend="When the provider fails" p="sm">
      <Stack gap="md">
        <Switch
          label="Pause when too many calls fail at the provider"
          description="Busy, no answer, voicemail and declined never count."
          checked={isOn}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
          disabled={readOnly}
        />
        {isOn && (
          <Group align="flex-start" gap="md">
            <NumberField
              label="Share of failed calls"
              value={typeof share === 'number' ? Math.round(share * 1_000) / 10 : null}
              onChange={(percent) => change({ failure_share: percent === null ? null : percent / 100 })}
              min={1}
              max={100}
              decimals={1}
              suffix=" %"
              placeholder="50 %"
              error={faultAt(faults, '/circuit_breaker/failure_share')}
              disabled={readOnly}
            />
            <DurationField
              label="Among the calls of the last"
              value={breaker.window_s}
              onChange={(window_s) => change({ window_s })}
              units={['seconds', 'minutes', 'hours']}
              placeholder="2 minutes"
              error={faultAt(faults, '/circuit_breaker/window_s')}
              disabled={readOnly}
            />
            <NumberField
              label="Once there are at least"
              value={breaker.min_calls}
              onChange={(min_calls) => change({ min_calls })}
              min={1}
              max={100_000}
              suffix=" calls"
              placeholder="10 calls"
              error={faultAt(faults, '/circuit_breaker/min_calls')}
              disabled={readOnly}
            />
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}
