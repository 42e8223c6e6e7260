import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { LABEL_FIRST } from './wrapper-order';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null | undefined;
  /** Null: it was emptied. */
  readonly onChange: (value: number | null) => void;
  readonly description?: ReactNode;
  /** What holds while it is empty. */
  readonly placeholder?: string;
  readonly error?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly decimals?: number;
  readonly suffix?: string;
  readonly disabled?: boolean;
}

/** A number, or nothing. */
export function NumberField({ value, onChange, decimals = 0, ...rest }: NumberFieldProps) {
  return (
    <NumberInput
      {...rest}
      inputWrapperOrder={[...LABEL_FIRST]}
      value={value ?? ''}
      onChange={(given) => onChange(typeof given === 'number' ? given : numberOf(given))}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      allowNegative={false}
      thousandSeparator=","
      maw={280}
    />
  );
}

function numberOf(text: string): number | null {
  const value = Number(text.replaceAll(',', ''));
  return text.trim() === '' || Number.isNaN(value) ? null : value;
}
