import { sql } from 'kysely';
import type { Database } from '../../infra/db/database';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { Logger } from '../../infra/observability/logger';
import { readCampaignHours } from '../../infra/time-zones/campaign-hours';
import type { CampaignInput, HoursWindow, ReopenedCampaign } from '../../workflows/campaign/contract';

/** Above the newest lease that became an attempt there may be some that did not. */
const UNUSED_LEASES = 10_000;
/** The earlier life may still have a projection on its way: it must not pass for newer. */
const LATE_REVISIONS = 1_000;

/**
 * What a campaign's workflow is started with.
 *
 * @param now epoch milliseconds.
 */
export async function campaignInputOf(
  world: { readonly db: Database; readonly logger: Logger; readonly maxCallMs: number },
  campaign: CampaignRow,
  now: number,
): Promise<CampaignInput> {
  const { settings, starts_at, opened_at } = campaign;
  // One that is scheduled is opened by its start: a stop that comes before it closes nothing.
  const openedAt = Math.max(opened_at.getTime(), starts_at?.getTime() ?? 0);
  return {
    campaignId: campaign.id,
    organizationId: campaign.organization_id,
    phoneNumberId: campaign.phone_number_id,
    type: campaign.type,
    startsAt: starts_at?.getTime() ?? null,
    pacing: settings.pacing,
    settingsVersion: campaign.settings_version,
    maxCallMs: world.maxCallMs,
    openedAt,
    ...(settings.hours && { hours: settings.hours, window: firstWindow(world.logger, campaign, openedAt, now) }),
    ...(campaign.round > 1 && { reopened: await reopened(world.db, campaign) }),
  };
}

/** Absent, the campaign is closed until it has read its hours itself. */
function firstWindow(
  logger: Logger,
  { id, settings }: CampaignRow,
  openedAt: number,
  now: number,
): HoursWindow | undefined {
  if (!settings.hours) return undefined;
  try {
    return readCampaignHours({ hours: settings.hours, openedAt, now });
  } catch (error) {
    logger.error({ campaignId: id, err: error }, 'calling hours cannot be read; the campaign stays closed');
    return undefined;
  }
}

/** Where the campaign's earlier life has left off. */
async function reopened(db: Database, campaign: CampaignRow): Promise<ReopenedCampaign> {
  const { lease } = await db
    .selectFrom('attempts')
    .select(sql<number>`coalesce(max(lease), 0)`.as('lease'))
    .where('campaign_id', '=', campaign.id)
    .executeTakeFirstOrThrow();
  const deliveries = await db
    .selectFrom('deliveries')
    .select('id')
    .where('campaign_id', '=', campaign.id)
    .where('kind', '=', 'campaign_status')
    .where('status', '=', 'pending')
    .orderBy('id')
    .execute();
  return {
    revision: campaign.projected_revision + LATE_REVISIONS,
    nextLease: lease + UNUSED_LEASES,
    deliveryIds: deliveries.map(({ id }) => id),
  };
}
