import type { Transaction } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { CallEnd } from '../../telephony/provider';
import type { Database } from '../database';
import { retryOnDeadlock } from '../deadlock';
import { announceInbound } from '../deliveries/inbound-announcements';
import { endWaitingLinesOf, suppressNumbers } from '../lines/suppressions';
import type { InboundCallRow, StoredInboundDecision } from '../provider-tables';
import { storableJson } from '../storable-json';
import type { Schema } from '../tables';
import { spokenOf, tellConversation } from './inbound-conversation';
import { settleContact, type EndedInboundCall } from './settle-contact';

const DIALLABLE = /^\+[1-9]\d{4,14}$/;
/** In these somebody was spoken to, or spoke to a machine. */
const ANSWERED: readonly Disposition[] = ['completed', 'voicemail'];

/**
 * Stores the end of a call from outside, settles the contact that waited, and tells of both, once: a later end changes
 * nothing. The caller holds the call's lock.
 *
 * @param now epoch milliseconds.
 */
export async function endInboundCall(
  trx: Transaction<Schema>,
  call: InboundCallRow,
  end: CallEnd,
  now: number,
): Promise<void> {
  if (call.status === 'ended') return;
  const at = new Date(now);
  const ended: EndedInboundCall = {
    ...call,
    status: 'ended',
    disposition: end.disposition,
    raw_code: end.rawCode,
    duration_s: end.durationS === null ? null : Math.round(end.durationS),
    outcome: outcomeOf(call, end),
    ended_at: at,
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
      ended_at: at,
      decision: storableJson(decision),
      settled_at: decision.kind === 'nothing' ? null : at,
      updated_at: at,
    })
    .where('id', '=', call.id)
    .execute();
  const isAnswered = ANSWERED.includes(end.disposition) || call.answered_at !== null;
  await announceInbound(trx, ended, [
    isAnswered ? { type: 'call.ended', at } : { type: 'call.failed', at, more: { reason: end.rawCode } },
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

/** A field that the provider leaves empty takes nothing away from what it told before. */
function outcomeOf(call: InboundCallRow, { outcome }: CallEnd): Record<string, unknown> {
  const told = Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null));
  const spoken = spokenOf(call.turns);
  return { ...(spoken !== null && { transcript: spoken }), ...call.outcome, ...told };
}

/** Who asks not to be called is called by nobody of the organization, whatever the campaign does about inbound calls. */
async function decide(trx: Transaction<Schema>, call: EndedInboundCall, now: number): Promise<StoredInboundDecision> {
  if (call.outcome?.['do_not_call'] !== true || !DIALLABLE.test(call.from_number)) return settleContact(trx, call, now);
  const { organization_id: organizationId, from_number: number } = call;
  await suppressNumbers(trx, organizationId, [number], { reason: 'asked_during_call', source: 'call' });
  const reason = 'the caller asked not to be called again';
  await endWaitingLinesOf(trx, organizationId, [number], reason);
  return { kind: 'close', reason, at: null };
}
