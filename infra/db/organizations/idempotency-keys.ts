import { sql, type Transaction } from 'kysely';
import type { Database, Queryable } from '../database';
import type { Schema } from '../schema';

const KEPT = sql<Date>`now() - interval '24 hours'`;

/** An answer that was given before. */
export interface StoredAnswer {
  readonly requestHash: string;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/**
 * Takes a key for the rest of the transaction.
 *
 * @returns `busy` while another transaction holds it; the stored answer, if the key was used in the last 24 hours.
 */
export async function claimIdempotencyKey(
  trx: Transaction<Schema>,
  organizationId: number,
  key: string,
): Promise<'busy' | StoredAnswer | null> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${key}, ${organizationId})) as held
  `.execute(trx);
  if (!rows[0]?.held) return 'busy';
  return findIdempotentAnswer(trx, organizationId, key);
}

/** The stored answer, if the key was used in the last 24 hours. */
export async function findIdempotentAnswer(
  db: Queryable,
  organizationId: number,
  key: string,
): Promise<StoredAnswer | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'response_status', 'response_body'])
    .where('organization_id', '=', organizationId)
    .where('key', '=', key)
    .where('created_at', '>', KEPT)
    .executeTakeFirst();
  return row ? { requestHash: row.request_hash, status: row.response_status, body: row.response_body } : null;
}

/**
 * Keeps an answer in the transaction that has produced it, so that both are there or neither; later, what has been added
 * to it.
 */
export async function storeIdempotentAnswer(
  db: Queryable,
  organizationId: number,
  key: string,
  answer: StoredAnswer,
): Promise<void> {
  const values = {
    request_hash: answer.requestHash,
    response_status: answer.status,
    response_body: JSON.stringify(answer.body),
  };
  await db
    .insertInto('idempotency_keys')
    .values({ organization_id: organizationId, key, ...values })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'key']).doUpdateSet({ ...values, created_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Forgets the keys that are older than 24 hours. */
export async function deleteExpiredIdempotencyKeys(db: Database): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('created_at', '<', KEPT).execute();
}
