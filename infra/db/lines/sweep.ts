import { sql, type RawBuilder } from 'kysely';
import type { PauseReason } from '../../../domain/pause-reason';
import { missCallbacks } from '../attempts/callbacks';
import type { Database, Queryable } from '../database';
import type { CampaignHalt, CampaignRow } from '../campaign-tables';
import type { AttemptRow } from '../line-tables';

// Each answers what a crash, or a server that was away, has left undone. All are cheap when there is nothing.

/** Which of many campaigns are asked for. */
export interface CampaignPage {
  /** Rows younger than this are still being announced by whoever wrote them. */
  readonly olderThanMs: number;
  /** Ids above this one only, the lowest first: whoever asks goes round. */
  readonly after: number;
  readonly limit: number;
}

/** Campaigns that could dial and do not know of lines that have been ready for some seconds. */
export async function campaignsWithForgottenLines(
  db: Queryable,
  { olderThanMs, after, limit }: CampaignPage,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from campaigns
    where id > ${after} and ended_at is null and status in ('pending', 'waiting', 'in_progress')
      and exists (select 1 from lines where campaign_id = campaigns.id and ready
        and ready_at < now() - make_interval(secs => ${olderThanMs / 1000}))
    order by id limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Finite campaigns that have nobody left to call, and have not ended: whoever closed the last line told nobody. */
export async function campaignsWithoutOpenLines(
  db: Queryable,
  { olderThanMs, after, limit }: CampaignPage,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from campaigns
    where id > ${after} and type = 'finite' and ended_at is null and halt_requested is null
      and status in ('pending', 'waiting', 'in_progress', 'auto_paused')
      and updated_at < now() - make_interval(secs => ${olderThanMs / 1000})
      and not exists (select 1 from lines where campaign_id = campaigns.id
        and call_status in ('queued', 'in_progress', 'retry_scheduled', 'callback_scheduled'))
    order by id limit ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** A line that was put into the queue, and that its campaign is to be told of. */
export interface QueuedLine {
  readonly campaignId: number;
  readonly lineId: number;
  readonly priority: number;
  /** It has been called before. */
  readonly due: boolean;
}

/** Lines that one statement puts into the queue. */
export const QUEUE_BATCH = 500;

/**
 * Puts contacts into the queue that were never called and whose time has come (given by their sender, or the opening of
 * their hours): nobody sleeps for them.
 *
 * @param now epoch milliseconds.
 * @returns at most `QUEUE_BATCH` of them, those due first.
 */
export async function queueDueLines(db: Queryable, now: number): Promise<QueuedLine[]> {
  return putIntoQueue(db, sql`attempts = 0 and next_attempt_at <= ${new Date(now)}`);
}

/**
 * Puts contacts into the queue that were called before, and whose time has long come: whoever slept for them was
 * terminated by hand, or has ended when they were skipped.
 *
 * @param overdue.now epoch milliseconds.
 * @param overdue.graceMs who sleeps wakes within this time.
 */
export async function queueOverdueLines(
  db: Queryable,
  { now, graceMs }: { readonly now: number; readonly graceMs: number },
): Promise<QueuedLine[]> {
  return putIntoQueue(db, sql`attempts > 0 and next_attempt_at < ${new Date(now - graceMs)}`);
}

async function putIntoQueue(db: Queryable, which: RawBuilder<unknown>): Promise<QueuedLine[]> {
  const { rows } = await sql<QueuedLine>`
    update lines set ready = true, ready_at = now(), updated_at = now()
    where id in (
      select id from lines where not ready and next_attempt_at is not null and ${which}
      order by next_attempt_at limit ${QUEUE_BATCH} for update skip locked)
    returning campaign_id as "campaignId", id as "lineId", priority, attempts > 0 as due
  `.execute(db);
  return rows;
}

const EXPIRE_BATCH = 1_000;

/**
 * Ends waiting lines whose time to be called is over, in whatever state their campaign is. A contact that sleeps for one is
 * put down for waking, so that it ends too.
 *
 * @param now epoch milliseconds.
 * @returns the campaigns that have lost lines by it.
 */
export async function expireLines(db: Database, now: number): Promise<number[]> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number; campaignId: number }>`
      update lines set
        call_status = 'expired', closing_reason = 'expired before it could be called', ready = false, ready_at = null,
        next_attempt_at = null, closed_at = now(), updated_at = now(),
        wake_requested_at = case when attempts > 0 then now() end
      where id in (
        select id from lines
        where expires_at <= ${new Date(now)} and closed_at is null
          and call_status in ('queued', 'retry_scheduled', 'callback_scheduled')
        order by expires_at limit ${EXPIRE_BATCH} for update skip locked)
      returning id, campaign_id as "campaignId"
    `.execute(trx);
    await missCallbacks(
      trx,
      rows.map(({ id }) => id),
    );
    return [...new Set(rows.map(({ campaignId }) => campaignId))];
  });
}

/** Campaigns that could dial and have a last day: it may be over. */
export async function campaignsWithEndDate(db: Queryable): Promise<CampaignRow[]> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('halt_requested', 'is', null)
    .where('status', 'not in', ['draft', 'paused', 'completed', 'cancelled', 'failed'])
    .where(sql<boolean>`settings->'limits'->>'endDate' is not null`)
    .orderBy('id')
    .execute();
}

/** Attempts whose end is stored, and whose contact has not acted on it. */
export async function unrecordedEnds(db: Queryable, olderThanMs: number): Promise<AttemptRow[]> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('ended_at', '<', new Date(Date.now() - olderThanMs))
    .where('recorded_at', 'is', null)
    .orderBy('ended_at')
    .limit(200)
    .execute();
}

/** Attempts that no end was reported of, and that their contact should have asked about long ago. */
export async function overdueAttempts(db: Queryable, olderThanMs: number): Promise<AttemptRow[]> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('deadline_at', '<', new Date(Date.now() - olderThanMs))
    .orderBy('deadline_at')
    .limit(200)
    .execute();
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
export async function unconfirmedHalts(db: Queryable, olderThanMs: number): Promise<number[]> {
  const rows = await db
    .selectFrom('campaigns')
    .select('id')
    .where('halt_requested', 'is not', null)
    .where('ended_at', 'is', null)
    .where('halt_requested_at', '<', new Date(Date.now() - olderThanMs))
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Holds a campaign's halt still while it is told: a resume that comes meanwhile waits, so that it is told after it.
 * Contacts are added all the same.
 *
 * @param tell is not called when the halt has been withdrawn or confirmed by now.
 */
export async function whileHaltStands(
  db: Database,
  campaignId: number,
  tell: (halt: CampaignHalt, reason: PauseReason | null) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .select(['halt_requested', 'halt_reason'])
      .where('id', '=', campaignId)
      .forShare()
      .executeTakeFirst();
    if (campaign?.halt_requested) await tell(campaign.halt_requested, campaign.halt_reason);
  });
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
