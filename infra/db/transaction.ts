import type { Transaction } from 'kysely';
import type { Queryable } from './database';
import type { Schema } from './schema';

/**
 * Runs work in a transaction: the one that is open already, or one of its own.
 *
 * @example await withTransaction(db, async (trx) => { ... });
 */
export async function withTransaction<T>(db: Queryable, work: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Transaction<Schema>);
  return db.transaction().execute(work);
}
