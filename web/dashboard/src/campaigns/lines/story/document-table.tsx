import { Table, Text } from '@mantine/core';

interface DocumentTableProps {
  readonly caption: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly none: string;
}

/** A JSON object of the customer's as a table of names and values, as text. */
export function DocumentTable({ caption, values, none }: DocumentTableProps) {
  const entries = Object.entries(values);
  if (entries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <Table layout="fixed" withTableBorder fz="sm" className="theirs">
      <caption className="visually-hidden">{caption}</caption>
      <Table.Thead className="visually-hidden">
        <Table.Tr>
          <Table.Th scope="col">Name</Table.Th>
          <Table.Th scope="col">Value</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="40%" fw={500} style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ whiteSpace: 'pre-wrap' }}>{valueText(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, null, 2) ?? '';
}
