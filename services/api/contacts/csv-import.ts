import { createHash, type Hash } from 'node:crypto';
import type { CsvRow, CsvTable } from '../../../infra/csv/csv-table';
import { noteImported, type Rejection } from '../../../infra/db/lines/csv-imports';
import type { Database } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import { insertLines, type NewLine, type StoredContact } from '../../../infra/db/lines/line-insertion';
import type { CsvImportRow } from '../../../infra/db/campaign-tables';
import { keyReused } from '../http/idempotency';
import { contactOfRow, type ColumnPlan } from './csv-columns';
import { rejectionOfStop, rowFault } from './csv-problems';
import { readContact, rejectionOf, type ContactDestination } from './read-contact';
import { requireStored } from './stored-contacts';

const ROWS_A_BATCH = 500;

/** What a file is read with. */
export interface CsvImport {
  readonly db: Database;
  readonly begun: CsvImportRow;
  readonly table: CsvTable;
  readonly plan: ColumnPlan;
  readonly destination: ContactDestination;
  /** Told of the contacts of each part when they are stored. */
  readonly onStored: (contacts: readonly StoredContact[]) => void;
}

type ReadRow = { readonly ok: true; readonly line: NewLine } | { readonly ok: false; readonly rejection: Rejection };

/**
 * Reads a file into a campaign, some hundred rows at a time: each part is stored together with what it has come to, so
 * that what breaks off can be gone on with. Rows that an earlier try has stored are only compared.
 *
 * @throws Problem 409 when the campaign takes no more contacts, 422 when the rows of an earlier try differ; what reading
 * the file throws. Parts that were stored stay.
 */
export async function importCsv(csv: CsvImport): Promise<void> {
  const hash = createHash('sha256');
  let before = csv.begun.rows_read;
  let seen = 0;
  let batch: ReadRow[] = [];
  const store = async (): Promise<void> => {
    await storePart(csv, batch, before, hash);
    before += batch.length;
    batch = [];
  };
  for await (const row of csv.table.rows) {
    hash.update(`${JSON.stringify(row.fields)}\n`);
    seen += 1;
    if (seen < before) continue;
    if (seen === before) requireSame(csv.begun, hash);
    else batch.push(readRow(row, csv));
    if (batch.length === ROWS_A_BATCH) await store();
  }
  const stop = csv.table.stop();
  if (seen + (stop ? 1 : 0) < csv.begun.rows_read) throw keyReused();
  if (stop && seen >= before) batch.push({ ok: false, rejection: rejectionOfStop(stop) });
  if (batch.length > 0) await store();
}

function requireSame(begun: CsvImportRow, hash: Hash): void {
  if (begun.rows_hash !== hash.copy().digest('hex')) throw keyReused();
}

function readRow(row: CsvRow, { table, plan, destination }: CsvImport): ReadRow {
  const rejected = (why: { code: string; reason: string }): ReadRow => {
    // Postgres stores no NUL, in JSON neither.
    const fields = row.fields.map((field) => field.replaceAll('\0', '\ufffd'));
    return { ok: false, rejection: { line: row.line, fields, ...why } };
  };
  const fault = rowFault(row, table.columns.length);
  if (fault) return rejected(fault);
  const read = readContact(contactOfRow(row.fields, plan), destination);
  return read.ok ? read : rejected(rejectionOf(read));
}

async function storePart(csv: CsvImport, rows: readonly ReadRow[], before: number, hash: Hash): Promise<void> {
  const lines = rows.flatMap((row) => (row.ok ? [row.line] : []));
  const rejections = rows.flatMap((row) => (row.ok ? [] : [row.rejection]));
  const rowsHash = hash.copy().digest('hex');
  const contacts = await retryOnDeadlock(csv.db, async (trx) => {
    const stored = (await insertLines(trx, lines)).map(requireStored);
    const duplicates = stored.filter(({ duplicate }) => duplicate !== null).length;
    const skipped = stored.filter((contact) => contact.duplicate === null && contact.skippedCondition !== null).length;
    const accepted = stored.length - duplicates - skipped;
    await noteImported(trx, csv.begun.id, { before, accepted, skipped, duplicates, rejections, rowsHash });
    return stored;
  });
  csv.onStored(contacts);
}
