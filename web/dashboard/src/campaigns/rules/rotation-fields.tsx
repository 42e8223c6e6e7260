import { Fieldset, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { faultAt, faultBelow } from './field-faults';
import { NumberField } from './number-field';
import { useOtherNumbers } from './other-numbers';
import { RadioChoice } from './radio-choice';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type Rotation = NonNullable<RuleValues['rotation']>;

/** Ways to choose among several numbers, in words. */
export const STRATEGIES = [
  { value: 'fixed_count', label: 'One after the other', text: 'So many calls from a number, then the next one.' },
  { value: 'round_robin', label: 'In turn', text: 'Another number for each call.' },
  { value: 'least_recently_used', label: 'The one that rested longest', text: 'Whichever was used longest ago.' },
  {
    value: 'matching_area_code',
    label: 'The same area code',
    text: 'One of the area of the called number first, else the one that rested longest.',
  },
] as const;

const FALLBACKS = [
  { value: 'pause', label: 'Pause the campaign', text: 'Until one of them is back.' },
  { value: 'continue_best', label: 'Go on with the best of them', text: 'The one that most people answer.' },
] as const;

/** Further numbers to call from, and how one is chosen. */
export function RotationFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const rotation = value.rotation ?? {};
  const own = String(value.phone_number_id ?? '');
  const others = (rotation.numbers ?? []).map((number) => String(number.phone_number_id)).filter((id) => id !== own);
  const choose = (ids: string[]) => {
    const numbers = [...(own === '' ? [] : [own]), ...ids].map((id) => ({ phone_number_id: Number(id) }));
    onChange({ rotation: ids.length === 0 ? null : { ...rotation, numbers } });
  };
  const listed = useOtherNumbers(own);
  return (
    <Fieldset legend="Numbers to call from" p="sm">
      <Stack gap="md">
        <MultiSelect
          label="Also call from"
          description="Beside the number of the campaign. Simulated numbers and numbers that really dial do not go together."
          data={listed}
          value={others}
          onChange={choose}
          searchable
          clearable
          placeholder={others.length === 0 ? 'No other number' : undefined}
          nothingFoundMessage="There is no such number."
          error={faultBelow(faults, '/rotation/numbers')}
          disabled={readOnly}
          maw={560}
        />
        {others.length > 0 && (
          <RotationRules
            rotation={rotation}
            change={(part) => onChange({ rotation: { ...rotation, ...part } })}
            faults={faults}
            readOnly={readOnly}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

interface RotationRulesProps extends Pick<RuleFieldsProps, 'faults' | 'readOnly'> {
  readonly rotation: Rotation;
  readonly change: (part: Rotation) => void;
}

function RotationRules({ rotation, change, faults, readOnly }: RotationRulesProps) {
  const strategy = rotation.strategy ?? 'fixed_count';
  return (
    <>
      <RadioChoice
        label="Which number calls"
        options={STRATEGIES}
        value={strategy}
        onChange={(next) => change({ strategy: next })}
        error={faultAt(faults, '/rotation/strategy')}
        disabled={readOnly}
      />
      <Group align="flex-start" gap="md">
        {strategy === 'fixed_count' && (
          <NumberField
            label="Calls from a number, then the next"
            value={rotation.calls_per_number}
            onChange={(calls_per_number) => change({ calls_per_number })}
            min={1}
            max={100_000}
            placeholder="50"
            error={faultAt(faults, '/rotation/calls_per_number')}
            disabled={readOnly}
          />
        )}
        <NumberField
          label="Rest a number that fewer people answer than"
          value={rotation.health_threshold || null}
          onChange={(health_threshold) => change({ health_threshold })}
          min={0}
          max={100}
          decimals={1}
          suffix=" %"
          placeholder="None rests"
          error={faultAt(faults, '/rotation/health_threshold')}
          disabled={readOnly}
        />
      </Group>
      {rotation.health_threshold ? (
        <RadioChoice
          label="When every number rests"
          options={FALLBACKS}
          value={rotation.fallback ?? 'pause'}
          onChange={(fallback) => change({ fallback })}
          error={faultAt(faults, '/rotation/fallback')}
          disabled={readOnly}
        />
      ) : (
        <Text size="sm" c="dimmed">
          With a share here, a number that fewer people answer is left alone for a day.
        </Text>
      )}
    </>
  );
}
