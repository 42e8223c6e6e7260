import type { Transaction } from 'kysely';
import { isFinalStatus } from '../../../domain/campaign-status';
import type { Disposition } from '../../../domain/disposition';
import { decideAfterInbound, type InboundDecision } from '../../../domain/inbound-decision';
import { wallClockOf } from '../../time-zones/local-time';
import { pendingCallback, promiseCallback, settleCallback } from '../attempts/callbacks';
import { readRequest, type ReadRequest } from '../attempts/outcome-facts';
import { readCallRules, zoneOfContact } from '../campaigns/call-rules';
import { reschedulePart } from '../deliveries/event-data';
import { announceInbound } from '../deliveries/inbound-announcements';
import { lockLineOf, stateOf } from '../lines/line-actions';
import type { InboundCallRow, StoredInboundDecision } from '../provider-tables';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';

/** A call from outside that is over. */
export type EndedInboundCall = InboundCallRow & { readonly disposition: Disposition; readonly ended_at: Date };

/** A contact that has called by itself, locked, and what is known to decide about it. */
interface Caller {
  readonly call: EndedInboundCall;
  readonly line: LineRow;
  readonly campaign: CampaignRow;
  readonly request: ReadRequest | null;
  /** The zone of the caller. */
  readonly zone: string;
}

/**
 * Settles the contact that waited for our call, or moves its next call, as its campaign wants it. To be done in the
 * transaction that stores the end of the call. One that is being called at this moment, or is done with, is left alone.
 *
 * @param now epoch milliseconds.
 */
export async function settleContact(
  trx: Transaction<Schema>,
  call: EndedInboundCall,
  now: number,
): Promise<StoredInboundDecision> {
  const { campaign_id: campaignId, line_id: lineId } = call;
  if (campaignId === null || lineId === null) return nothing('the caller is no contact that waited');
  const line = await lockLineOf(trx, campaignId, lineId);
  const state = line ? stateOf(line) : 'closed';
  if (!line || state === 'closed') return nothing('the contact was done with already');
  if (state === 'in_progress') return nothing('the contact was being called');
  const campaign = await trx.selectFrom('campaigns').selectAll().where('id', '=', campaignId).executeTakeFirstOrThrow();
  if (isFinalStatus(campaign.status)) return nothing('the campaign has ended');
  const rules = await readCallRules(trx, campaign);
  const zone = zoneOfContact(campaign, line);
  const request = readRequest(call, zone);
  const facts = {
    disposition: call.disposition,
    callback: request,
    callbacksUsed: line.callbacks_used,
    endedAt: call.ended_at.getTime(),
    now,
  };
  const decision = decideAfterInbound(facts, rules.settings, rules.calendarFor(line));
  await carryOut(trx, { call, line, campaign, request, zone }, decision);
  const at = decision.kind === 'callback' ? new Date(decision.at).toISOString() : null;
  return { kind: decision.kind, reason: decision.reason, at };
}

/** Nothing follows from a call. */
export function nothing(reason: string): StoredInboundDecision {
  return { kind: 'nothing', reason, at: null };
}

async function carryOut(trx: Transaction<Schema>, caller: Caller, decision: InboundDecision): Promise<void> {
  switch (decision.kind) {
    case 'nothing':
      return;
    case 'close':
      return closeReached(trx, caller, decision.reason);
    case 'callback':
      return callLater(trx, caller, decision);
  }
}

/** The contact is done with, as if our own call had reached it. One that was called before sleeps: it wakes, and tells. */
async function closeReached(trx: Transaction<Schema>, { call, line }: Caller, reason: string): Promise<void> {
  const promised = await pendingCallback(trx, line.id);
  if (promised) await settleCallback(trx, promised, call.created_at);
  const at = new Date();
  await trx
    .updateTable('lines')
    .set({
      call_status: 'completed',
      interaction_status: 'answered',
      closing_reason: reason,
      ready: false,
      ready_at: null,
      next_attempt_at: null,
      next_attempt_reason: null,
      closed_at: at,
      updated_at: at,
      ...(line.attempts > 0 && { wake_requested_at: at }),
    })
    .where('id', '=', line.id)
    .execute();
}

type Callback = Extract<InboundDecision, { kind: 'callback' }>;

async function callLater(trx: Transaction<Schema>, caller: Caller, decision: Callback): Promise<void> {
  const { call, line, request, zone } = caller;
  const { at, askedFor, source, reason } = decision;
  const isFresh = line.attempts === 0;
  if (!isFresh) await promise(trx, caller, decision);
  await trx
    .updateTable('lines')
    .set({
      interaction_status: decision.isGranted ? 'callback_requested' : 'answered',
      callbacks_used: line.callbacks_used + (decision.isGranted ? 1 : 0),
      ready: false,
      ready_at: null,
      next_attempt_at: new Date(at),
      next_attempt_reason: reason,
      updated_at: new Date(),
      // Nobody has called it yet: it stays one to be called for the first time, at the time that was asked for.
      ...(isFresh
        ? { schedule_at: new Date(askedFor) }
        : { call_status: 'callback_scheduled', uncounted_in_a_row: 0, ...waking(line, at) }),
    })
    .where('id', '=', line.id)
    .execute();
  const text = request?.text ?? null;
  const reschedule = reschedulePart({ at, askedFor, source, zone, reason, text });
  await announceInbound(trx, call, [{ type: 'contact.rescheduled', at: call.ended_at, more: { reschedule } }]);
}

async function promise(
  trx: Transaction<Schema>,
  { call, line, request, zone }: Caller,
  { at, askedFor, source, isGranted }: Callback,
): Promise<void> {
  const promised = await pendingCallback(trx, line.id);
  if (promised) await settleCallback(trx, promised, call.created_at);
  const isAsMeant = source === 'words' && askedFor === request?.at;
  await promiseCallback(trx, line, {
    attemptId: null,
    inboundCallId: call.id,
    text: isGranted ? (request?.text ?? null) : null,
    source,
    wallClock: (isAsMeant ? request.wallClock : null) ?? wallClockOf(askedFor, zone),
    zone,
    askedFor,
    dueAt: at,
  });
}

/** A contact that sleeps is woken when its time comes earlier. */
function waking({ next_attempt_at }: LineRow, at: number): { wake_requested_at?: Date } {
  return next_attempt_at === null || at < next_attempt_at.getTime() ? { wake_requested_at: new Date() } : {};
}
