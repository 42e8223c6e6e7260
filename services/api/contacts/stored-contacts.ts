import { isFinalStatus, type CampaignStatus } from '../../../domain/campaign-status';
import { statusBehindGate } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import type { InsertionAnswer, StoredContact } from '../../../infra/db/lines/line-insertion';
import type { AnnouncedLine, CampaignMessenger } from '../campaign-port';
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
    .where('is_direct', '=', false)
    .executeTakeFirst();
  if (!campaign) throw notFound('campaign');
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) throw closed(status);
  return status;
}

/** Tells campaigns of the contacts that may be called now. A draft has no workflow to tell. */
export function announceContacts(campaigns: CampaignMessenger, contacts: readonly StoredContact[]): void {
  const ready = new Map<number, AnnouncedLine[]>();
  for (const { ready: isReady, campaignId, campaignStatus, lineId, priority } of contacts) {
    if (!isReady || campaignStatus === 'draft') continue;
    const others = ready.get(campaignId);
    if (others) others.push({ lineId, priority });
    else ready.set(campaignId, [{ lineId, priority }]);
  }
  for (const [campaignId, lines] of ready) campaigns.announceContacts(campaignId, lines);
}

function closed(status: string): Problem {
  return new Problem(409, 'campaign_closed', `The campaign is ${status} and takes no more contacts.`);
}
