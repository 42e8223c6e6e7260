import type { CampaignStatus } from '../../../domain/campaign-status';
import { describeCondition } from '../../../domain/conditions';
import { isFinalLineStatus } from '../../../domain/line-status';
import type { StoredContact } from '../../../infra/db/lines/line-insertion';
import type { WAITING_REASONS } from '../schemas/contact';

/** Why an accepted contact is not called now, and from when on it may be. */
export interface WaitingReason {
  readonly reason: (typeof WAITING_REASONS)[number];
  /** Null when nobody knows, or it is never called. */
  readonly will_call_after: string | null;
  /** The condition that it does not meet. */
  readonly condition?: string;
}

const STATUS_REASONS: Partial<Record<CampaignStatus, WaitingReason['reason']>> = {
  draft: 'campaign_draft',
  scheduled: 'campaign_scheduled',
  paused: 'campaign_paused',
  auto_paused: 'outside_calling_hours',
};

/**
 * Tells the sender of a contact why it waits; null when it is called as soon as there is a slot, and for a duplicate that
 * was left out: its line goes on as it was.
 *
 * @param now epoch milliseconds.
 * @example waitingReason(answer, Date.now()) // { reason: 'campaign_paused', will_call_after: null }
 */
export function waitingReason(answer: StoredContact, now: number): WaitingReason | null {
  if (answer.duplicate === 'skipped') return null;
  if (isFinalLineStatus(answer.callStatus)) return whyNever(answer);
  const instants = [answer.nextAttemptAt, whenCampaignGoesOn(answer)].map((instant) => instant?.getTime() ?? 0);
  const after = Math.max(...instants);
  const will_call_after = after > now ? new Date(after).toISOString() : null;
  const status = STATUS_REASONS[answer.campaignStatus];
  if (status !== undefined) return { reason: status, will_call_after };
  return will_call_after === null ? null : { reason: whyLater(answer), will_call_after };
}

function whyNever({ callStatus, skippedCondition }: StoredContact): WaitingReason {
  if (skippedCondition) {
    return { reason: 'condition', will_call_after: null, condition: describeCondition(skippedCondition) };
  }
  switch (callStatus) {
    case 'suppressed':
    case 'expired':
      return { reason: callStatus, will_call_after: null };
    case 'skipped':
      return { reason: 'no_calling_hours', will_call_after: null };
    default:
      // A line that was done with before its data were replaced.
      return { reason: 'duplicate', will_call_after: null };
  }
}

function whenCampaignGoesOn({ campaignStatus, campaignStartsAt, campaignOpensAt }: StoredContact): Date | null {
  if (campaignStatus === 'scheduled') return campaignStartsAt;
  return campaignStatus === 'auto_paused' ? campaignOpensAt : null;
}

function whyLater({ deferredUntil, callStatus }: StoredContact): WaitingReason['reason'] {
  if (deferredUntil) return 'contact_hours';
  return callStatus === 'retry_scheduled' || callStatus === 'callback_scheduled' ? callStatus : 'scheduled_contact';
}
