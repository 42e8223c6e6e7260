import type { Transaction } from 'kysely';
import type { CallDecision } from '../../../domain/call-decision';
import { countsAsAttempt, type Disposition } from '../../../domain/disposition';
import { finalLineStatusOf } from '../../../domain/line-status';
import { isExhausted } from '../../../domain/retry-policy';
import type { WebhookEventType } from '../../../domain/webhook-events';
import { callEventData, reschedulePart } from '../deliveries/event-data';
import { announceEvents } from '../deliveries/event-deliveries';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';
import type { EndedAttemptRow, ReadRequest } from './outcome-facts';

/** An attempt that was decided about, as endpoints are told of it. */
export interface ToldOutcome {
  readonly attempt: EndedAttemptRow;
  /** As it was before the decision. */
  readonly line: LineRow;
  readonly campaign: CampaignRow;
  readonly decision: CallDecision;
  readonly request: ReadRequest | null;
  /** The zone of the called person. */
  readonly zone: string;
}

/** What happened, and what only its event tells. */
interface Happened {
  readonly type: WebhookEventType;
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * Stores what endpoints are told of an attempt and of what follows it. The line has been written already: the events show
 * what has become of it.
 *
 * @returns the deliveries, for whoever tells of the contact's course.
 */
export async function announceOutcome(trx: Transaction<Schema>, told: ToldOutcome): Promise<number[]> {
  return announce(trx, told.attempt, happenedIn(told));
}

/** As `announceOutcome`, for a line that has ended while it waited: changed settings granted its retry no longer. */
export async function announceEndOfWait(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  line: LineRow,
  last: EndedAttemptRow | undefined,
): Promise<number[]> {
  if (!last || line.call_status !== finalLineStatusOf(last.disposition)) return [];
  if (!isExhausted(campaign.settings.retry, last.disposition, line.retries_used)) return [];
  return announce(trx, last, [exhausted(line.closing_reason, line.retries_used)]);
}

async function announce(
  trx: Transaction<Schema>,
  attempt: EndedAttemptRow,
  happened: readonly Happened[],
): Promise<number[]> {
  // One reading for all of them.
  let reading: ReturnType<typeof callEventData> | null = null;
  const place = {
    organizationId: attempt.organization_id,
    campaignId: attempt.campaign_id,
    lineId: attempt.line_id,
    attemptId: attempt.id,
    dueAt: null,
  };
  return announceEvents(
    trx,
    place,
    happened.map(({ type, more }) => ({
      type,
      key: `${attempt.id}`,
      at: type === 'call.started' ? attempt.created_at : attempt.ended_at,
      data: async () => ({ ...(await (reading ??= callEventData(trx, attempt.id))), ...more }),
    })),
  );
}

function happenedIn({ attempt, line, campaign, decision, request, zone }: ToldOutcome): Happened[] {
  const { disposition } = attempt;
  const happened: Happened[] = [];
  // Whoever asked for the call was lost before the answer; the provider's events say that it was taken.
  if (attempt.placed_at === null && attempt.provider_call_id !== null) happened.push({ type: 'call.started' });
  if (countsAsAttempt(disposition)) {
    const isAnswered = ANSWERED.includes(disposition) || attempt.answered_at !== null;
    happened.push(isAnswered ? { type: 'call.ended' } : { type: 'call.failed', more: { reason: attempt.raw_code } });
  }
  if (disposition === 'voicemail') happened.push({ type: 'call.voicemail_detected' });
  if (decision.kind === 'callback') {
    const { at, askedFor, source, reason } = decision;
    const reschedule = reschedulePart({ at, askedFor, source, zone, reason, text: request?.text ?? null });
    happened.push({ type: 'contact.rescheduled', more: { reschedule } });
  }
  if (decision.kind === 'close' && decision.status === finalLineStatusOf(disposition)) {
    if (isExhausted(campaign.settings.retry, disposition, line.retries_used)) {
      happened.push(exhausted(decision.reason, line.retries_used));
    }
  }
  return happened;
}

const ANSWERED: readonly Disposition[] = ['completed', 'voicemail'];

function exhausted(reason: string | null, retriesUsed: number): Happened {
  return { type: 'contact.exhausted', more: { reason, retries_used: retriesUsed } };
}
