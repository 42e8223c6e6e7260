import type { Transaction } from 'kysely';
import type { Queryable } from '../database';
import type { Schema } from '../schema';

/** What a call takes room on. */
export interface SharedLines {
  readonly accountId: number;
  /** Null: no limit of its own. */
  readonly accountLimit: number | null;
  readonly phoneNumberId: number;
  readonly numberLimit: number | null;
}

/**
 * Whether the provider account and the number have room for one more call, over all campaigns. Those with a limit stay
 * locked until the transaction ends, so that two claims never take the same room. Without limits nothing is read.
 */
export async function hasCapacity(trx: Transaction<Schema>, lines: SharedLines): Promise<boolean> {
  const { accountId, accountLimit, phoneNumberId, numberLimit } = lines;
  if (accountLimit !== null) {
    // Read under the lock: it may have been changed since.
    const account = await trx
      .selectFrom('provider_accounts')
      .select('concurrency_limit')
      .where('id', '=', accountId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const limit = account?.concurrency_limit ?? null;
    if (limit !== null && (await liveCalls(trx, 'account_id', accountId)) >= limit) return false;
  }
  if (numberLimit !== null) {
    const number = await trx
      .selectFrom('phone_numbers')
      .select('concurrency_limit')
      .where('id', '=', phoneNumberId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const limit = number?.concurrency_limit ?? null;
    if (limit !== null && (await liveCalls(trx, 'phone_number_id', phoneNumberId)) >= limit) return false;
  }
  return true;
}

async function liveCalls(db: Queryable, column: 'account_id' | 'phone_number_id', id: number): Promise<number> {
  const { live } = await db
    .selectFrom('attempts')
    .select(({ fn }) => fn.countAll<number>().as('live'))
    .where(column, '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(live);
}
