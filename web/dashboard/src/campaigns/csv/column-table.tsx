import { Button, NativeSelect, Table, Text, TextInput, Title } from '@mantine/core';
import { memo, useState } from 'react';
import type { ColumnTarget, CsvReading } from './csv-choice';
import { mappingFaults, variableNameOf } from './column-mapping';

const COLUMNS_AT_FIRST = 40;

const TARGETS = [
  { value: 'variable', label: 'Variable for the agent' },
  { value: 'number', label: 'Phone number' },
  { value: 'external_id', label: 'External id' },
  { value: 'timezone', label: 'Time zone of the person' },
  { value: 'priority', label: 'Priority (0 to 9)' },
  { value: 'schedule_at', label: 'Not called before' },
  { value: 'expires_at', label: 'Not called from then on' },
  { value: 'metadata', label: 'Metadata (comes back to you)' },
  { value: 'nothing', label: 'Leave out' },
] satisfies Array<{ value: ColumnTarget['to']; label: string }>;

interface ColumnTableProps {
  readonly reading: CsvReading;
  /** A value of each column. */
  readonly sample: readonly string[];
  readonly onChange: (mapping: ColumnTarget[]) => void;
}

/** Says of each column of the file where its values go. */
export const ColumnTable = memo(function ColumnTable({ reading, sample, onChange }: ColumnTableProps) {
  const { columns, mapping } = reading;
  const [all, setAll] = useState(false);
  const faults = mappingFaults(columns, mapping);
  const set = (index: number, target: ColumnTarget) =>
    onChange(mapping.map((before, at) => (at === index ? target : before)));
  const shown = all ? columns : columns.slice(0, COLUMNS_AT_FIRST);
  return (
    <section aria-labelledby="columns">
      <Title order={4} size="h5" id="columns" mb="xs">
        Columns
      </Title>
      {faults.has(-1) && (
        <Text size="sm" fw={600} role="alert" mb="xs">
          {faults.get(-1)}
        </Text>
      )}
      <Table.ScrollContainer minWidth={600}>
        <Table verticalSpacing={6}>
          <Table.Caption className="visually-hidden">Where the values of each column go</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Column</Table.Th>
              <Table.Th scope="col">A value</Table.Th>
              <Table.Th scope="col">Goes to</Table.Th>
              <Table.Th scope="col">Under the name</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((column, index) => (
              <ColumnRow
                key={`${index} ${column}`}
                column={column}
                sample={sample[index] ?? ''}
                target={mapping[index] ?? { to: 'nothing' }}
                fault={faults.get(index)}
                onChange={(target) => set(index, target)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length < columns.length && (
        <Button variant="default" size="xs" mt="xs" onClick={() => setAll(true)}>
          Show all {columns.length} columns
        </Button>
      )}
    </section>
  );
});

interface ColumnRowProps {
  readonly column: string;
  readonly sample: string;
  readonly target: ColumnTarget;
  readonly fault: string | undefined;
  readonly onChange: (target: ColumnTarget) => void;
}

function ColumnRow({ column, sample, target, fault, onChange }: ColumnRowProps) {
  const named = target.to === 'variable' || target.to === 'metadata';
  const choose = (to: ColumnTarget['to']) =>
    onChange(
      to === 'variable' || to === 'metadata' ? { to, name: named ? target.name : variableNameOf(column) } : { to },
    );
  const shownName = column || '(no name)';
  return (
    <Table.Tr>
      <Table.Th scope="row" className="theirs" fw={600}>
        {shownName}
      </Table.Th>
      <Table.Td maw={160}>
        <Text size="sm" truncate title={sample}>
          {sample || '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <NativeSelect
          aria-label={`What column ${shownName} is`}
          data={TARGETS}
          value={target.to}
          onChange={(event) => choose(event.currentTarget.value as ColumnTarget['to'])}
          error={named ? undefined : fault}
          miw={190}
        />
      </Table.Td>
      <Table.Td>
        {named && (
          <TextInput
            aria-label={`Name of the ${target.to} from column ${shownName}`}
            value={target.name}
            maxLength={255}
            onChange={(event) => onChange({ to: target.to, name: event.currentTarget.value })}
            error={fault}
            miw={140}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
