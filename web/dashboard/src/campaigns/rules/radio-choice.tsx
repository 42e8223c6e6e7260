import { Radio, Stack } from '@mantine/core';

/** One of the values a choice is made of. */
export interface Choice<Name extends string> {
  readonly value: Name;
  readonly label: string;
  /** What it means. */
  readonly text?: string;
}

interface RadioChoiceProps<Name extends string> {
  readonly label: string;
  readonly options: ReadonlyArray<Choice<Name>>;
  readonly value: Name;
  readonly onChange: (value: Name) => void;
  readonly description?: string;
  readonly error?: string;
  readonly disabled?: boolean;
}

/** One of a few values, each explained in words. */
export function RadioChoice<Name extends string>({ options, onChange, disabled, ...rest }: RadioChoiceProps<Name>) {
  return (
    <Radio.Group {...rest} onChange={(given) => onChange(given)}>
      <Stack gap="xs" mt="xs">
        {options.map(({ value, label, text }) => (
          <Radio key={value} value={value} label={label} description={text} disabled={disabled} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
