import { stringify } from 'csv-stringify/sync';

const ROWS_A_CHUNK = 500;
const BYTE_ORDER_MARK = '\ufeff';

/** How rows are written. */
export interface CsvOptions {
  /**
   * Columns that stay as they are, because we have written them and no formula can be in them, such as numbers in E.164;
   * by their place from 0.
   */
  readonly verbatim?: readonly number[];
}

/**
 * Writes rows as CSV, a few hundred at a time. Text that a spreadsheet would take for a formula gets an apostrophe before
 * it. Begins with a byte order mark: without it Excel takes UTF-8 for something else.
 *
 * @example for await (const chunk of csvText(['number', 'name'], rows, { verbatim: [0] })) response.write(chunk);
 */
export async function* csvText(
  columns: readonly string[],
  rows: AsyncIterable<readonly string[]>,
  { verbatim = [] }: CsvOptions = {},
): AsyncGenerator<string> {
  const untouched = new Set(verbatim);
  const textOf = (batch: ReadonlyArray<readonly string[]>): string =>
    stringify(batch as string[][], {
      escape_formulas: true,
      record_delimiter: '\r\n',
      cast: {
        string: (value, { index }) => (untouched.has(index) ? { value, escape_formulas: false } : value),
      },
    });
  let batch: Array<readonly string[]> = [];
  yield BYTE_ORDER_MARK + textOf([columns]);
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_A_CHUNK) continue;
    yield textOf(batch);
    batch = [];
  }
  if (batch.length > 0) yield textOf(batch);
}
