import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { CampaignRow } from '../campaign-tables';

/** What a campaign is doing, in short. */
export interface CampaignActivity {
  /** Lines that wait for a slot. */
  readonly queued: number;
  readonly inProgress: number;
  readonly reached: number;
  /** When a line last came or changed; null without any. */
  readonly lastActivityAt: Date | null;
}

/** Of a campaign without lines. */
export const NO_ACTIVITY: CampaignActivity = { queued: 0, inProgress: 0, reached: 0, lastActivityAt: null };

interface ActivityRow {
  readonly id: number;
  readonly queued: number;
  readonly in_progress: number;
  readonly completed: number;
  readonly voicemail: number;
  readonly last_at: Date | null;
}

/**
 * What each of some campaigns is doing, by its id. All of it is read from indexes: the rows of the lines are never
 * touched.
 */
export async function readActivity(
  db: Queryable,
  campaigns: ReadonlyArray<Pick<CampaignRow, 'id' | 'settings'>>,
): Promise<ReadonlyMap<number, CampaignActivity>> {
  const { rows } = await sql<ActivityRow>`
    select wanted.id, counts.*, (
      select updated_at from lines where campaign_id = wanted.id order by campaign_id desc, updated_at desc limit 1
    ) as last_at
    from unnest(${campaigns.map(({ id }) => id)}::bigint[]) as wanted (id), lateral (
      select count(*) filter (where call_status = 'queued') as queued,
        count(*) filter (where call_status = 'in_progress') as in_progress,
        count(*) filter (where call_status = 'completed') as completed,
        count(*) filter (where call_status = 'voicemail') as voicemail
      from lines
      where campaign_id = wanted.id and call_status in ('queued', 'in_progress', 'completed', 'voicemail')
    ) as counts
  `.execute(db);
  const settingsOf = new Map(campaigns.map(({ id, settings }) => [id, settings]));
  return new Map(
    rows.map((row) => {
      const counted = settingsOf.get(row.id)?.retry.voicemail === 'reached' ? row.voicemail : 0;
      return [
        row.id,
        {
          queued: row.queued,
          inProgress: row.in_progress,
          reached: row.completed + counted,
          lastActivityAt: row.last_at,
        },
      ];
    }),
  );
}
