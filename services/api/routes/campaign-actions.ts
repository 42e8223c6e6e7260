import { isFinalStatus, type CampaignStatus } from '../../../domain/campaign-status';
import { cancelDraft, lockCampaign, requestHalt, withdrawPause } from '../../../infra/db/campaigns';
import type { CampaignRow } from '../../../infra/db/tables';
import { statusOnceShown, tellCampaign } from '../campaigns/tell-campaign';
import { notSupportedYet } from '../campaigns/unsupported-features';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { campaignActionAnswer, campaignActionInput } from '../schemas/campaign';

type Action = 'pause' | 'resume' | 'cancel';

const actOnCampaign = defineOperation({
  id: 'actOnCampaign',
  method: 'put',
  path: '/calls/bulk_call/{id}',
  tag: 'campaigns',
  summary: 'Pause, resume or cancel a campaign',
  description:
    'Repeated, it answers 200 and changes nothing. From the answer on, a paused or cancelled campaign starts no call.',
  scope: 'campaigns:admin',
  body: campaignActionInput,
  answer: campaignActionAnswer,
});

const cancelCampaign = defineOperation({
  id: 'cancelCampaign',
  method: 'delete',
  path: '/calls/bulk_call/{id}',
  tag: 'campaigns',
  summary: 'Cancel a campaign',
  scope: 'campaigns:admin',
  answer: campaignActionAnswer,
});

const MESSAGES: Record<Action, { done: string; unchanged: string; asked: string; kept: string }> = {
  pause: {
    done: 'The campaign is paused.',
    unchanged: 'The campaign was paused already.',
    asked: 'No further call starts; the campaign shows it in a moment.',
    kept: 'No further call starts: the gate is closed, and the campaign is told as soon as Temporal is back.',
  },
  resume: {
    done: 'The campaign goes on.',
    unchanged: 'The campaign was not paused.',
    asked: 'The campaign was told to go on, and shows it in a moment.',
    kept: 'The campaign is still paused. Resume it again when Temporal is back.',
  },
  cancel: {
    done: 'The campaign is cancelled.',
    unchanged: 'The campaign was cancelled already.',
    asked: 'No further call starts; the campaign shows it in a moment.',
    kept: 'No further call starts: the gate is closed, and the campaign is told as soon as Temporal is back.',
  },
};

const IS_SHOWN: Record<Action, (status: CampaignStatus) => boolean> = {
  pause: (status) => status === 'paused' || isFinalStatus(status),
  resume: (status) => status !== 'paused',
  cancel: isFinalStatus,
};

/** Pause, resume and cancel. */
export function campaignActionRoutes(deps: ApiDependencies): Route[] {
  return [
    route(actOnCampaign, async ({ id, body, caller }) => {
      if (body.action === 'reschedule') {
        const detail = 'A start cannot be moved yet. Cancel the campaign and create it anew.';
        throw invalidRequest([notSupportedYet('/action', detail)]);
      }
      return act(deps, caller.organizationId, id(), body.action);
    }),
    route(cancelCampaign, async ({ id, caller }) => act(deps, caller.organizationId, id(), 'cancel')),
  ];
}

async function act(deps: ApiDependencies, organizationId: number, campaignId: number, action: Action) {
  const next = await decide(deps, organizationId, campaignId, action);
  if (next.kind === 'nothing_to_do') return answerOf(next.message, next.status);
  await tellCampaign(deps.campaigns.signal(campaignId, action), MESSAGES[action].kept);
  const status = await statusOnceShown(deps.db, campaignId, IS_SHOWN[action]);
  return answerOf(IS_SHOWN[action](status) ? MESSAGES[action].done : MESSAGES[action].asked, status);
}

function answerOf(message: string, status: CampaignStatus) {
  return { status: 'success' as const, message, current_status: status };
}

type NextStep =
  | { readonly kind: 'tell_workflow' }
  | { readonly kind: 'nothing_to_do'; readonly status: CampaignStatus; readonly message: string };

/** Closes or opens the gate in Postgres, so that it holds before the workflow hears of it. */
async function decide(
  { db }: ApiDependencies,
  organizationId: number,
  campaignId: number,
  action: Action,
): Promise<NextStep> {
  return db.transaction().execute(async (trx): Promise<NextStep> => {
    const campaign = await lockCampaign(trx, organizationId, campaignId);
    if (!campaign) throw notFound('campaign');
    if (isUnchanged(campaign, action)) {
      return { kind: 'nothing_to_do', status: campaign.status, message: MESSAGES[action].unchanged };
    }
    refuseUnlessPossible(campaign, action);
    if (campaign.status === 'draft') {
      await cancelDraft(trx, campaignId);
      return { kind: 'nothing_to_do', status: 'cancelled', message: MESSAGES.cancel.done };
    }
    if (action === 'resume') await withdrawPause(trx, campaignId);
    else await requestHalt(trx, campaignId, action);
    return { kind: 'tell_workflow' };
  });
}

function isUnchanged(campaign: CampaignRow, action: Action): boolean {
  switch (action) {
    case 'pause':
      return campaign.status === 'paused' && campaign.halt_requested !== 'cancel';
    case 'resume':
      return !isClosing(campaign) && !['paused', 'draft'].includes(campaign.status) && campaign.halt_requested === null;
    case 'cancel':
      return campaign.status === 'cancelled';
  }
}

function refuseUnlessPossible(campaign: CampaignRow, action: Action): void {
  const closed = action === 'cancel' ? isFinalStatus(campaign.status) : isClosing(campaign);
  if (closed) {
    const status = isFinalStatus(campaign.status) ? campaign.status : 'being cancelled';
    throw new Problem(409, 'campaign_closed', `The campaign is ${status}; it cannot ${action} any more.`);
  }
  if (campaign.status === 'draft' && action !== 'cancel') {
    throw new Problem(409, 'campaign_is_draft', `A draft cannot ${action}. Start it first: POST .../start.`);
  }
}

function isClosing(campaign: CampaignRow): boolean {
  return isFinalStatus(campaign.status) || campaign.halt_requested === 'cancel';
}
