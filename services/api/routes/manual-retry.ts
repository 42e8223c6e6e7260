import { lockCampaign, statusBehindGate } from '../../../infra/db/campaigns/campaigns';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import { reopenCampaign, requeueUnreached, type Requeued } from '../../../infra/db/lines/manual-retry';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import { audit } from '../audit';
import { startAfterCommit } from '../campaigns/start-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { manualRetryAnswer, manualRetryInput } from '../schemas/manual-retry';

const manualRetry = defineOperation({
  id: 'manualRetry',
  method: 'post',
  path: '/calls/bulk_call/{id}/manual_retry',
  tag: 'campaigns',
  summary: 'Put contacts that were not reached back into the queue',
  description:
    'Each gets one more call, and then `max_retries` retries, at most as many as the campaign grants. Contacts that are ' +
    'reached, skipped, suppressed, expired or cancelled, and those with an invalid number, stay as they are. A completed ' +
    'campaign is reopened, and completes again.',
  scope: 'campaigns:admin',
  body: manualRetryInput,
  answer: manualRetryAnswer,
});

/** Calling once more those who were not reached. */
export function manualRetryRoute(deps: ApiDependencies): Route {
  return route(manualRetry, async ({ id, body, caller, db, afterCommit }) => {
    const now = Date.now();
    const asked = { reasons: body.failure_reasons ?? null, maxRetries: body.max_retries ?? null };
    const { requeued, campaign, reopened } = await retryOnDeadlock(db, async (trx) => {
      const before = await lockCampaign(trx, caller.organizationId, id());
      if (!before) throw notFound('campaign');
      refuseUnlessPossible(before);
      const found = await requeueUnreached(trx, before, asked, now);
      const reopens = before.status === 'completed' && found.lines > 0;
      const after = reopens ? await reopenCampaign(trx, before.id, now) : before;
      const noted = { requeued: found.lines, retries: found.retries, reopened: reopens, ...asked };
      await audit(trx, caller, 'campaign.manual_retry', before.id, noted);
      return { requeued: found, campaign: after, reopened: reopens };
    });
    const answer = {
      status: 'success' as const,
      message: messageOf(requeued, reopened),
      requeued: requeued.lines,
      max_retries: requeued.retries,
      current_status: statusBehindGate(campaign),
    };
    if (reopened) afterCommit(() => startAfterCommit(deps, campaign, answer));
    else if (requeued.ready.length > 0) {
      afterCommit(() => deps.campaigns.announceContacts(campaign.id, requeued.ready));
    }
    return answer;
  });
}

function refuseUnlessPossible(campaign: CampaignRow): void {
  const status = statusBehindGate(campaign);
  if (status === 'draft') {
    throw new Problem(409, 'campaign_is_draft', 'A draft has called nobody yet. Start it first: POST .../start.');
  }
  if (status === 'cancelled' || status === 'failed') {
    const detail = `The campaign is ${status}, for good. Create another one with the contacts that were not reached.`;
    throw new Problem(409, 'campaign_closed', detail);
  }
}

function messageOf({ lines }: Requeued, reopened: boolean): string {
  if (lines === 0) return 'No contact matches: nobody is called again.';
  const who = lines === 1 ? '1 contact is' : `${lines.toLocaleString('en-US')} contacts are`;
  return `${who} called again.${reopened ? ' The campaign was reopened.' : ''}`;
}
