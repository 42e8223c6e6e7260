import { hoursAt } from '../../../domain/calling-hours';
import { isFinalStatus, type CampaignStatus } from '../../../domain/campaign-status';
import { PAUSED_BY_HAND } from '../../../domain/pause-reason';
import {
  cancelDraft,
  lockCampaign,
  requestHalt,
  statusBehindGate,
  withdrawPause,
} from '../../../infra/db/campaigns/campaigns';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import type { Caller } from '../../../infra/db/organizations/callers';
import { zoneClock } from '../../../infra/time-zones/zone-clock';
import { createReportLinks } from '../../../infra/webhook-http/report-link';
import { audit } from '../audit';
import { rescheduleCampaign } from '../campaigns/reschedule';
import { statusOnceShown, tellCampaign } from '../campaigns/tell-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { campaignActionAnswer, campaignActionInput } from '../schemas/campaign';

type Action = 'pause' | 'resume' | 'cancel';

const actOnCampaign = defineOperation({
  id: 'actOnCampaign',
  method: 'put',
  path: '/calls/bulk_call/{id}',
  tag: 'campaigns',
  summary: 'Pause, resume, cancel or reschedule a campaign',
  description:
    'Repeated, it answers 200 and changes nothing. From the answer on, a paused or cancelled campaign starts no call. ' +
    'A resume also opens a campaign that has a daily hard stop and no auto start, until the next stop. `reschedule` moves ' +
    'a start that lies ahead.',
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
/** A resume that opens the hours shows more than that no pause is left. */
const isOpenAgain = (status: CampaignStatus): boolean => status !== 'paused' && status !== 'auto_paused';

/** Pause, resume, cancel and reschedule. */
export function campaignActionRoutes(deps: ApiDependencies): Route[] {
  return [
    route(actOnCampaign, async ({ id, body, caller }) => {
      if (body.action === 'reschedule') return rescheduleCampaign(deps, caller, id(), body);
      return act(deps, caller, id(), body.action);
    }),
    route(cancelCampaign, async ({ id, caller }) => act(deps, caller, id(), 'cancel')),
  ];
}

async function act(deps: ApiDependencies, caller: Caller, campaignId: number, action: Action) {
  const next = await decide(deps, caller, campaignId, action);
  if (next.kind === 'nothing_to_tell') return answerOf(next.message, next.status);
  await tellCampaign(tell(deps, campaignId, next), next.kept);
  const isShown = next.opens ? isOpenAgain : IS_SHOWN[action];
  const shown = await statusOnceShown(deps.db, campaignId, isShown);
  const status = action === 'resume' ? shown : statusBehindGate({ status: shown, halt_requested: action });
  return answerOf(messageFor(action, shown, { ...next, isShown: isShown(shown) }), status);
}

function tell({ campaigns }: ApiDependencies, campaignId: number, { signal }: NextStep & { kind: 'tell_workflow' }) {
  return signal.name === 'resume'
    ? campaigns.resume(campaignId, signal.askedAt)
    : campaigns.signal(campaignId, signal.name);
}

function answerOf(message: string, status: CampaignStatus) {
  return { status: 'success' as const, message, current_status: status };
}

const OUTSIDE_HOURS = 'The campaign is not paused. It is outside its hours, and goes on when they open.';

function messageFor(
  action: Action,
  shown: CampaignStatus,
  { wasSo, opens, isShown }: { readonly wasSo: boolean; readonly opens: boolean; readonly isShown: boolean },
): string {
  if (isFinalStatus(shown) && !(action === 'cancel' && shown === 'cancelled')) {
    return `The campaign has ended meanwhile: it is ${shown}.`;
  }
  if (!isShown) return MESSAGES[action].asked;
  if (action === 'resume' && shown === 'auto_paused' && !opens) return OUTSIDE_HOURS;
  return wasSo ? MESSAGES[action].unchanged : MESSAGES[action].done;
}

type NextStep =
  | {
      readonly kind: 'tell_workflow';
      readonly signal: { readonly name: 'pause' | 'cancel' } | { readonly name: 'resume'; readonly askedAt: number };
      readonly kept: string;
      /** What is shown says that nothing changes. Only for the wording: it may be older than the last signal. */
      readonly wasSo: boolean;
      /** Its hours are open from now on. */
      readonly opens: boolean;
    }
  | { readonly kind: 'nothing_to_tell'; readonly status: CampaignStatus; readonly message: string };

/**
 * Closes or opens the gate in Postgres, so that it holds before the workflow hears of it. The workflow is told whatever
 * status is shown: another signal may be on its way that is not shown yet, and repeated ones do no harm.
 */
async function decide(
  { db, publicUrl, secretKey }: ApiDependencies,
  caller: Caller,
  campaignId: number,
  action: Action,
): Promise<NextStep> {
  return db.transaction().execute(async (trx): Promise<NextStep> => {
    const campaign = await lockCampaign(trx, caller.organizationId, campaignId);
    if (!campaign) throw notFound('campaign');
    if (action === 'cancel' && campaign.status === 'cancelled') {
      return { kind: 'nothing_to_tell', status: campaign.status, message: MESSAGES.cancel.unchanged };
    }
    refuseUnlessPossible(campaign, action);
    // Also when nothing seems to change: what is shown may be older than the last signal.
    await audit(trx, caller, `campaign.${action}`, campaignId, { status_before: statusBehindGate(campaign) });
    if (campaign.status === 'draft') {
      await cancelDraft(trx, campaignId, createReportLinks({ publicUrl, secretKey }));
      return { kind: 'nothing_to_tell', status: 'cancelled', message: MESSAGES.cancel.done };
    }
    if (action === 'resume') {
      const now = Date.now();
      await withdrawPause(trx, campaignId, now);
      const opens = opensAtResume(campaign, now);
      const wasSo = isUnpaused(campaign) && !(opens && campaign.status === 'auto_paused');
      const signal = { name: action, askedAt: now };
      return { kind: 'tell_workflow', signal, kept: keptByResume(campaign), wasSo, opens };
    }
    await requestHalt(trx, campaignId, action, action === 'pause' ? PAUSED_BY_HAND : null);
    const wasSo = action === 'pause' && campaign.status === 'paused';
    return { kind: 'tell_workflow', signal: { name: action }, kept: KEPT.halted, wasSo, opens: false };
  });
}

function isUnpaused(campaign: CampaignRow): boolean {
  return campaign.status !== 'paused' && campaign.halt_requested === null;
}

/** Whether calls may start once it is resumed: a daily stop without a start holds no longer. */
function opensAtResume({ settings, starts_at }: CampaignRow, now: number): boolean {
  if (starts_at && starts_at.getTime() > now) return false;
  return hoursAt({ campaign: settings.hours, openedAt: now, contact: null }, now, zoneClock).open;
}

function keptByResume(before: CampaignRow): string {
  if (before.status === 'paused') return KEPT.paused;
  return before.halt_requested === 'pause' ? KEPT.withdrawn : KEPT.notPaused;
}

function refuseUnlessPossible(campaign: CampaignRow, action: Action): void {
  const closed = action === 'cancel' ? isFinalStatus(campaign.status) : isClosing(campaign);
  if (closed) {
    const status = isFinalStatus(campaign.status) ? campaign.status : `being ${statusBehindGate(campaign)}`;
    throw new Problem(409, 'campaign_closed', `The campaign is ${status}; it cannot ${action} any more.`);
  }
  if (campaign.status === 'draft' && action !== 'cancel') {
    throw new Problem(409, 'campaign_is_draft', `A draft cannot ${action}. Start it first: POST .../start.`);
  }
}

function isClosing(campaign: CampaignRow): boolean {
  return isFinalStatus(statusBehindGate(campaign));
}
