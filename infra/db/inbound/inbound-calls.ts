import { sql } from 'kysely';
import type { Database, Queryable } from '../database';
import { announceInbound } from '../deliveries/inbound-announcements';
import type { InboundCallRow } from '../provider-tables';
import { storableCode } from '../storable-call';
import { storableJson } from '../storable-json';
import type { PreCallRecord } from '../webhook-tables';
import type { CalledNumber } from './called-number';
import { newInboundReference } from './inbound-reference';
import { RINGS_AT_MOST_MS } from './overdue-calls';
import type { WaitingContact } from './waiting-contact';

/** Within this time a second question about the same two numbers is the same one, asked again, milliseconds. */
const ASKED_AGAIN_WITHIN_MS = 30_000;

/** Somebody calls one of our numbers. */
export interface NewInboundCall {
  /** Null where the provider tells it only later. */
  readonly providerCallId: string | null;
  readonly from: string;
  readonly number: CalledNumber;
  /** The contact that the caller is; null for anybody else. */
  readonly contact: WaitingContact | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Stores a call from outside under a reference of our own. Providers ask twice when an answer was late: the call is the
 * same one then.
 */
export async function storeInboundCall(db: Queryable, given: NewInboundCall): Promise<InboundCallRow> {
  const providerCallId = given.providerCallId === null ? null : storableCode(given.providerCallId);
  const call = { ...given, providerCallId };
  const { number, contact, now } = call;
  const known = await findAskedBefore(db, call);
  if (known) return providerCallId === null ? countQuestion(db, known) : known;
  const inserted = await db
    .insertInto('inbound_calls')
    .values({
      organization_id: number.organizationId,
      account_id: number.accountId,
      phone_number_id: number.phoneNumberId,
      agent_id: contact?.agentId ?? number.agentId ?? contact?.campaignAgentId ?? null,
      campaign_id: contact?.campaignId ?? null,
      line_id: contact?.lineId ?? null,
      reference: newInboundReference(),
      provider: number.provider,
      provider_call_id: providerCallId,
      from_number: call.from,
      to_number: number.number,
      deadline_at: new Date(now + RINGS_AT_MOST_MS),
      created_at: new Date(now),
      updated_at: new Date(now),
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'provider_call_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  // Two questions at the same moment: the other one was first.
  return inserted ?? (await findAskedBefore(db, call))!;
}

async function findAskedBefore(
  db: Queryable,
  { number, from, providerCallId, now }: NewInboundCall,
): Promise<InboundCallRow | undefined> {
  const ofAccount = db.selectFrom('inbound_calls').selectAll().where('account_id', '=', number.accountId);
  if (providerCallId !== null) return ofAccount.where('provider_call_id', '=', providerCallId).executeTakeFirst();
  return ofAccount
    .where('organization_id', '=', number.organizationId)
    .where('from_number', '=', from)
    .where('to_number', '=', number.number)
    .where('provider_call_id', 'is', null)
    .where('ended_at', 'is', null)
    .where('created_at', '>', new Date(now - ASKED_AGAIN_WITHIN_MS))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** It may be the same call, or the next one of a caller who has hung up: the ids in their events will tell. */
async function countQuestion(db: Queryable, { id }: InboundCallRow): Promise<InboundCallRow> {
  return db
    .updateTable('inbound_calls')
    .set({ questions: sql<number>`questions + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What an agent is given for a caller. */
export interface InboundGiven {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null where no pre-call webhook was asked. */
  readonly preCall: PreCallRecord | null;
}

/**
 * The call goes on: notes what the agent is given, and announces it. Done once, so that a provider that asks twice is told
 * the same.
 *
 * @returns the call as it is by now.
 */
export async function acceptInboundCall(
  db: Database,
  callId: number,
  { variables, preCall }: InboundGiven,
): Promise<InboundCallRow> {
  return db.transaction().execute(async (trx) => {
    const accepted = await trx
      .updateTable('inbound_calls')
      .set({
        variables: storableJson(variables),
        pre_call: preCall && storableJson(preCall),
        updated_at: new Date(),
      })
      .where('id', '=', callId)
      .where('variables', 'is', null)
      .where('ended_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (accepted) await announceInbound(trx, accepted, [{ type: 'call.started', at: accepted.created_at }]);
    return accepted ?? readInboundCall(trx, callId);
  });
}

/** Nobody speaks to the caller: the call is over as it begins. */
export async function refuseInboundCall(
  db: Database,
  callId: number,
  { reason, preCall, now }: { readonly reason: string; readonly preCall: PreCallRecord | null; readonly now: number },
): Promise<InboundCallRow> {
  const at = new Date(now);
  return db.transaction().execute(async (trx) => {
    const refused = await trx
      .updateTable('inbound_calls')
      .set({
        status: 'ended',
        disposition: 'declined',
        raw_code: reason,
        outcome: '{}',
        pre_call: preCall && storableJson(preCall),
        ended_at: at,
        updated_at: at,
      })
      .where('id', '=', callId)
      .where('variables', 'is', null)
      .where('ended_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (refused) await announceInbound(trx, refused, [{ type: 'call.failed', at, more: { reason } }]);
    return refused ?? readInboundCall(trx, callId);
  });
}

async function readInboundCall(db: Queryable, callId: number): Promise<InboundCallRow> {
  return db.selectFrom('inbound_calls').selectAll().where('id', '=', callId).executeTakeFirstOrThrow();
}

/** The calls of a contact that has called by itself, in order. */
export async function inboundCallsOf(db: Queryable, lineId: number): Promise<InboundCallRow[]> {
  return db.selectFrom('inbound_calls').selectAll().where('line_id', '=', lineId).orderBy('id').execute();
}
