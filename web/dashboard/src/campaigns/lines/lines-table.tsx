import { Button, Text } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer, type Range, type VirtualItem } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import type { LineRows } from './line-rows';
import { COLUMNS, LineTableRow, ROW_HEIGHT, RowToCome, SpaceRow } from './line-table-row';
import classes from './lines-table.module.css';
import type { LineList } from './use-line-list';
import { rowIndexOf, useRowKeys } from './use-row-keys';

/** Places of contacts that are being read, shown behind the last one that is known. */
const ROWS_TO_COME = 20;
const OVERSCAN = 5;

interface LinesTableProps {
  readonly campaignId: number;
  readonly lines: LineList & { readonly list: LineRows };
  readonly openLine: number | null;
  readonly onOpen: (lineId: number) => void;
  /** Where the rows are, so that whoever closes a contact finds its row. */
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** The contacts, of which only those in view are drawn. */
export function LinesTable({ campaignId, lines, openLine, onOpen, scroller }: LinesTableProps) {
  const { list, total, version, show } = lines;
  const [active, setActive] = useState(0);
  const toCome = list.isComplete || list.isFull ? 0 : ROWS_TO_COME;
  const virtualizer = useVirtualizer({
    count: list.rows.length + toCome,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    // The row with the focus is drawn wherever it is, or the focus would be lost.
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), active, range.count), [active]),
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};
  useEffect(() => show(startIndex, endIndex), [show, startIndex, endIndex, version]);
  useKeptPlace(list, version, scroller);
  const keys = useRowKeys({ rows: list.rows, active, setActive, onOpen, virtualizer, scroller });
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const row = list.rows[rowIndexOf(event.target) ?? -1];
    // A new tab is the browser's own business.
    if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(row.id);
  };
  return (
    <div ref={scroller} className={classes.scroller} aria-busy={lines.isReading}>
      <table
        className={classes.table}
        role="grid"
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-describedby="lines-keys"
        onKeyDown={keys.onKeyDown}
        onFocus={(event) => {
          const index = rowIndexOf(event.target);
          if (index === null) return;
          setActive(index);
          lines.pin(list.rows[index]?.id ?? null);
        }}
        onBlur={() => lines.pin(openLine)}
        onClick={onClick}
      >
        <caption className="visually-hidden" id="lines-keys">
          Contacts in the order they came. Arrow keys, Page Up, Page Down, Home and End move between them, Enter opens
          one.
        </caption>
        <Head />
        <tbody>
          <Rows items={items} size={virtualizer.getTotalSize()}>
            {({ index, key }) => {
              const row = list.rows[index];
              if (!row) return <RowToCome key={key} />;
              return (
                <LineTableRow
                  key={key}
                  row={row}
                  index={index}
                  isActive={index === Math.min(active, list.rows.length - 1)}
                  isOpen={row.id === openLine}
                  address={`/campaigns/${campaignId}/lines?line=${row.id}`}
                />
              );
            }}
          </Rows>
        </tbody>
      </table>
      <Rest lines={lines} />
    </div>
  );
}

function Head() {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {COLUMNS.map(({ label, ...column }) => (
          <th key={label} scope="col" className={'className' in column ? column.className : undefined}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowsProps {
  readonly items: readonly VirtualItem[];
  /** Pixels of all rows, drawn or not. */
  readonly size: number;
  readonly children: (item: VirtualItem) => React.ReactNode;
}

/** Rows with room between them for those that are not drawn. */
function Rows({ items, size, children }: RowsProps) {
  const drawn: React.ReactNode[] = [];
  let end = 0;
  for (const item of items) {
    if (item.start > end) drawn.push(<SpaceRow key={`before-${item.key}`} height={item.start - end} />);
    drawn.push(children(item));
    end = item.end;
  }
  if (size > end) drawn.push(<SpaceRow key="behind" height={size - end} />);
  return drawn;
}

function Rest({ lines: { list, problem, tryAgain } }: { lines: LinesTableProps['lines'] }) {
  if (problem) {
    return (
      <Text size="sm" p="sm" role="alert" className="theirs">
        The next contacts could not be read: {problem.message}{' '}
        <Button size="compact-sm" variant="default" onClick={tryAgain}>
          Try again
        </Button>
      </Text>
    );
  }
  if (!list.isFull) return null;
  return (
    <Text size="sm" p="sm" c="dimmed">
      These are the first {list.rows.length.toLocaleString('en-US')} contacts. Search or filter to find the others.
    </Text>
  );
}

function withRow(indexes: number[], index: number, count: number): number[] {
  const [first = 0] = indexes;
  const last = indexes.at(-1) ?? 0;
  if (index >= count || (index >= first && index <= last)) return indexes;
  return index < first ? [index, ...indexes] : [...indexes, index];
}

/** What one looks at stays where it is when contacts come or go above it. */
function useKeptPlace(list: LineRows, version: number, scroller: RefObject<HTMLDivElement | null>): void {
  const place = useRef<{ list: LineRows; id: number; index: number } | null>(null);
  useLayoutEffect(() => {
    const before = place.current;
    if (!before || before.list !== list) return;
    const moved = list.indexOf(before.id) - before.index;
    if (moved !== 0 && scroller.current?.scrollTop !== 0) scroller.current?.scrollBy({ top: moved * ROW_HEIGHT });
  }, [list, version, scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const note = () => {
      const index = Math.floor(element.scrollTop / ROW_HEIGHT);
      const row = list.rows[index];
      place.current = row ? { list, id: row.id, index } : null;
    };
    note();
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [list, version, scroller]);
}
