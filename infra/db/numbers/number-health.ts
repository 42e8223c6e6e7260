import { sql } from 'kysely';
import type { Queryable } from '../database';

/** How the last calls of a caller number went: those that rang and are over. */
export interface NumberHealth {
  readonly answered: number;
  readonly finished: number;
}

/** Older calls say little about how a number is taken today. */
const LAST_CALLS = 50;

/**
 * Reads how people took the last calls that a campaign made from one number.
 *
 * @param since calls from before it are not counted: the number has rested since. Null counts all.
 */
export async function healthOfNumber(
  db: Queryable,
  number: { readonly campaignId: number; readonly phoneNumberId: number },
  since: Date | null,
): Promise<NumberHealth> {
  const { rows } = await sql<NumberHealth>`
    select count(*) filter (where disposition = 'completed') as answered, count(*) as finished
    from (
      select disposition from attempts
      where campaign_id = ${number.campaignId} and phone_number_id = ${number.phoneNumberId}
        and disposition not in ('failed', 'no_capacity', 'cancelled')
        and created_at >= coalesce(${since}::timestamptz, '-infinity')
      order by ended_at desc limit ${LAST_CALLS}
    ) last
  `.execute(db);
  return { answered: Number(rows[0]?.answered ?? 0), finished: Number(rows[0]?.finished ?? 0) };
}
