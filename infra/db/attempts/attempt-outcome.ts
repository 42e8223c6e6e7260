import type { Transaction } from 'kysely';
import { decideAfterAttempt, type CallDecision } from '../../../domain/call-decision';
import { countsAsAttempt } from '../../../domain/disposition';
import type { LineStatus } from '../../../domain/line-status';
import { wallClockOf } from '../../time-zones/local-time';
import type { AutomaticHalt } from '../campaigns/automatic-halt';
import { readCallRules, zoneOfContact } from '../campaigns/call-rules';
import { missCallbacks, pendingCallback, promiseCallback, settleCallback } from './callbacks';
import { addConnected, uncountCall } from '../campaigns/campaign-usage';
import { tripCircuitBreaker } from './circuit-breaker';
import { tellConversation } from './conversation-events';
import type { Database } from '../database';
import { insertDeliveries } from '../deliveries/deliveries';
import { callScheduleDelivery, callStatusDelivery } from '../deliveries/delivery-bodies';
import {
  asEnded,
  endedAttemptsOf,
  factsOf,
  readRequest,
  type EndedAttemptRow,
  type ReadRequest,
} from './outcome-facts';
import { announceOutcome } from './outcome-announcements';
import { readRest } from '../numbers/provider-rest';
import { orReachedByItself } from '../inbound/overlapping-call';
import { endWaitingLinesOf, suppressNumbers } from '../lines/suppressions';
import type { CampaignRow } from '../campaign-tables';
import type { CallbackRow, LineRow } from '../line-tables';
import type { Schema } from '../schema';
import type { NewDelivery } from '../webhook-tables';

/** What follows an attempt, as it is stored beside it. Instants in epoch milliseconds. */
export type RecordedStep = {
  readonly reason: string;
  readonly deliveryIds: number[];
  /** From when on a retry is counted: changed settings count it from here again. */
  readonly decidedAt: number;
} & (
  | { readonly kind: 'close'; readonly status: LineStatus }
  | { readonly kind: 'wait'; readonly status: 'retry_scheduled' | 'callback_scheduled'; readonly until: number }
);

/** The step, and what the attempt has meant for its campaign as a whole. */
export interface RecordedOutcome {
  readonly step: RecordedStep;
  /** This attempt has halted the campaign: its workflow is to be told. Answered once. */
  readonly halt: AutomaticHalt | null;
}

/** An attempt, decided about; everything is locked or read in one transaction. */
interface Decided {
  readonly attempt: EndedAttemptRow;
  readonly line: LineRow;
  readonly campaign: CampaignRow;
  readonly decision: CallDecision;
  readonly request: ReadRequest | null;
  /** The zone of the called person. */
  readonly zone: string;
  /** The callback that this attempt was to be. */
  readonly promised: CallbackRow | null;
}

/**
 * Decides what follows an attempt that has ended, and stores decision, line, promises and webhooks in one transaction.
 * Done once: repeated, it answers what was decided then.
 *
 * @param ended.now epoch milliseconds from which retries and callbacks are counted.
 */
export async function recordOutcome(
  db: Database,
  ended: { readonly attemptId: number; readonly now: number },
): Promise<RecordedOutcome> {
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .selectFrom('attempts')
      .selectAll()
      .where('id', '=', ended.attemptId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (stored.recorded_at) return { step: stored.next_step as unknown as RecordedStep, halt: null };
    const decided = await decide(trx, await asEnded(trx, stored, ended.now), ended.now);
    await keepPromises(trx, decided);
    await updateLine(trx, decided);
    const halt = await countForCampaign(trx, decided);
    const callbackIds = await insertDeliveries(trx, await deliveriesOf(trx, decided));
    const deliveryIds = [...callbackIds, ...(await announceOutcome(trx, decided))];
    await tellConversation(trx, decided.attempt, ended.now);
    const step = stepOf(decided, { deliveryIds, decidedAt: ended.now });
    await trx
      .updateTable('attempts')
      .set({ recorded_at: new Date(), next_step: JSON.stringify(step) })
      .where('id', '=', ended.attemptId)
      .execute();
    return { step, halt };
  });
}

async function decide(trx: Transaction<Schema>, attempt: EndedAttemptRow, now: number): Promise<Decided> {
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
  const { settings, calendarFor } = await readCallRules(trx, campaign);
  const zone = zoneOfContact(campaign, line);
  const request = readRequest(attempt, zone);
  const facts = factsOf(attempt, line, campaign, { request, now, providerRestsUntil: await restAfter(trx, attempt) });
  const calendar = calendarFor(line);
  const ruled = decideAfterAttempt(facts, settings.retry, settings.callback, calendar);
  const rules = { settings, calendar, zone, now };
  const decision = await orReachedByItself(trx, { attempt, line, decision: ruled }, rules);
  const promised = (await pendingCallback(trx, line.id)) ?? null;
  return { attempt, line, campaign, decision, request, zone, promised };
}

/** Asked only where it decides: after a call that the provider had no room for. */
async function restAfter(
  trx: Transaction<Schema>,
  { disposition, account_id }: EndedAttemptRow,
): Promise<number | null> {
  return countsAsAttempt(disposition) || account_id === null ? null : readRest(trx, account_id);
}

/** What this call was promised as is kept, or was late; what it has ended in is promised anew, or missed. */
async function keepPromises(trx: Transaction<Schema>, decided: Decided): Promise<void> {
  const { attempt, line, decision, request, zone, promised } = decided;
  if (promised && countsAsAttempt(attempt.disposition)) await settleCallback(trx, promised, attempt.created_at);
  else if (promised && decision.kind === 'close') await missCallbacks(trx, [line.id]);
  if (decision.kind === 'callback') {
    const { askedFor, source } = decision;
    const isAsMeant = source === 'words' && askedFor === request?.at;
    await promiseCallback(trx, line, {
      attemptId: attempt.id,
      text: request?.text ?? null,
      source,
      wallClock: (isAsMeant ? request?.wallClock : null) ?? wallClockOf(askedFor, zone),
      zone,
      askedFor,
      dueAt: decision.at,
    });
  }
  if (decision.kind === 'close' && decision.status === 'suppressed') await stopCalling(trx, decided);
}

/** Nobody of this organization calls the number again: not in the campaigns where it waits either. */
async function stopCalling(trx: Transaction<Schema>, { line, attempt }: Decided): Promise<void> {
  const doNotCall = attempt.outcome?.['do_not_call'] === true;
  const number = line.to_number;
  const reason = doNotCall ? 'asked_during_call' : 'refused_by_provider';
  await suppressNumbers(trx, line.organization_id, [number], { reason, source: 'call' });
  await endWaitingLinesOf(trx, line.organization_id, [number], 'the called person asked not to be called again');
}

/** Limits, connected time, and the breaker: what an attempt means for its campaign. */
async function countForCampaign(trx: Transaction<Schema>, decided: Decided): Promise<AutomaticHalt | null> {
  const { attempt, campaign } = decided;
  if (!countsAsAttempt(attempt.disposition)) await uncountCall(trx, attempt);
  await addConnected(trx, attempt, attempt.duration_s);
  const tripped = await tripCircuitBreaker(trx, campaign, {
    disposition: attempt.disposition,
    endedAt: attempt.ended_at,
  });
  return tripped ? haltOf(trx, campaign.id) : null;
}

/** The halt that was just written. */
async function haltOf(trx: Transaction<Schema>, campaignId: number): Promise<AutomaticHalt | null> {
  const { halt_requested, halt_reason } = await trx
    .selectFrom('campaigns')
    .select(['halt_requested', 'halt_reason'])
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  if (halt_reason === null || halt_requested === null || halt_requested === 'cancel') return null;
  return { kind: halt_requested, reason: halt_reason };
}

async function updateLine(trx: Transaction<Schema>, decided: Decided): Promise<void> {
  const { line, decision } = decided;
  const now = new Date();
  const update = trx.updateTable('lines').where('id', '=', line.id);
  const interaction_status = interactionOf(decided);
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
      call_status: waitingStatus(decided),
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

function waitingStatus(decided: Decided): 'retry_scheduled' | 'callback_scheduled' {
  return waitsForCallback(decided) ? 'callback_scheduled' : 'retry_scheduled';
}

/** For the one just promised, or for the one that the provider had no room for. */
function waitsForCallback({ decision, promised, attempt }: Decided): boolean {
  if (decision.kind === 'close') return false;
  return decision.kind === 'callback' || (promised !== null && !countsAsAttempt(attempt.disposition));
}

function interactionOf(decided: Decided): string {
  const { attempt, decision } = decided;
  if (waitsForCallback(decided)) return 'callback_requested';
  if (decision.kind === 'close' && decision.status === 'suppressed') return 'do_not_call';
  const isReached = decision.kind === 'close' && decision.status === 'completed';
  return isReached || attempt.disposition === 'completed' ? 'answered' : 'not_reached';
}

async function deliveriesOf(
  trx: Transaction<Schema>,
  { campaign, line, attempt, decision }: Decided,
): Promise<NewDelivery[]> {
  const wanted = [callStatusDelivery(campaign, attempt)];
  if (decision.kind === 'close' && campaign.settings.callbacks.callSchedule) {
    const closed = { ...line, call_status: decision.status };
    wanted.push(callScheduleDelivery(campaign, closed, await endedAttemptsOf(trx, line.id), attempt.ended_at));
  }
  return wanted.filter((delivery) => delivery !== null);
}

function stepOf(decided: Decided, rest: Pick<RecordedStep, 'deliveryIds' | 'decidedAt'>): RecordedStep {
  const { decision } = decided;
  const { reason } = decision;
  if (decision.kind === 'close') return { kind: 'close', status: decision.status, reason, ...rest };
  return { kind: 'wait', until: decision.at, status: waitingStatus(decided), reason, ...rest };
}
