import { sql } from 'kysely';
import type { CampaignStatus } from '../../../domain/campaign-status';
import { OPEN_LINE_STATUSES } from '../../../domain/line-status';
import { recordEndEvent, storeStatusCallback, type ReportUrl } from './campaign-end';
import { hasCampaignStarted, recordCampaignEvent, type CampaignEventType } from './campaign-events';
import type { Database, Queryable } from '../database';
import type { EndedCampaign } from '../deliveries/delivery-bodies';
import type { CampaignRow } from '../campaign-tables';

/** The workflow's status as lists and gates are to see it. Instants in epoch milliseconds. */
export interface ProjectedStatus {
  readonly campaignId: number;
  readonly revision: number;
  readonly status: CampaignStatus;
  readonly reason: string | null;
  readonly text: string | null;
  readonly until: number | null;
  readonly opensAt: number | null;
  readonly openedAt: number;
  /** The start that the workflow goes by; null: at once, absent: unknown. */
  readonly startsAt?: number | null;
  readonly settingsVersion: number;
  readonly decidedAt: number;
}

/**
 * Writes a campaign's status, unless a newer one is there already, and notes what it means for its owner. A halt that was
 * asked for is confirmed by the status that shows it, and from then on the status keeps the gate closed.
 */
export async function projectCampaignStatus(db: Database, projected: ProjectedStatus): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Adding a contact takes a key-share lock on this row, which this one lets through.
    const before = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', projected.campaignId)
      .where('projected_revision', '<', projected.revision)
      .where('ended_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!before) return;
    await writeStatus(trx, before, projected);
    await noteEvents(trx, before, projected);
  });
}

async function writeStatus(db: Queryable, before: CampaignRow, projected: ProjectedStatus): Promise<void> {
  const { status, opensAt, settingsVersion, decidedAt } = projected;
  const { code, text } = shownReason(before, projected);
  const openedAt = new Date(projected.openedAt);
  const isOpenedAnew = before.opened_at < openedAt;
  await db
    .updateTable('campaigns')
    .set({
      status,
      status_since: before.status === status ? before.status_since : sql<Date>`now()`,
      status_reason: code,
      status_text: text,
      status_until: dateOrNull(projected.until),
      opens_at: dateOrNull(opensAt),
      opened_at: openedAt,
      ...((await isStartedAlready(db, before, projected)) && { starts_at: dateOrNull(projected.startsAt) }),
      // A resume that came as a bare signal does here what the API's does in its transaction.
      ...(isOpenedAnew && {
        breaker_since: new Date(Math.max(before.breaker_since.getTime(), Math.min(projected.openedAt, decidedAt))),
        credentials_refused_since: null,
      }),
      projected_revision: projected.revision,
      applied_settings_version: Math.max(before.applied_settings_version, settingsVersion),
      ...(confirmsHalt(before, projected) && { halt_requested: null, halt_requested_at: null, halt_reason: null }),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', before.id)
    .execute();
}

/**
 * Its start was moved at the moment in which it came: the workflow knows of the move, and had called somebody before it.
 * Without a call the start that is stored holds, whatever the workflow goes by: nobody is called before it.
 */
async function isStartedAlready(db: Queryable, campaign: CampaignRow, projected: ProjectedStatus): Promise<boolean> {
  const { id, starts_at, settings_version } = campaign;
  const { startsAt, settingsVersion, decidedAt } = projected;
  if (startsAt === undefined || settingsVersion < settings_version || starts_at === null) return false;
  if (starts_at.getTime() <= decidedAt || startsAt === starts_at.getTime()) return false;
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('campaign_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return attempt !== undefined;
}

/** Why it failed is known to whoever asked for it, not to the workflow. */
function shownReason(before: CampaignRow, { status, reason, text }: ProjectedStatus) {
  if (status !== 'failed') return { code: reason, text };
  if (before.halt_requested === 'fail' && before.halt_reason) return before.halt_reason;
  if (before.status === 'failed') return { code: before.status_reason, text: before.status_text };
  return { code: reason, text };
}

/** A status that was decided before the halt was asked for says nothing about it. */
function confirmsHalt({ halt_requested, halt_requested_at }: CampaignRow, projected: ProjectedStatus): boolean {
  if (halt_requested_at && halt_requested_at.getTime() > projected.decidedAt) return false;
  const isFinal = ['cancelled', 'completed', 'failed'].includes(projected.status);
  return halt_requested !== null && (isFinal || (halt_requested === 'pause' && projected.status === 'paused'));
}

const DIALS: readonly CampaignStatus[] = ['pending', 'waiting', 'in_progress'];

async function noteEvents(db: Queryable, before: CampaignRow, after: ProjectedStatus): Promise<void> {
  const isFirst = before.projected_revision === 0;
  if (before.status === after.status && !isFirst) return;
  const runs = DIALS.includes(after.status);
  const started = !runs && after.status !== 'auto_paused' ? true : await hasCampaignStarted(db, before.id);
  const note = (type: CampaignEventType, data = {}) => recordCampaignEvent(db, before, type, data);
  if (!started) await note('campaign.started');
  if (after.status === 'paused') await note('campaign.paused', { reason: after.reason, until: isoOrNull(after.until) });
  if (after.status === 'auto_paused') await note('campaign.auto_paused', { opens_at: isoOrNull(after.opensAt) });
  if (isFirst || !runs) return;
  if (started && (before.status === 'paused' || before.status === 'auto_paused')) {
    await note('campaign.resumed', { after: before.status });
  }
  // Right after an opening nobody has looked yet whether contacts wait.
  if (after.status === 'waiting' && before.status === 'in_progress') await note('campaign.waiting');
}

/**
 * Ends a campaign for good, and stores the callback that tells of it. Repeated, it answers the same deliveries.
 *
 * @param reportUrl makes the link to its report; it is kept with the callback, and the same at every try.
 * @returns `open` when a finite campaign still has a line that is not final: it was added at the last moment.
 */
export async function recordCampaignEnd(
  db: Database,
  end: { readonly campaignId: number; readonly revision: number; readonly status: EndedCampaign['status'] },
  reportUrl: ReportUrl = () => null,
): Promise<{ open: boolean; deliveryIds: number[] }> {
  return db.transaction().execute(async (trx) => {
    // Adding a contact takes a key-share lock on this row: from here on none comes in unseen.
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', end.campaignId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (end.status === 'completed' && (await hasOpenLines(trx, end.campaignId))) return { open: true, deliveryIds: [] };
    const endedAt = campaign.ended_at ?? new Date();
    const reason = endReason(campaign, end.status);
    await trx
      .updateTable('campaigns')
      .set({
        status: end.status,
        status_reason: reason.code,
        status_text: reason.text,
        status_until: null,
        opens_at: null,
        status_since: campaign.status === end.status ? campaign.status_since : endedAt,
        projected_revision: end.revision,
        halt_requested: null,
        halt_requested_at: null,
        halt_reason: null,
        ended_at: endedAt,
        updated_at: endedAt,
      })
      .where('id', '=', end.campaignId)
      .execute();
    const ended = { ...campaign, status: end.status, ended_at: endedAt };
    if (campaign.ended_at === null) await recordEndEvent(trx, ended, reason.code);
    return { open: false, deliveryIds: await storeStatusCallback(trx, ended, { reportUrl, dueAt: null }) };
  });
}

/** What is shown on a campaign that has ended: why it failed; nothing else needs a reason. */
function endReason(campaign: CampaignRow, status: EndedCampaign['status']) {
  if (status !== 'failed') return { code: null, text: null };
  if (campaign.status === 'failed') return { code: campaign.status_reason, text: campaign.status_text };
  return campaign.halt_reason ?? { code: null, text: null };
}

/** True while at least one line is neither reached nor given up. */
export async function hasOpenLines(db: Queryable, campaignId: number): Promise<boolean> {
  const line = await db
    .selectFrom('lines')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('call_status', 'in', OPEN_LINE_STATUSES)
    .limit(1)
    .executeTakeFirst();
  return line !== undefined;
}

function dateOrNull(at: number | null | undefined): Date | null {
  return at === null || at === undefined ? null : new Date(at);
}

function isoOrNull(at: number | null): string | null {
  return dateOrNull(at)?.toISOString() ?? null;
}
