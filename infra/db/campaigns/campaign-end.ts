import type { Transaction } from 'kysely';
import { insertDeliveries } from '../deliveries/deliveries';
import { campaignStatusDelivery, type EndedCampaign } from '../deliveries/delivery-bodies';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';
import { recordCampaignEvent, type CampaignEventType } from './campaign-events';

/** Where the report of a campaign that has ended can be opened without a key; null where no links are made. */
export type ReportUrl = (campaignId: number, endedAt: Date) => string | null;

const END_EVENTS = {
  completed: 'campaign.completed',
  cancelled: 'campaign.cancelled',
  failed: 'campaign.failed',
} as const satisfies Record<EndedCampaign['status'], CampaignEventType>;

/** Notes and announces the end of a campaign. To be done once, after the campaign's row shows it. */
export async function recordEndEvent(trx: Transaction<Schema>, campaign: EndedCampaign, reason: string | null) {
  await recordCampaignEvent(trx, campaign, END_EVENTS[campaign.status], campaign.status === 'failed' ? { reason } : {});
}

/**
 * Stores the callback that tells of a campaign's end, with the link to its report. Repeated, it answers the same delivery.
 *
 * @param dueAt when the outbox is to deliver it; null: the campaign does.
 * @returns the ids of what is to be delivered.
 */
export async function storeStatusCallback(
  trx: Transaction<Schema>,
  campaign: EndedCampaign,
  { reportUrl, dueAt }: { readonly reportUrl: ReportUrl; readonly dueAt: Date | null },
): Promise<number[]> {
  const delivery = campaignStatusDelivery(campaign, reportUrl(campaign.id, campaign.ended_at));
  return insertDeliveries(trx, delivery ? [{ ...delivery, due_at: dueAt }] : []);
}

/** Tells of a draft that was cancelled: it has no workflow that would. */
export async function announceDraftEnd(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  reportUrl: ReportUrl,
): Promise<void> {
  const endedAt = campaign.ended_at ?? new Date();
  const ended = { ...campaign, status: 'cancelled', ended_at: endedAt } as const;
  await recordEndEvent(trx, ended, null);
  await storeStatusCallback(trx, ended, { reportUrl, dueAt: endedAt });
}
