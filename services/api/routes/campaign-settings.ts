import { isFinalStatus } from '../../../domain/campaign-status';
import { lockCampaign, statusBehindGate, storeSettings } from '../../../infra/db/campaigns';
import { tellCampaign } from '../campaigns/tell-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { concurrencyAnswer, concurrencyInput } from '../schemas/campaign';

const setConcurrency = defineOperation({
  id: 'setConcurrency',
  method: 'put',
  path: '/calls/bulk_call/{id}/concurrency',
  tag: 'campaigns',
  summary: 'Change how many calls are made at once, and how fast',
  description: 'Calls in flight go on; with a lower limit, no call starts until enough of them have ended.',
  scope: 'campaigns:admin',
  body: concurrencyInput,
  answer: concurrencyAnswer,
});

const KEPT = 'The change is stored, and the campaign is told as soon as Temporal is back.';

/** Changing the pace of a campaign while it runs. */
export function concurrencyRoute(deps: ApiDependencies): Route {
  return route(setConcurrency, async ({ id, body, caller }) => {
    const campaignId = id();
    const stored = await deps.db.transaction().execute(async (trx) => {
      const campaign = await lockCampaign(trx, caller.organizationId, campaignId);
      if (!campaign) throw notFound('campaign');
      const status = statusBehindGate(campaign);
      if (isFinalStatus(status)) {
        throw new Problem(409, 'campaign_closed', `The campaign is ${status}; its settings stay as they are.`);
      }
      const pacing = {
        concurrency: body.concurrent_call_limit,
        callsPerSecond:
          body.calls_per_second === undefined ? campaign.settings.pacing.callsPerSecond : body.calls_per_second,
      };
      const { settingsVersion } = await storeSettings(trx, campaignId, { ...campaign.settings, pacing });
      return { pacing, settingsVersion, isDraft: campaign.status === 'draft' };
    });
    const { isDraft, ...change } = stored;
    if (!isDraft) await tellCampaign(deps.campaigns.updateSettings(campaignId, change), KEPT);
    return {
      status: 'success' as const,
      message: 'The campaign has taken over the change.',
      concurrent_call_limit: change.pacing.concurrency,
      calls_per_second: change.pacing.callsPerSecond,
      settings_version: change.settingsVersion,
    };
  });
}
