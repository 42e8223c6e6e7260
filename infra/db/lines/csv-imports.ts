import { sql, type Transaction } from 'kysely';
import type { Queryable } from '../database';
import type { CsvImportRow } from '../campaign-tables';
import type { Schema } from '../schema';

/** A file that is about to be read into a campaign. */
export interface NewImport {
  readonly organizationId: number;
  readonly campaignId: number;
  readonly columns: readonly string[];
  /** Equal for tries of the same upload; null where nobody goes on with one that broke off. */
  readonly resumptionKey: string | null;
}

/** A row that could not be taken. */
export interface Rejection {
  /** Of the file, from 1. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  readonly fields: readonly string[];
}

/** What a part of a file has come to. */
export interface ImportedPart {
  readonly accepted: number;
  readonly skipped: number;
  readonly duplicates: number;
  readonly rejections: readonly Rejection[];
  /** Of all rows up to here. */
  readonly rowsHash: string;
}

const RESUMABLE_FOR = sql<Date>`now() - interval '24 hours'`;
const PAGE = 1_000;

/**
 * Begins an import, or finds the one that broke off: `rows_read` and `rows_hash` tell how far it came.
 */
export async function beginImport(db: Queryable, begun: NewImport): Promise<CsvImportRow> {
  const { organizationId, campaignId, columns, resumptionKey } = begun;
  const found = await db
    .selectFrom('csv_imports')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('resumption_key', '=', resumptionKey)
    .where('finished_at', 'is', null)
    .where('created_at', '>', RESUMABLE_FOR)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (found) return found;
  return db
    .insertInto('csv_imports')
    .values({
      organization_id: organizationId,
      campaign_id: campaignId,
      columns: JSON.stringify(columns),
      resumption_key: resumptionKey,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Notes what the next rows have come to, in the transaction that stores them.
 *
 * @param part.before how many rows had been read before.
 * @throws when another process has gone on with the same import meanwhile; then the transaction must not be committed.
 */
export async function noteImported(
  trx: Transaction<Schema>,
  importId: number,
  part: ImportedPart & { readonly before: number },
): Promise<void> {
  const { accepted, skipped, duplicates, rejections } = part;
  const { numUpdatedRows } = await trx
    .updateTable('csv_imports')
    .set((row) => ({
      rows_read: part.before + accepted + skipped + duplicates + rejections.length,
      accepted: row('accepted', '+', accepted),
      skipped: row('skipped', '+', skipped),
      duplicates: row('duplicates', '+', duplicates),
      rejected: row('rejected', '+', rejections.length),
      rows_hash: part.rowsHash,
    }))
    .where('id', '=', importId)
    .where('rows_read', '=', part.before)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error('somebody else goes on with this import');
  if (rejections.length === 0) return;
  await trx
    .insertInto('csv_rejections')
    .values(
      rejections.map(({ line, code, reason, fields }) => ({
        import_id: importId,
        line_number: line,
        code,
        reason,
        fields: JSON.stringify(fields),
      })),
    )
    .execute();
}

/** The file was read as far as it can be. */
export async function finishImport(db: Queryable, importId: number): Promise<CsvImportRow> {
  return db
    .updateTable('csv_imports')
    .set({ finished_at: sql<Date>`now()` })
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One import into a campaign; undefined when there is none. */
export async function findImport(
  db: Queryable,
  campaignId: number,
  importId: number,
): Promise<CsvImportRow | undefined> {
  return db
    .selectFrom('csv_imports')
    .selectAll()
    .where('id', '=', importId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
}

/**
 * The next rows of an import that could not be taken, in the order of the file.
 *
 * @param after line of the last row of the page before; 0 for the first page.
 */
export async function listRejections(
  db: Queryable,
  importId: number,
  after: number,
  limit: number = PAGE,
): Promise<Rejection[]> {
  return db
    .selectFrom('csv_rejections')
    .select(['line_number as line', 'code', 'reason', 'fields'])
    .where('import_id', '=', importId)
    .where('line_number', '>', after)
    .orderBy('line_number')
    .limit(limit)
    .execute();
}

/** Every row of an import that could not be taken, read a page at a time. */
export async function* allRejections(db: Queryable, importId: number): AsyncGenerator<Rejection> {
  for (let after = 0; ;) {
    const page = await listRejections(db, importId, after);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.line;
  }
}
