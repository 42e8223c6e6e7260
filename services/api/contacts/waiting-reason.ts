import type { CampaignStatus } from '../../../domain/campaign-status';
import type { InsertionAnswer } from '../../../infra/db/line-insertion';

/** Why an accepted contact is not called now, and from when on it may be. */
export interface WaitingReason {
  readonly reason: string;
  /** Null when nobody knows. */
  readonly will_call_after: string | null;
}

const STATUS_REASONS: Partial<Record<CampaignStatus, string>> = {
  draft: 'campaign_draft',
  scheduled: 'campaign_scheduled',
  paused: 'campaign_paused',
  auto_paused: 'outside_calling_hours',
};

/**
 * Tells the sender of a contact why it waits; null when it is called as soon as there is a slot.
 *
 * @example waitingReason(answer, null, Date.now()) // { reason: 'campaign_paused', will_call_after: null }
 */
export function waitingReason(
  answer: Extract<InsertionAnswer, { kind: 'inserted' }>,
  scheduleAt: Date | null,
  now: number,
): WaitingReason | null {
  if (answer.suppressed) return { reason: 'suppressed', will_call_after: null };
  const startsAt = answer.campaignStatus === 'scheduled' ? (answer.campaignStartsAt?.getTime() ?? 0) : 0;
  const after = Math.max(scheduleAt?.getTime() ?? 0, startsAt);
  const status = STATUS_REASONS[answer.campaignStatus];
  const willCallAfter = after > now ? new Date(after).toISOString() : null;
  if (status !== undefined) return { reason: status, will_call_after: willCallAfter };
  return willCallAfter === null ? null : { reason: 'scheduled_contact', will_call_after: willCallAfter };
}
