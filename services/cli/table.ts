import Table from 'cli-table3';
import { clip, printable } from './printable';
import type { Output } from './output';

const LONGEST_CELL = 48;

/** A column: its title, what stands in it, and in which colour. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string | number | null;
  readonly paint?: (text: string, row: Row) => string;
  /** Left out where the terminal has fewer columns. */
  readonly from?: number;
}

/**
 * Rows as a table for a terminal. Whatever stands in a cell is made printable and cut.
 *
 * @example tableOf(output, [{ title: 'Id', of: (row) => row.id }], rows)
 */
export function tableOf<Row>(output: Output, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const shown = columns.filter(({ from = 0 }) => output.columns >= from);
  const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const head = shown.map(({ title }) => output.colors.bold(title));
  // Its own colours are off: they would not know of NO_COLOR.
  const table = new Table({ head, chars, style: { head: [], border: [] } });
  for (const row of rows) {
    table.push(
      shown.map(({ of, paint = (text) => text }) => {
        const value = of(row);
        return paint(value === null ? '' : cell(String(value)), row);
      }),
    );
  }
  return table.toString();
}

/** Text from the API as it may stand in a cell. */
export function cell(text: string): string {
  return clip(printable(text), LONGEST_CELL);
}

/** Names with values, one a line; null values are left out. */
export function listOf(output: Output, entries: ReadonlyArray<readonly [string, string | number | null]>): string {
  const shown = entries.filter(([, value]) => value !== null && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `  ${output.colors.dim(name.padEnd(width))}  ${printable(String(value))}`)
    .join('\n');
}

/** An instant in the zone of this machine; null stays. @example localTime('2026-12-25T15:00:00Z') // '2026-12-25 16:00:00' */
export function localTime(iso: string | null): string | null {
  if (iso === null) return null;
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** As `localTime`, in a sentence: there it stands beside times of other zones. */
export function localMoment(iso: string): string {
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
    .formatToParts(new Date(iso))
    .find(({ type }) => type === 'timeZoneName');
  return `${localTime(iso) ?? ''} ${zone?.value ?? ''}`.trimEnd();
}
