import { sql } from 'kysely';
import type { Queryable } from '../database';

/** Calls further away in time are not taken for each other. */
const AROUND_S = 3_600;

/**
 * The provider's ids of our other calls between the numbers of an attempt, around its time: what a look-up by numbers must
 * not take for it.
 */
export async function otherCallIds(db: Queryable, attemptId: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select other.provider_call_id as id from attempts
    join attempts other on other.account_id = attempts.account_id and other.from_number = attempts.from_number
      and other.to_number = attempts.to_number and other.id <> attempts.id
      and other.created_at between attempts.created_at - make_interval(secs => ${AROUND_S})
        and attempts.created_at + make_interval(secs => ${AROUND_S})
    where attempts.id = ${attemptId} and other.provider_call_id is not null
  `.execute(db);
  return rows.map(({ id }) => id);
}
