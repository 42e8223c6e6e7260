import { sql } from 'kysely';
import type { Database } from '../database';
import type { AttemptRow } from '../line-tables';

/** Which overdue attempts are taken. */
export interface OverdueQuery {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whoever takes one has it for so long before it is anybody's again, milliseconds. */
  readonly leaseMs: number;
  readonly limit: number;
  /** Of one account: its provider may be slow, or away. */
  readonly perAccount: number;
  /** Accounts that are left out: enough of their calls are being asked about. */
  readonly busyAccountIds: readonly number[];
}

/**
 * Takes attempts whose deadline has passed without an end, for this process alone: every account in its turn, those that
 * have waited longest first.
 */
export async function takeOverdueAttempts(
  db: Database,
  { now, leaseMs, limit, perAccount, busyAccountIds }: OverdueQuery,
): Promise<AttemptRow[]> {
  const at = new Date(now);
  return db
    .updateTable('attempts')
    .set({ deadline_at: new Date(now + leaseMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('attempts')
        .select('id')
        .where(
          sql<boolean>`id in (
            select id from (
              select id, deadline_at, row_number() over (partition by account_id order by deadline_at) as turn
              from attempts
              where ended_at is null and deadline_at <= ${at}
                and coalesce(account_id, 0) <> all(${[...busyAccountIds]}::bigint[])
            ) overdue where turn <= ${perAccount} order by turn, deadline_at limit ${limit})`,
        )
        // Once more, under its lock: another process may have taken it meanwhile.
        .where('ended_at', 'is', null)
        .where('deadline_at', '<=', at)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}
