import type { Transaction } from 'kysely';
import type { ProviderEvent } from '../../telephony/provider';
import type { EventSource } from '../attempts/event-source';
import type { Queryable } from '../database';
import { announceInbound } from '../deliveries/inbound-announcements';
import type { InboundCallRow } from '../provider-tables';
import { storableJson } from '../storable-json';
import type { Schema } from '../schema';
import { newInboundReference } from './inbound-reference';
import { RINGS_AT_MOST_MS } from './overdue-calls';

/**
 * The call that an event tells of, locked: by our reference, or without one by the provider's own id. A reference keeps the
 * first id that the provider gives it.
 *
 * @param now epoch milliseconds: when the event came.
 * @returns undefined when the source has no such call.
 */
export async function lockCallOf(
  trx: Transaction<Schema>,
  { reference, providerCallId }: Pick<ProviderEvent, 'reference' | 'providerCallId'>,
  source: EventSource,
  now: number,
): Promise<InboundCallRow | undefined> {
  if (reference === null) {
    return callsOf(trx, source)
      .where('provider_call_id', '=', providerCallId ?? '')
      .executeTakeFirst();
  }
  const call = await callsOf(trx, source).where('reference', '=', reference).executeTakeFirst();
  if (!call || providerCallId === null || call.provider_call_id === providerCallId) return call;
  if (call.provider_call_id === null) return nameCall(trx, call, providerCallId);
  const second = await callsOf(trx, { ...source, accountId: call.account_id })
    .where('provider_call_id', '=', providerCallId)
    .executeTakeFirst();
  return second ?? storeSecondCall(trx, { first: call, providerCallId, now });
}

function callsOf(trx: Transaction<Schema>, { provider, accountId }: EventSource) {
  return trx
    .selectFrom('inbound_calls')
    .selectAll()
    .where('provider', '=', provider)
    .$if(accountId !== null, (query) => query.where('account_id', '=', accountId))
    .forUpdate();
}

/** The provider tells its own id only now. */
async function nameCall(trx: Queryable, { id }: InboundCallRow, providerCallId: string): Promise<InboundCallRow> {
  return trx
    .updateTable('inbound_calls')
    .set({ provider_call_id: providerCallId })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * A call under the reference of another one, which was asked about more than once: its caller had hung up, and called again
 * before anybody told of the first call. It gets a row of its own; as many as there were questions do.
 *
 * @param second.first the call that the reference belongs to, locked.
 * @param second.now epoch milliseconds.
 * @returns undefined where nobody has asked about another call.
 */
async function storeSecondCall(
  trx: Queryable,
  { first, providerCallId, now }: { readonly first: InboundCallRow; readonly providerCallId: string; now: number },
): Promise<InboundCallRow | undefined> {
  if (first.questions <= 1) return undefined;
  const second = await trx
    .insertInto('inbound_calls')
    .values({
      organization_id: first.organization_id,
      account_id: first.account_id,
      phone_number_id: first.phone_number_id,
      agent_id: first.agent_id,
      campaign_id: first.campaign_id,
      line_id: first.line_id,
      reference: newInboundReference(),
      provider: first.provider,
      provider_call_id: providerCallId,
      from_number: first.from_number,
      to_number: first.to_number,
      variables: first.variables && storableJson(first.variables),
      pre_call: first.pre_call && storableJson(first.pre_call),
      deadline_at: new Date(now + RINGS_AT_MOST_MS),
      created_at: new Date(now),
      updated_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('inbound_calls')
    .set({ questions: first.questions - 1 })
    .where('id', '=', first.id)
    .execute();
  await announceInbound(trx, second, [{ type: 'call.started', at: second.created_at }]);
  return second;
}
