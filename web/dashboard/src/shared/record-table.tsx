import { Table, type TableProps } from '@mantine/core';

interface RecordTableProps extends TableProps {
  /** What it lists, for those who hear the page. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Where there is less room it scrolls sideways; in pixels. */
  readonly minWidth: number;
}

/** A table of records; its children are the rows. */
export function RecordTable({ caption, columns, minWidth, children, ...rest }: RecordTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table {...rest}>
        <Table.Caption className="visually-hidden">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
