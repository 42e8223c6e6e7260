import { Group, Select, Text, type ComboboxItem, type OptionsFilter } from '@mantine/core';
import { offsetTextOf, timeZones } from './time-zones';
import { LABEL_FIRST } from './wrapper-order';

interface ZoneSelectProps {
  readonly label: string;
  readonly value: string | null | undefined;
  readonly onChange: (zone: string | null) => void;
  /** What holds without a choice; with it the choice can be taken back. */
  readonly none?: string;
  readonly description?: string;
  readonly error?: string;
  readonly disabled?: boolean;
}

/** Chooses an IANA zone: found by its name, shown with what it is ahead of UTC now. */
export function ZoneSelect({ value, onChange, none, description, ...rest }: ZoneSelectProps) {
  const zone = value ?? null;
  const known = timeZones();
  const data = zone === null || known.includes(zone) ? known : [zone, ...known];
  return (
    <Select
      {...rest}
      description={description ?? (zone === null ? undefined : `Now ${offsetTextOf(zone)}`)}
      data={data}
      value={zone}
      onChange={onChange}
      placeholder={none ?? 'Search, like Berlin'}
      clearable={none !== undefined && zone !== null}
      clearButtonProps={{ 'aria-label': `${rest.label}: as the campaign` }}
      searchable
      filter={byWords}
      limit={60}
      nothingFoundMessage="There is no such zone."
      renderOption={({ option }) => (
        <Group justify="space-between" wrap="nowrap" w="100%" gap="xs">
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed" className="figures">
            {offsetTextOf(option.value)}
          </Text>
        </Group>
      )}
      inputWrapperOrder={[...LABEL_FIRST]}
      w={320}
      maw="100%"
    />
  );
}

/** `new york` finds America/New_York. */
const byWords: OptionsFilter = ({ options, search, limit }) => {
  const words = search.toLowerCase().split(/[\s_/]+/);
  const found = (options as ComboboxItem[]).filter(({ value }) => {
    const name = value.toLowerCase().replaceAll('_', ' ');
    return words.every((word) => name.includes(word));
  });
  return found.slice(0, limit);
};
