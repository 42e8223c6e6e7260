import type { Transaction } from 'kysely';
import { decideAfterAttempt, type AttemptFacts, type CallDecision } from '../../domain/call-decision';
import { isFinalStatus } from '../../domain/campaign-status';
import type { Disposition } from '../../domain/disposition';
import type { LineStatus } from '../../domain/line-status';
import type { Database } from './database';
import { insertDeliveries } from './deliveries';
import { callScheduleDelivery, callStatusDelivery } from './delivery-bodies';
import type { AttemptRow, CampaignRow, LineRow, NewDelivery, Schema } from './tables';

/** What follows an attempt, as it is stored beside it. Instants in epoch milliseconds. */
export type RecordedStep =
  | { readonly kind: 'close'; readonly status: LineStatus; readonly reason: string; readonly deliveryIds: number[] }
  | {
      readonly kind: 'wait';
      readonly until: number;
      readonly status: 'retry_scheduled' | 'callback_scheduled';
      readonly reason: string;
      readonly deliveryIds: number[];
    };

type EndedAttemptRow = AttemptRow & { disposition: Disposition; ended_at: Date };

/**
 * Decides what follows an attempt that has ended, and stores decision, line and callbacks in one transaction. Done once:
 * repeated, it answers what was decided then.
 *
 * @param ended.now epoch milliseconds from which retries and callbacks are counted.
 */
export async function recordOutcome(
  db: Database,
  ended: { readonly attemptId: number; readonly now: number },
): Promise<RecordedStep> {
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .selectFrom('attempts')
      .selectAll()
      .where('id', '=', ended.attemptId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (stored.recorded_at) return stored.next_step as unknown as RecordedStep;
    const attempt = await asEnded(trx, stored);
    const line = await trx
      .selectFrom('lines')
      .selectAll()
      .where('id', '=', attempt.line_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', attempt.campaign_id)
      .executeTakeFirstOrThrow();
    const facts = factsOf(attempt, line, campaign, ended.now);
    const decision = decideAfterAttempt(facts, campaign.settings.retry, campaign.settings.callback);
    if (facts.doNotCall) await suppress(trx, line);
    await updateLine(trx, line, attempt, decision);
    const deliveryIds = await insertDeliveries(trx, await deliveriesOf(trx, campaign, line, attempt, decision));
    const step = stepOf(decision, deliveryIds);
    await trx
      .updateTable('attempts')
      .set({ recorded_at: new Date(), next_step: JSON.stringify(step) })
      .where('id', '=', attempt.id)
      .execute();
    return step;
  });
}

/** An attempt that nobody could tell the end of has ended as `unknown`. */
async function asEnded(trx: Transaction<Schema>, attempt: AttemptRow): Promise<EndedAttemptRow> {
  const endedAt = attempt.ended_at ?? new Date();
  const disposition = attempt.disposition ?? 'unknown';
  if (attempt.status !== 'ended') {
    await trx
      .updateTable('attempts')
      .set({ status: 'ended', disposition, ended_at: endedAt, raw_code: attempt.raw_code ?? 'no_report' })
      .where('id', '=', attempt.id)
      .execute();
  }
  return { ...attempt, status: 'ended', disposition, ended_at: endedAt };
}

function factsOf(attempt: EndedAttemptRow, line: LineRow, campaign: CampaignRow, now: number): AttemptFacts {
  const outcome = attempt.outcome ?? {};
  const at = typeof outcome['callback_at'] === 'string' ? Date.parse(outcome['callback_at']) : Number.NaN;
  const text = typeof outcome['callback_text'] === 'string' ? outcome['callback_text'] : null;
  const asked = text !== null || outcome['callback_at'] !== undefined;
  return {
    disposition: attempt.disposition,
    callback: asked ? { at: Number.isNaN(at) ? null : at, text } : null,
    doNotCall: outcome['do_not_call'] === true,
    retriesUsed: line.retries_used,
    callbacksUsed: line.callbacks_used,
    uncountedInARow: line.uncounted_in_a_row,
    campaignEnded: isFinalStatus(campaign.status) || campaign.halt_requested === 'cancel',
    now,
  };
}

async function suppress(trx: Transaction<Schema>, line: LineRow): Promise<void> {
  await trx
    .insertInto('suppressions')
    .values({
      organization_id: line.organization_id,
      number: line.to_number,
      reason: 'asked_during_call',
      source: 'call',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function updateLine(
  trx: Transaction<Schema>,
  line: LineRow,
  attempt: EndedAttemptRow,
  decision: CallDecision,
): Promise<void> {
  const now = new Date();
  const update = trx.updateTable('lines').where('id', '=', line.id);
  const interaction_status = interactionOf(attempt, decision);
  if (decision.kind === 'close') {
    await update
      .set({
        call_status: decision.status,
        interaction_status,
        closing_reason: decision.reason,
        ready: false,
        next_attempt_at: null,
        closed_at: now,
        updated_at: now,
      })
      .execute();
    return;
  }
  const isCallback = decision.kind === 'callback';
  const counted = decision.kind === 'retry' && decision.counted;
  await update
    .set({
      call_status: isCallback ? 'callback_scheduled' : 'retry_scheduled',
      interaction_status,
      retries_used: line.retries_used + (counted ? 1 : 0),
      callbacks_used: line.callbacks_used + (isCallback ? 1 : 0),
      uncounted_in_a_row: isCallback || counted ? 0 : line.uncounted_in_a_row + 1,
      next_attempt_at: new Date(decision.at),
      next_attempt_reason: decision.reason,
      updated_at: now,
    })
    .execute();
}

function interactionOf(attempt: EndedAttemptRow, decision: CallDecision): string {
  if (decision.kind === 'callback') return 'callback_requested';
  if (decision.kind === 'close' && decision.status === 'suppressed') return 'do_not_call';
  return attempt.disposition === 'completed' ? 'answered' : 'not_reached';
}

async function deliveriesOf(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  line: LineRow,
  attempt: EndedAttemptRow,
  decision: CallDecision,
): Promise<NewDelivery[]> {
  const wanted = [callStatusDelivery(campaign, attempt)];
  if (decision.kind === 'close' && campaign.settings.callbacks.callSchedule) {
    wanted.push(callScheduleDelivery(campaign, line, await endedAttemptsOf(trx, line.id), attempt.ended_at));
  }
  return wanted.filter((delivery) => delivery !== null);
}

/** Every attempt of a line that has ended, in order. */
export async function endedAttemptsOf(trx: Transaction<Schema>, lineId: number): Promise<EndedAttemptRow[]> {
  const attempts = await trx
    .selectFrom('attempts')
    .selectAll()
    .where('line_id', '=', lineId)
    .where('status', '=', 'ended')
    .orderBy('attempt_no')
    .execute();
  return attempts as EndedAttemptRow[];
}

function stepOf(decision: CallDecision, deliveryIds: number[]): RecordedStep {
  if (decision.kind === 'close') {
    return { kind: 'close', status: decision.status, reason: decision.reason, deliveryIds };
  }
  const status = decision.kind === 'callback' ? 'callback_scheduled' : 'retry_scheduled';
  return { kind: 'wait', until: decision.at, status, reason: decision.reason, deliveryIds };
}
