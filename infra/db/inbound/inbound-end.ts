import type { Transaction } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { CallEnd } from '../../telephony/provider';
import type { Database } from '../database';
import { retryOnDeadlock } from '../deadlock';
import { announceInbound } from '../deliveries/inbound-announcements';
import { endWaitingLinesOf, suppressNumbers } from '../lines/suppressions';
import type { InboundCallRow, StoredInboundDecision } from '../provider-tables';
import { storableCode, storableDurationS } from '../storable-call';
import { storableJson } from '../storable-json';
import type { Schema } from '../schema';
import { spokenOf, tellConversation } from './inbound-conversation';
import { settleContact, type EndedInboundCall } from './settle-contact';

const DIALLABLE = /^\+[1-9]\d{4,14}$/;
/** In these somebody was spoken to, or spoke to a machine. */
const ANSWERED: readonly Disposition[] = ['completed', 'voicemail'];

/** The end of a call of which nobody knows anything. */
export const UNTOLD: CallEnd = { disposition: 'unknown', rawCode: 'no_report', durationS: null, outcome: {} };

/**
 * Stores the end of a call from outside, settles the contact that waited, and tells of both, once: of a later end only what
 * nobody has told before is added, unless the call was given up. The caller holds the call's lock.
 *
 * @param now epoch milliseconds.
 */
export async function endInboundCall(
  trx: Transaction<Schema>,
  call: InboundCallRow,
  end: CallEnd,
  now: number,
): Promise<void> {
  const at = new Date(now);
  if (call.status === 'ended' && !isGivenUp(call)) return addLateReport(trx, call, end, at);
  const ended: EndedInboundCall = {
    ...call,
    status: 'ended',
    disposition: end.disposition,
    raw_code: storableCode(end.rawCode),
    duration_s: storableDurationS(end.durationS),
    outcome: outcomeOf(call, end),
    ended_at: call.ended_at ?? at,
  };
  const decision = await decide(trx, ended, now);
  await trx
    .updateTable('inbound_calls')
    .set({
      status: 'ended',
      disposition: ended.disposition,
      raw_code: ended.raw_code,
      duration_s: ended.duration_s,
      outcome: storableJson(ended.outcome ?? {}),
      ended_at: ended.ended_at,
      decision: storableJson(decision),
      settled_at: decision.kind === 'nothing' ? null : at,
      updated_at: at,
    })
    .where('id', '=', call.id)
    .execute();
  const isAnswered = ANSWERED.includes(end.disposition) || call.answered_at !== null;
  await announceInbound(trx, ended, [
    isAnswered ? { type: 'call.ended', at } : { type: 'call.failed', at, more: { reason: ended.raw_code } },
  ]);
  await tellConversation(trx, ended, at);
}

/** As `endInboundCall`, for one that was looked up. */
export async function endLookedUpCall(db: Database, callId: number, end: CallEnd, now: number): Promise<void> {
  await retryOnDeadlock(db, async (trx) => {
    const call = await trx
      .selectFrom('inbound_calls')
      .selectAll()
      .where('id', '=', callId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await endInboundCall(trx, call, end, now);
  });
}

/** Nobody could tell how it went. */
function isGivenUp({ disposition, raw_code }: InboundCallRow): boolean {
  return disposition === UNTOLD.disposition && raw_code === UNTOLD.rawCode;
}

/** What comes after the end, as where a look-up has found a call over before its agent had reported. */
async function addLateReport(trx: Transaction<Schema>, call: InboundCallRow, end: CallEnd, at: Date): Promise<void> {
  const told = toldBy(end);
  const { transcript, ...others } = call.outcome ?? {};
  // One that was put together from turns gives way to the provider's own.
  const isOwn = transcript === undefined || transcript === spokenOf(call.turns);
  const known: Record<string, unknown> = isOwn ? others : { ...others, transcript };
  const isNew = Object.keys(told).some((field) => !(field in known));
  const hasAsked = told['do_not_call'] === true && known['do_not_call'] !== true;
  if (!isNew && !hasAsked) return;
  const outcome: Record<string, unknown> = {
    ...(isOwn && transcript !== undefined && { transcript }),
    ...told,
    ...known,
  };
  if (hasAsked) outcome['do_not_call'] = true;
  const decision = hasAsked ? await stopCalling(trx, call) : null;
  await trx
    .updateTable('inbound_calls')
    .set({
      outcome: storableJson(outcome),
      ...(decision && { decision: storableJson(decision), settled_at: call.settled_at ?? at }),
      updated_at: at,
    })
    .where('id', '=', call.id)
    .execute();
  await tellConversation(trx, { ...call, outcome }, at);
}

function outcomeOf(call: InboundCallRow, end: CallEnd): Record<string, unknown> {
  const spoken = spokenOf(call.turns);
  return { ...(spoken !== null && { transcript: spoken }), ...call.outcome, ...toldBy(end) };
}

/** A field that the provider leaves empty takes nothing away from what it told before. As Postgres takes it. */
function toldBy({ outcome }: CallEnd): Record<string, unknown> {
  const told = Object.entries(outcome).filter(([, value]) => value !== null);
  return JSON.parse(storableJson(Object.fromEntries(told))) as Record<string, unknown>;
}

async function decide(trx: Transaction<Schema>, call: EndedInboundCall, now: number): Promise<StoredInboundDecision> {
  const stopped = call.outcome?.['do_not_call'] === true ? await stopCalling(trx, call) : null;
  return stopped ?? settleContact(trx, call, now);
}

/**
 * Who asks not to be called is called by nobody of the organization, whatever the campaign does about inbound calls.
 *
 * @returns null where the caller's number is none that anybody could call.
 */
async function stopCalling(trx: Transaction<Schema>, call: InboundCallRow): Promise<StoredInboundDecision | null> {
  const { organization_id: organizationId, from_number: number } = call;
  if (!DIALLABLE.test(number)) return null;
  await suppressNumbers(trx, organizationId, [number], { reason: 'asked_during_call', source: 'call' });
  const reason = 'the caller asked not to be called again';
  await endWaitingLinesOf(trx, organizationId, [number], reason);
  return { kind: 'close', reason, at: null };
}
