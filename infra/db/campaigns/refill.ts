import { sql } from 'kysely';
import { hasOpenLines } from './campaign-projection';
import type { Queryable } from '../database';

/** A line in the order in which a campaign dials. */
export interface ReadyLine {
  readonly lineId: number;
  /** It has been dialled before. */
  readonly due: boolean;
  readonly priority: number;
}

/**
 * The next ready lines of a campaign in the order they are to be dialled: those dialled before, then by priority, then
 * by the time they became ready.
 *
 * @param wanted.known lines that are being called; they are left out.
 */
export async function nextReadyLines(
  db: Queryable,
  wanted: { readonly campaignId: number; readonly limit: number; readonly known: readonly number[] },
): Promise<{ lines: ReadyLine[]; more: boolean; open: boolean }> {
  const { rows } = await sql<ReadyLine>`
    select id as "lineId", attempts > 0 as due, priority from lines
    where campaign_id = ${wanted.campaignId} and ready and id <> all(${[...wanted.known]}::bigint[])
    order by (attempts > 0) desc, priority desc, ready_at, id
    limit ${wanted.limit + 1}
  `.execute(db);
  const more = rows.length > wanted.limit;
  const open = rows.length > 0 || (await hasOpenLines(db, wanted.campaignId));
  return { lines: rows.slice(0, wanted.limit), more, open };
}
