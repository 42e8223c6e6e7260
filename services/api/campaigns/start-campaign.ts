import type { CampaignRow } from '../../../infra/db/campaign-tables';
import type { ApiDependencies } from '../dependencies';
import { withinTime } from './within-time';

/** A client waits no longer for a start; it goes on, and the sweeper repeats it. */
const START_PATIENCE_MS = 3_000;

const STARTS_LATER = 'The campaign is stored. Temporal did not answer: it starts as soon as Temporal is back.';

/**
 * Starts a stored campaign's workflow. Never fails: what was stored is started by the sweeper when Temporal is back, and
 * the answer that is about to be sent says so.
 */
export async function startAfterCommit(
  deps: Pick<ApiDependencies, 'campaigns' | 'logger'>,
  campaign: CampaignRow,
  answer: { message: string },
): Promise<void> {
  try {
    await withinTime(deps.campaigns.start(campaign), START_PATIENCE_MS);
  } catch (err) {
    deps.logger.warn({ err, campaignId: campaign.id }, 'a campaign is stored and not started yet');
    answer.message = STARTS_LATER;
  }
}
