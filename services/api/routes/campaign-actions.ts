import { isFinalStatus, type CampaignStatus } from '../../../domain/campaign-status';
import { cancelDraft, lockCampaign, requestHalt, statusBehindGate, withdrawPause } from '../../../infra/db/campaigns';
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

const MESSAGES: Record<Action, { done: string; unchanged: string; asked: string }> = {
  pause: {
    done: 'The campaign is paused.',
    unchanged: 'The campaign was paused already.',
    asked: 'No further call starts; the campaign shows it in a moment.',
  },
  resume: {
    done: 'The campaign goes on.',
    unchanged: 'The campaign was not paused.',
    asked: 'The campaign was told to go on, and shows it in a moment.',
  },
  cancel: {
    done: 'The campaign is cancelled.',
    unchanged: 'The campaign was cancelled already.',
    asked: 'No further call starts; the campaign shows it in a moment.',
  },
};

const RESUME_AGAIN = 'Should it show paused when Temporal is back, resume it again.';
/** What holds although the workflow was not told. Whether a pause had reached it, nobody can ask now. */
const KEPT = {
  halted: 'No further call starts: the gate is closed, and the campaign is told as soon as Temporal is back.',
  paused: 'The campaign stays paused until it is told. Resume it again when Temporal is back.',
  withdrawn: `The pause was withdrawn. ${RESUME_AGAIN}`,
  notPaused: `The campaign was not shown as paused. ${RESUME_AGAIN}`,
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
  if (next.kind === 'nothing_to_tell') return answerOf(next.message, next.status);
  await tellCampaign(deps.campaigns.signal(campaignId, action), next.kept);
  const shown = await statusOnceShown(deps.db, campaignId, IS_SHOWN[action]);
  const status = action === 'resume' ? shown : statusBehindGate({ status: shown, halt_requested: action });
  return answerOf(messageFor(action, shown, next.wasSo), status);
}

function answerOf(message: string, status: CampaignStatus) {
  return { status: 'success' as const, message, current_status: status };
}

function messageFor(action: Action, shown: CampaignStatus, wasSo: boolean): string {
  if (isFinalStatus(shown) && !(action === 'cancel' && shown === 'cancelled')) {
    return `The campaign has ended meanwhile: it is ${shown}.`;
  }
  if (!IS_SHOWN[action](shown)) return MESSAGES[action].asked;
  return wasSo ? MESSAGES[action].unchanged : MESSAGES[action].done;
}

type NextStep =
  | {
      readonly kind: 'tell_workflow';
      readonly kept: string;
      /** What is shown says that nothing changes. Only for the wording: it may be older than the last signal. */
      readonly wasSo: boolean;
    }
  | { readonly kind: 'nothing_to_tell'; readonly status: CampaignStatus; readonly message: string };

/**
 * Closes or opens the gate in Postgres, so that it holds before the workflow hears of it. The workflow is told whatever
 * status is shown: another signal may be on its way that is not shown yet, and repeated ones do no harm.
 */
async function decide(
  { db }: ApiDependencies,
  organizationId: number,
  campaignId: number,
  action: Action,
): Promise<NextStep> {
  return db.transaction().execute(async (trx): Promise<NextStep> => {
    const campaign = await lockCampaign(trx, organizationId, campaignId);
    if (!campaign) throw notFound('campaign');
    if (action === 'cancel' && campaign.status === 'cancelled') {
      return { kind: 'nothing_to_tell', status: campaign.status, message: MESSAGES.cancel.unchanged };
    }
    refuseUnlessPossible(campaign, action);
    if (campaign.status === 'draft') {
      await cancelDraft(trx, campaignId);
      return { kind: 'nothing_to_tell', status: 'cancelled', message: MESSAGES.cancel.done };
    }
    if (action === 'resume') {
      await withdrawPause(trx, campaignId);
      const wasSo = campaign.status !== 'paused' && campaign.halt_requested === null;
      return { kind: 'tell_workflow', kept: keptByResume(campaign), wasSo };
    }
    await requestHalt(trx, campaignId, action);
    return { kind: 'tell_workflow', kept: KEPT.halted, wasSo: action === 'pause' && campaign.status === 'paused' };
  });
}

function keptByResume(before: CampaignRow): string {
  if (before.status === 'paused') return KEPT.paused;
  return before.halt_requested === 'pause' ? KEPT.withdrawn : KEPT.notPaused;
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
