import { createReadStream } from 'node:fs';
import { CsvFault, openCsv, type CsvTable } from '../../infra/csv/csv-table';
import { csvText } from '../../infra/csv/csv-text';
import { isSampled } from './sample';

/**
 * Counts the contacts of a CSV. One that is none has no contacts here; the API says what is wrong with it.
 *
 * @throws Error that names the file when it cannot be read.
 */
export async function countContacts(file: string): Promise<number> {
  let count = 0;
  try {
    const table = await openCsv(createReadStream(file) as AsyncIterable<Buffer>);
    for await (const row of table.rows) count += row.fields.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof CsvFault) return 0;
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return count;
}

/**
 * A CSV to be sent: as it is, or with an even sample of its rows.
 *
 * @param total its rows.
 * @param limit how many are wanted at most.
 */
export async function* contactsCsv(file: string, total: number, limit: number): AsyncGenerator<Buffer> {
  const chunks = createReadStream(file) as AsyncIterable<Buffer>;
  if (total <= limit) {
    yield* chunks;
    return;
  }
  const table = await openCsv(chunks);
  // The rows are somebody's, and go back to a reader of CSV: nothing is to be made safe for spreadsheets.
  const verbatim = table.columns.map((_, index) => index);
  for await (const text of csvText(table.columns, sampledRows(table, total, limit), { verbatim }))
    yield Buffer.from(text);
}

async function* sampledRows(table: CsvTable, total: number, limit: number): AsyncGenerator<readonly string[]> {
  let index = 0;
  for await (const { fields } of table.rows) {
    if (isSampled(index, total, limit)) yield fields;
    index += 1;
  }
}
