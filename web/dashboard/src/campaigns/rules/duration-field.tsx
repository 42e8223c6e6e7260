import { Group, Input, NativeSelect, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import { LABEL_FIRST } from './wrapper-order';
import { DURATION_UNITS, unitOf, type DurationUnit } from './duration';

interface DurationFieldProps {
  readonly label: string;
  /** Seconds. */
  readonly value: number | null | undefined;
  readonly onChange: (durationS: number | null) => void;
  readonly units?: readonly DurationUnit[];
  readonly description?: string;
  readonly error?: string;
  readonly disabled?: boolean;
  /** What holds while it is empty. */
  readonly placeholder?: string;
}

const ALL_UNITS: readonly DurationUnit[] = ['seconds', 'minutes', 'hours', 'days'];

/** A duration, entered in whatever unit is handy and kept in seconds. */
export function DurationField({ label, value, onChange, units = ALL_UNITS, disabled, ...rest }: DurationFieldProps) {
  const [chosen, setChosen] = useState<DurationUnit | null>(null);
  const unit = chosen ?? unitOf(value, units);
  const fieldId = useId();
  const enter = (count: number | string) => {
    setChosen(unit);
    onChange(typeof count === 'number' ? Math.round(count * DURATION_UNITS[unit]) : null);
  };
  const switchTo = (next: DurationUnit) => {
    setChosen(next);
    if (typeof value === 'number') onChange(Math.round((value / DURATION_UNITS[unit]) * DURATION_UNITS[next]));
  };
  return (
    <Input.Wrapper
      label={label}
      description={rest.description}
      error={rest.error}
      id={fieldId}
      inputWrapperOrder={[...LABEL_FIRST]}
      maw={320}
    >
      <Group gap={4} wrap="nowrap">
        <NumberInput
          id={fieldId}
          value={typeof value === 'number' ? rounded(value / DURATION_UNITS[unit]) : ''}
          onChange={enter}
          min={0}
          decimalScale={2}
          allowNegative={false}
          placeholder={rest.placeholder}
          error={rest.error !== undefined}
          disabled={disabled}
          flex={1}
          miw={70}
        />
        <NativeSelect
          aria-label={`${label}: unit`}
          value={unit}
          onChange={(event) => switchTo(event.currentTarget.value as DurationUnit)}
          data={units.map((name) => ({ value: name, label: name }))}
          disabled={disabled}
          flex="none"
        />
      </Group>
    </Input.Wrapper>
  );
}

function rounded(count: number): number {
  return Math.round(count * 100) / 100;
}
