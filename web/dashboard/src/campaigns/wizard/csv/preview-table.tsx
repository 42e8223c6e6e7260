import { Table, Title } from '@mantine/core';
import { memo } from 'react';
import type { ColumnTarget } from '../wizard-form';
import classes from '../wizard.module.css';
import type { PreviewRow } from './csv-scan';

const COLUMNS_SHOWN = 30;

interface PreviewTableProps {
  readonly columns: readonly string[];
  readonly preview: readonly PreviewRow[];
  /** There are more rows than these. */
  readonly more: boolean;
  readonly mapping: readonly ColumnTarget[];
}

/** The first rows of the file as they were read, with what is wrong with them. */
export const PreviewTable = memo(function PreviewTable({ columns, preview, more, mapping }: PreviewTableProps) {
  if (preview.length === 0) return null;
  const shown = columns.slice(0, COLUMNS_SHOWN);
  return (
    <section aria-labelledby="preview">
      <Title order={4} size="h5" id="preview" mb="xs">
        {more ? `The first ${preview.length} rows` : 'All rows'}
      </Title>
      <Table.ScrollContainer
        type="native"
        minWidth={400}
        maxHeight={420}
        tabIndex={0}
        role="group"
        aria-labelledby="preview"
      >
        <Table stickyHeader verticalSpacing={4} fz="sm">
          <Table.Caption className="visually-hidden">The first rows of the file</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Line</Table.Th>
              {shown.map((column, index) => (
                <Table.Th scope="col" key={`${index} ${column}`} className={classes.cell}>
                  {headOf(column, mapping[index])}
                </Table.Th>
              ))}
              <Table.Th scope="col">Fault</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.map(({ line, fields, fault }) => (
              <Table.Tr key={line} className={fault === null ? undefined : classes.faulty}>
                <Table.Th scope="row" fw={400} className="figures">
                  {line}
                </Table.Th>
                {shown.map((column, index) => (
                  <Table.Td key={`${index} ${column}`} className={classes.cell} title={fields[index]}>
                    {fields[index]}
                  </Table.Td>
                ))}
                <Table.Td miw={fault === null ? undefined : 220}>{fault ?? ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
});

function headOf(column: string, target: ColumnTarget | undefined): string {
  if (!target || target.to === 'nothing') return `${column} (left out)`;
  if ('name' in target) return target.name === column ? column : `${column} → ${target.name}`;
  const field = target.to === 'number' ? 'phone number' : target.to;
  return field === column ? column : `${column} → ${field}`;
}
