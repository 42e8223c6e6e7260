import { sql } from 'kysely';
import type { Queryable } from '../database';

/** A line that was changed while its contact may be asleep. */
export interface RequestedWake {
  readonly campaignId: number;
  readonly lineId: number;
  /** As Postgres writes it, to the microsecond: a later request is told from this one. */
  readonly requestedAt: string;
}

/** A contact that was told, unless it is gone. */
export interface AnsweredWake extends RequestedWake {
  readonly isHeard: boolean;
}

/** The next contacts to wake, those first that have waited longest. */
export async function nextWakes(db: Queryable, limit: number): Promise<RequestedWake[]> {
  const { rows } = await sql<RequestedWake>`
    select campaign_id as "campaignId", id as "lineId", wake_requested_at::text as "requestedAt" from lines
    where wake_requested_at is not null order by wake_requested_at, id limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * Takes woken contacts off the list, unless their lines have been changed again meanwhile, and notes that they were told.
 * Who has looked already is off the list by itself (`markLineDue`); who is gone will never look.
 */
export async function clearWakes(db: Queryable, woken: readonly AnsweredWake[]): Promise<void> {
  if (woken.length === 0) return;
  await sql`
    update lines set wake_requested_at = null, wake_told_at = case when given.heard then now() end
    from unnest(${woken.map(({ lineId }) => lineId)}::bigint[], ${woken.map(({ requestedAt }) => requestedAt)}::timestamptz[],
      ${woken.map(({ isHeard }) => isHeard)}::boolean[]) as given (id, requested_at, heard)
    where lines.id = given.id and lines.wake_requested_at = given.requested_at
  `.execute(db);
}

/** Who was told longer ago is busy with something else, or gone. */
const LOOKS_WITHIN_S = 30;

/** How many contacts have been told to look at their lines, and have not looked yet; counted up to `most`. */
export async function countToldContacts(db: Queryable, most: number): Promise<number> {
  const { rows } = await sql<{ told: number }>`
    select count(*) as told from (
      select from lines where wake_told_at > now() - make_interval(secs => ${LOOKS_WITHIN_S}) limit ${most}
    ) as those
  `.execute(db);
  return rows[0]?.told ?? 0;
}
