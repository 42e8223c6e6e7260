import { sql } from 'kysely';
import type { CampaignStatus } from '../../domain/campaign-status';
import { OPEN_LINE_STATUSES } from '../../domain/line-status';
import type { Database, Queryable } from './database';
import { insertDeliveries } from './deliveries';
import { campaignStatusDelivery } from './delivery-bodies';

/** The workflow's status as lists and gates are to see it. Instants in epoch milliseconds. */
export interface ProjectedStatus {
  readonly campaignId: number;
  readonly revision: number;
  readonly status: CampaignStatus;
  readonly reason: string | null;
  readonly opensAt: number | null;
  readonly settingsVersion: number;
  readonly decidedAt: number;
}

/**
 * Writes a campaign's status, unless a newer one is there already. A halt that was asked for is confirmed by the status
 * that shows it, and from then on the status keeps the gate closed.
 */
export async function projectCampaignStatus(db: Queryable, projected: ProjectedStatus): Promise<void> {
  const { campaignId, revision, status, reason, opensAt, settingsVersion, decidedAt } = projected;
  await sql`
    update campaigns set
      status_since = case when status = ${status} then status_since else now() end,
      status = ${status},
      status_reason = ${reason},
      opens_at = ${opensAt === null ? null : new Date(opensAt)},
      projected_revision = ${revision},
      applied_settings_version = greatest(applied_settings_version, ${settingsVersion}),
      halt_requested = case
        when halt_requested_at > ${new Date(decidedAt)} then halt_requested
        when halt_requested = 'pause' and ${status} in ('paused', 'cancelled', 'completed', 'failed') then null
        when halt_requested = 'cancel' and ${status} in ('cancelled', 'completed', 'failed') then null
        else halt_requested end,
      updated_at = now()
    where id = ${campaignId} and projected_revision < ${revision} and ended_at is null
  `.execute(db);
}

/**
 * Ends a campaign for good, and stores the callback that tells of it. Repeated, it answers the same deliveries.
 *
 * @returns `open` when a finite campaign still has a line that is not final: it was added at the last moment.
 */
export async function recordCampaignEnd(
  db: Database,
  end: { readonly campaignId: number; readonly revision: number; readonly status: 'completed' | 'cancelled' },
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
    await trx
      .updateTable('campaigns')
      .set({
        status: end.status,
        status_reason: null,
        status_since: campaign.status === end.status ? campaign.status_since : endedAt,
        projected_revision: end.revision,
        halt_requested: null,
        ended_at: endedAt,
        updated_at: endedAt,
      })
      .where('id', '=', end.campaignId)
      .execute();
    const delivery = campaignStatusDelivery({ ...campaign, status: end.status, ended_at: endedAt });
    return { open: false, deliveryIds: await insertDeliveries(trx, delivery ? [delivery] : []) };
  });
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
