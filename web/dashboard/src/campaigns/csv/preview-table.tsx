import { Table, Title } from '@mantine/core';
import { memo } from 'react';
import type { ColumnTarget } from './csv-choice';
import type { PreviewRow } from './csv-scan';
import classes from './preview-table.module.css';

const COLUMNS_SHOWN = 30;

interface PreviewTableProps {
  readonly columns: readonly string[];
  readonly preview: readonly PreviewRow[];
  /** There are more rows than these. */
  readonly more: boolean;
  readonly mapping: readonly ColumnTarget[];
  /** What makes two contacts the same. */
  readonly duplicateKey: keyof PreviewRow['repeats'];
}

/** The first rows of the file as they were read, with what is wrong with them. */
export const PreviewTable = memo(function PreviewTable({
  columns,
  preview,
  more,
  mapping,
  duplicateKey,
}: PreviewTableProps) {
  if (preview.length === 0) return null;
  const shown = columns.slice(0, COLUMNS_SHOWN);
  return (
    <section aria-labelledby="preview">
      <Title order={4} size="h5" id="preview" mb="xs">
        {titleOf(preview.length, more)}
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
              <Table.Th scope="col">Remark</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.map((row) => (
              <Table.Tr key={row.line} className={classOf(row, duplicateKey)}>
                <Table.Th scope="row" fw={400} className="figures">
                  {row.line}
                </Table.Th>
                {shown.map((column, index) => (
                  <Table.Td key={`${index} ${column}`} className={classes.cell} title={row.fields[index]}>
                    {row.fields[index]}
                  </Table.Td>
                ))}
                <Remark row={row} duplicateKey={duplicateKey} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
});

function titleOf(rows: number, more: boolean): string {
  if (!more) return 'All rows';
  return rows === 1 ? 'The first row' : `The first ${rows} rows`;
}

function classOf({ fault, repeats }: PreviewRow, duplicateKey: PreviewTableProps['duplicateKey']): string | undefined {
  if (fault !== null) return classes.faulty;
  return repeats[duplicateKey] === null ? undefined : classes.repeated;
}

function Remark({
  row: { fault, repeats },
  duplicateKey,
}: { row: PreviewRow } & Pick<PreviewTableProps, 'duplicateKey'>) {
  const first = repeats[duplicateKey];
  const text = fault ?? (first === null ? '' : `Duplicate of line ${first}`);
  return <Table.Td miw={text === '' ? undefined : 220}>{text}</Table.Td>;
}

function headOf(column: string, target: ColumnTarget | undefined): string {
  if (!target || target.to === 'nothing') return `${column} (left out)`;
  if ('name' in target) return target.name === column ? column : `${column} → ${target.name}`;
  const field = target.to === 'number' ? 'phone number' : target.to;
  return field === column ? column : `${column} → ${field}`;
}
