import { sql } from 'kysely';
import type { Queryable } from './database';
import type { CampaignRow } from './tables';

// Each answers what a crash, or a server that was away, has left undone. All are cheap when there is nothing.

/** Campaigns that could dial and do not know of lines that have been ready for some seconds. */
export async function campaignsWithForgottenLines(db: Queryable, olderThanMs: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from campaigns
    where ended_at is null and status in ('pending', 'waiting', 'in_progress')
      and exists (select 1 from lines where campaign_id = campaigns.id and ready
        and ready_at < now() - make_interval(secs => ${olderThanMs / 1000}))
    order by id limit 500
  `.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Puts lines into the queue whose time has come and nobody has woken for: scheduled contacts, and those whose workflow
 * was terminated by hand.
 */
export async function wakeOverdueLines(
  db: Queryable,
  graceMs: number,
): Promise<Array<{ campaignId: number; lineId: number }>> {
  const { rows } = await sql<{ campaignId: number; lineId: number }>`
    update lines set ready = true, ready_at = now(), updated_at = now()
    where id in (
      select id from lines
      where not ready and next_attempt_at is not null
        and next_attempt_at < now() - case when attempts = 0 then interval '0' else make_interval(secs => ${graceMs / 1000}) end
      order by next_attempt_at limit 500 for update skip locked)
    returning campaign_id as "campaignId", id as "lineId"
  `.execute(db);
  return rows;
}

/** Attempts whose end is stored, and whose contact has not acted on it. */
export async function unrecordedEnds(
  db: Queryable,
  olderThanMs: number,
): Promise<Array<{ attemptId: number; campaignId: number; lineId: number }>> {
  const { rows } = await sql<{ attemptId: number; campaignId: number; lineId: number }>`
    select id as "attemptId", campaign_id as "campaignId", line_id as "lineId" from attempts
    where ended_at < now() - make_interval(secs => ${olderThanMs / 1000}) and recorded_at is null
    order by ended_at limit 200
  `.execute(db);
  return rows;
}

/** Activated campaigns without a workflow. */
export async function unstartedCampaigns(db: Queryable, olderThanMs: number): Promise<CampaignRow[]> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .where('workflow_started_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('status', 'not in', ['draft', 'completed', 'cancelled', 'failed'])
    .where('updated_at', '<', new Date(Date.now() - olderThanMs))
    .limit(100)
    .execute();
}

/** Campaigns whose halt was asked for in Postgres and is not shown by the workflow yet. */
export async function unconfirmedHalts(
  db: Queryable,
  olderThanMs: number,
): Promise<Array<{ campaignId: number; halt: 'pause' | 'cancel' }>> {
  const rows = await db
    .selectFrom('campaigns')
    .select(['id as campaignId', 'halt_requested as halt'])
    .where('halt_requested', 'is not', null)
    .where('ended_at', 'is', null)
    .where('halt_requested_at', '<', new Date(Date.now() - olderThanMs))
    .limit(100)
    .execute();
  return rows.flatMap(({ campaignId, halt }) => (halt ? [{ campaignId, halt }] : []));
}

/** Campaigns whose workflow has not taken over their newest settings. */
export async function unappliedSettings(db: Queryable, olderThanMs: number): Promise<CampaignRow[]> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .whereRef('settings_version', '>', 'applied_settings_version')
    .where('workflow_started_at', 'is not', null)
    .where('ended_at', 'is', null)
    .where('updated_at', '<', new Date(Date.now() - olderThanMs))
    .limit(100)
    .execute();
}
