import type { Transaction } from 'kysely';
import type { Queryable } from './database';
import type { Schema } from './schema';

const DEADLOCK = '40P01';
/** Whoever closes a campaign may be in the way more than once. */
const MAX_TRIES = 8;

/**
 * Runs work in a transaction of its own, again when Postgres has ended it to resolve a deadlock. Work inside somebody
 * else's transaction is run once: only the whole of that could be repeated.
 */
export async function retryOnDeadlock<T>(db: Queryable, work: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Transaction<Schema>);
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (tries === MAX_TRIES || (error as { code?: unknown }).code !== DEADLOCK) throw error;
    }
  }
}
