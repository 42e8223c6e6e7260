import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, type KeyboardEvent, type RefObject } from 'react';
import type { LineRow } from './line-rows';
import { ROW_HEIGHT } from './line-table-row';

interface RowKeys {
  readonly rows: readonly LineRow[];
  /** The row that Tab leads to. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly onOpen: (lineId: number) => void;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Moving between rows, and opening one, by keyboard. */
export function useRowKeys({ rows, active, setActive, onOpen, virtualizer, scroller }: RowKeys) {
  const moveTo = useCallback(
    (wanted: number) => {
      const index = Math.max(0, Math.min(wanted, rows.length - 1));
      setActive(index);
      virtualizer.scrollToIndex(index, { align: 'auto' });
      focusWhenDrawn(scroller, `[data-index="${index}"]`);
    },
    [rows, setActive, virtualizer, scroller],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[active];
    if ((event.key === 'Enter' || event.key === ' ') && row) {
      event.preventDefault();
      onOpen(row.id);
      return;
    }
    const target = targetOf(event.key, active, rows.length, rowsOfPage(scroller.current));
    if (target === null) return;
    event.preventDefault();
    moveTo(target);
  };
  return { onKeyDown };
}

/** Puts the focus on a contact's row, where it is drawn. @returns whether it was. */
export function focusRow(scroller: HTMLElement | null, lineId: number): boolean {
  const row = scroller?.querySelector<HTMLElement>(`[data-line="${lineId}"]`);
  row?.focus();
  return row !== null && row !== undefined;
}

/** The row that an element is part of; null for what is in none. */
export function rowIndexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return row === null ? null : Number(row.dataset['index']);
}

function targetOf(key: string, active: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + page;
    case 'PageUp':
      return active - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function rowsOfPage(element: HTMLElement | null): number {
  // Without the head, and with one row of the page before.
  return Math.max(1, Math.floor((element?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
}

/** A row far away is drawn a frame or two later. */
function focusWhenDrawn(scroller: RefObject<HTMLElement | null>, selector: string, frames = 5): void {
  const row = scroller.current?.querySelector<HTMLElement>(selector);
  if (row) row.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusWhenDrawn(scroller, selector, frames - 1));
}
