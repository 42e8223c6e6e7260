import { sql, type Transaction } from 'kysely';
import type { ProviderEvent } from '../../telephony/provider';
import type { EventSource } from '../attempts/event-source';
import type { Database, Queryable } from '../database';
import { retryOnDeadlock } from '../deadlock';
import type { InboundCallRow } from '../provider-tables';
import type { Schema } from '../tables';
import { addReport } from './inbound-conversation';
import { endInboundCall } from './inbound-end';

/** Our references of calls from outside begin so; those of attempts are UUIDs. */
export const INBOUND_REFERENCE = 'in_';
/** A call that was answered is looked up after this long, and again while it lasts, milliseconds. */
const TALKS_AT_MOST_MS = 15 * 60_000;
/** What the agent has to report comes within this time after the call, milliseconds. */
const REPORTS_WITHIN_MS = 60_000;

/** True for our own reference of a call from outside. @example isInboundReference('in_1f0c...') // true */
export function isInboundReference(reference: string | null): boolean {
  return reference?.startsWith(INBOUND_REFERENCE) ?? false;
}

/**
 * Stores an event of a call from outside; one that is not known changes nothing. It is offered every event whose reference
 * is one of a call from outside, or that has none: then the provider's own id names the call, within its account. Events
 * may come twice, late and in any order; the first end counts, and settles the contact that waited.
 *
 * @param source who tells of it: nobody says anything about calls of another account.
 * @param now epoch milliseconds: when it came.
 */
export async function storeInboundEvent(
  db: Database,
  event: ProviderEvent,
  source: EventSource,
  now: number = Date.now(),
): Promise<void> {
  switch (event.type) {
    case 'ringing':
    case 'machine_detected':
      return;
    case 'answered':
      return noteAnswer(db, event, source, now);
    case 'ending':
      return expectEnd(db, event, source, now);
    case 'ended':
      return withCall(db, event, source, (trx, call) => endInboundCall(trx, call, event.end, now));
    default:
      return withCall(db, event, source, (trx, call) => addReport(trx, call, event, now));
  }
}

async function withCall(
  db: Database,
  event: ProviderEvent,
  source: EventSource,
  act: (trx: Transaction<Schema>, call: InboundCallRow) => Promise<void>,
): Promise<void> {
  await retryOnDeadlock(db, async (trx) => {
    const call = await whichCall(trx, event, source).selectAll().forUpdate().executeTakeFirst();
    if (!call) return;
    await act(trx, { ...call, provider_call_id: await nameCall(trx, call, event) });
  });
}

/** By our reference, which keeps the first id that the provider gives it; without one by that id. */
function whichCall(db: Queryable, { reference, providerCallId }: ProviderEvent, { provider, accountId }: EventSource) {
  return db
    .selectFrom('inbound_calls')
    .where('provider', '=', provider)
    .$if(accountId !== null, (query) => query.where('account_id', '=', accountId))
    .where((eb) => {
      if (reference === null) return eb('provider_call_id', '=', providerCallId ?? '');
      const isSame = eb.or([eb('provider_call_id', 'is', null), eb('provider_call_id', '=', providerCallId)]);
      return eb.and([eb('reference', '=', reference), ...(providerCallId === null ? [] : [isSame])]);
    });
}

/** Where the provider has told its own id only now. */
async function nameCall(
  trx: Queryable,
  call: InboundCallRow,
  { providerCallId }: ProviderEvent,
): Promise<string | null> {
  if (call.provider_call_id !== null || providerCallId === null) return call.provider_call_id;
  await trx.updateTable('inbound_calls').set({ provider_call_id: providerCallId }).where('id', '=', call.id).execute();
  return providerCallId;
}

async function noteAnswer(db: Database, event: ProviderEvent, source: EventSource, now: number): Promise<void> {
  await withCall(db, event, source, async (trx, { id }) => {
    const at = new Date(now);
    await trx
      .updateTable('inbound_calls')
      .set({ status: 'answered', answered_at: at, deadline_at: new Date(now + TALKS_AT_MOST_MS), updated_at: at })
      .where('id', '=', id)
      .where('status', '=', 'ringing')
      .execute();
  });
}

async function expectEnd(db: Database, event: ProviderEvent, source: EventSource, now: number): Promise<void> {
  await withCall(db, event, source, async (trx, { id }) => {
    await trx
      .updateTable('inbound_calls')
      .set({ deadline_at: sql<Date>`least(deadline_at, ${new Date(now + REPORTS_WITHIN_MS)})` })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute();
  });
}
