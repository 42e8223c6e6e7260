import { isFinalStatus, type CampaignStatus } from '../../../domain/campaign-status';
import { statusBehindGate } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import type { InsertionAnswer, StoredContact } from '../../../infra/db/lines/line-insertion';
import type { CampaignMessenger } from '../campaign-port';
import { notFound, Problem } from '../http/problem';

/** @throws Problem 404 when there is no such campaign, 409 when it takes no more contacts. */
export function requireStored(answer: InsertionAnswer | undefined): StoredContact {
  if (!answer || answer.kind === 'absent') throw notFound('campaign');
  if (answer.kind === 'closed') throw closed(answer.campaignStatus);
  return answer;
}

/**
 * The status of a campaign that takes contacts.
 *
 * @throws Problem 404 when there is no such campaign, 409 when it takes no more contacts.
 */
export async function requireOpenCampaign(
  db: Queryable,
  organizationId: number,
  campaignId: number,
): Promise<CampaignStatus> {
  const campaign = await db
    .selectFrom('campaigns')
    .select(['status', 'halt_requested'])
    .where('id', '=', campaignId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!campaign) throw notFound('campaign');
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) throw closed(status);
  return status;
}

/** Tells campaigns of the contacts that may be called now. A draft has no workflow to tell. */
export function announceContacts(campaigns: CampaignMessenger, contacts: readonly StoredContact[]): void {
  const ready = new Map<number, number[]>();
  for (const { ready: isReady, campaignId, campaignStatus, lineId } of contacts) {
    if (!isReady || campaignStatus === 'draft') continue;
    const others = ready.get(campaignId);
    if (others) others.push(lineId);
    else ready.set(campaignId, [lineId]);
  }
  for (const [campaignId, lineIds] of ready) campaigns.announceContacts(campaignId, lineIds);
}

function closed(status: string): Problem {
  return new Problem(409, 'campaign_closed', `The campaign is ${status} and takes no more contacts.`);
}
