import { setCampaignNumbers } from '../../../infra/db/numbers/caller-numbers';
import { insertCampaign } from '../../../infra/db/campaigns/campaigns';
import { insertLines } from '../../../infra/db/lines/line-insertion';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { beginningOf } from '../campaigns/beginning';
import { switchesContactHoursOff } from '../campaigns/change-settings';
import { readCampaign } from '../campaigns/read-campaign';
import { startAfterCommit } from '../campaigns/start-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import type { FieldFault } from '../http/problem';
import { createCampaignAnswer, createCampaignInput } from '../schemas/campaign';

const createCampaign = defineOperation({
  id: 'createCampaign',
  method: 'post',
  path: '/calls/bulk_call/create',
  tag: 'campaigns',
  summary: 'Create a campaign',
  description:
    'Stored before it is answered; its workflow is started at once. While Temporal is away it answers 200 too: the ' +
    'message says so, and the campaign starts when Temporal is back. Unknown fields are ignored.',
  scope: 'campaigns:admin',
  body: createCampaignInput,
  bodyLimit: 'bulk',
  answer: createCampaignAnswer,
});

/** Creating a campaign, with its first contacts. */
export function createCampaignRoute(deps: ApiDependencies): Route {
  return route(createCampaign, async ({ body, caller, db, afterCommit }) => {
    const { organizationId } = caller;
    const now = Date.now();
    const read = await readCampaign(deps, db, organizationId, body, now);
    const { type, startsAt, settings } = read;
    const beginning = beginningOf({ type, draft: body.save_as_draft === true, startsAt, settings }, now);
    const campaign = await withTransaction(db, async (trx) => {
      const created = await insertCampaign(trx, {
        organizationId,
        name: body.name,
        type,
        phoneNumberId: read.number.id,
        timezone: read.zone,
        startsAt,
        settings,
        beginning,
      });
      await setCampaignNumbers(trx, created.id, read.callerNumbers);
      await audit(trx, caller, 'campaign.create', created.id, { name: created.name, type, status: created.status });
      if (switchesContactHoursOff(null, settings)) {
        await audit(trx, caller, 'campaign.contact_hours_off', created.id);
      }
      await insertLines(
        trx,
        read.lines.map((line) => ({ ...line, campaignId: created.id })),
      );
      return created;
    });
    const answer = answerOf(campaign, read.warnings);
    if (campaign.status !== 'draft') afterCommit(() => startAfterCommit(deps, campaign, answer));
    return answer;
  });
}

function answerOf(campaign: CampaignRow, warnings: readonly FieldFault[]) {
  return {
    status: 'success' as const,
    message: campaign.status === 'draft' ? 'The draft was saved.' : 'The campaign was created.',
    id: campaign.id,
    is_scheduled: campaign.starts_at !== null,
    current_status: campaign.status,
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  };
}
