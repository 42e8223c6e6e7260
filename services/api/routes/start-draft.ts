import { activateDraft, lockCampaign } from '../../../infra/db/campaigns/campaigns';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { beginningOf } from '../campaigns/beginning';
import { startAfterCommit } from '../campaigns/start-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { campaignActionAnswer } from '../schemas/campaign';

const startCampaign = defineOperation({
  id: 'startCampaign',
  method: 'post',
  path: '/calls/bulk_call/{id}/start',
  tag: 'campaigns',
  summary: 'Activate a draft',
  description:
    'A start that lies in the past by now means at once. While Temporal is away it answers 200 too: the message says so, ' +
    'and the campaign starts when Temporal is back.',
  scope: 'campaigns:admin',
  answer: campaignActionAnswer,
});

/** Turning a draft into a campaign that calls. */
export function startDraftRoute(deps: ApiDependencies): Route {
  return route(startCampaign, async ({ id, caller, db, afterCommit }) => {
    const campaign = await withTransaction(db, async (trx) => {
      const draft = await lockCampaign(trx, caller.organizationId, id());
      if (!draft) throw notFound('campaign');
      if (draft.status !== 'draft') {
        throw new Problem(409, 'not_a_draft', `The campaign is ${draft.status}; only a draft can be started.`);
      }
      const line = await trx.selectFrom('lines').select('id').where('campaign_id', '=', draft.id).limit(1).execute();
      if (draft.type === 'finite' && line.length === 0) {
        throw new Problem(409, 'no_contacts', 'A finite campaign needs contacts. Add some, then start it.');
      }
      const now = Date.now();
      const startsAt = draft.starts_at && draft.starts_at.getTime() > now ? draft.starts_at : null;
      const { type, settings } = draft;
      const beginning = beginningOf({ type, draft: false, startsAt, settings }, now);
      await audit(trx, caller, 'campaign.start', draft.id);
      return activateDraft(trx, draft.id, { beginning, startsAt });
    });
    const answer = {
      status: 'success' as const,
      message: 'The campaign was started.',
      current_status: campaign.status,
    };
    afterCommit(() => startAfterCommit(deps, campaign, answer));
    return answer;
  });
}
