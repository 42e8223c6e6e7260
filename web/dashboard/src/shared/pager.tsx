import { Group, Pagination, Text } from '@mantine/core';

export interface PagerProps {
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  /** What is counted, for one and for several: `['number', 'numbers']`. */
  readonly what: readonly [one: string, several: string];
  readonly onPage: (page: number) => void;
}

/** Leads from page to page, and says how many there are in all. */
export function Pager({ page, pageSize, total, what, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed" aria-live="polite">
        {total.toLocaleString('en-US')} {what[total === 1 ? 0 : 1]}
        {pages > 1 && `, page ${page} of ${pages}`}
      </Text>
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={onPage}
          size="sm"
          siblings={1}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          getControlProps={(control) => ({ 'aria-label': CONTROLS[control] })}
        />
      )}
    </Group>
  );
}

const CONTROLS = { first: 'First page', previous: 'Page before', next: 'Next page', last: 'Last page' } as const;
