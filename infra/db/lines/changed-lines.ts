import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { LineRow } from '../line-tables';

/** A line as it was when it was last changed. */
export interface LineVersion {
  readonly lineId: number;
  /** When it was last changed, microseconds since the epoch. */
  readonly atUs: number;
}

/** Which lines of a campaign have changed. */
export interface ChangedLines {
  /** What Postgres' clock showed before it looked, microseconds since the epoch. */
  readonly nowUs: number;
  /** Those changed last come first. */
  readonly versions: readonly LineVersion[];
}

/**
 * Which lines of a campaign have come or changed since an instant, as far as it can be seen. What another transaction is
 * changing becomes visible later, with a time that has passed by then: whoever wants all of it looks a while back, again.
 *
 * @param sinceUs microseconds since the epoch.
 * @param limit only so many of those changed last.
 */
export async function readChangedLines(
  db: Queryable,
  campaignId: number,
  sinceUs: number,
  limit: number,
): Promise<ChangedLines> {
  const { rows } = await sql<{ id: number | null; at: number }>`
    select null::bigint as id, (extract(epoch from now()) * 1000000)::bigint as at
    union all (
      select id, (extract(epoch from updated_at) * 1000000)::bigint from lines
      where campaign_id = ${campaignId} and updated_at >= 'epoch'::timestamptz + ${sinceUs} * interval '1 microsecond'
      order by campaign_id desc, updated_at desc, id desc limit ${limit})
  `.execute(db);
  const versions: LineVersion[] = [];
  let nowUs = 0;
  for (const { id, at } of rows) {
    if (id === null) nowUs = at;
    else versions.push({ lineId: id, atUs: at });
  }
  return { nowUs, versions };
}

/** What Postgres' clock shows, microseconds since the epoch. */
export async function readDatabaseTime(db: Queryable): Promise<number> {
  const { rows } = await sql<{ at: number }>`select (extract(epoch from now()) * 1000000)::bigint as at`.execute(db);
  return rows[0]?.at ?? 0;
}

/** Some lines as they are now. */
export async function readLines(db: Queryable, lineIds: readonly number[]): Promise<LineRow[]> {
  if (lineIds.length === 0) return [];
  return db
    .selectFrom('lines')
    .selectAll()
    .where(sql<boolean>`id = any(${[...lineIds]}::bigint[])`)
    .execute();
}
