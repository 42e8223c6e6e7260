import type { Transaction } from 'kysely';
import type { ProviderEvent } from '../../telephony/provider';
import type { EventSource } from '../attempts/event-source';
import type { Database } from '../database';
import { retryOnDeadlock } from '../deadlock';
import type { InboundCallRow } from '../provider-tables';
import { storableCode } from '../storable-call';
import type { Schema } from '../schema';
import { lockCallOf } from './event-call';
import { addReport } from './inbound-conversation';
import { endInboundCall } from './inbound-end';
import { REPORTS_WITHIN_MS, TALKS_AT_MOST_MS } from './overdue-calls';

type Act = (trx: Transaction<Schema>, call: InboundCallRow) => Promise<void>;

/**
 * Stores an event of a call from outside; one that is not known changes nothing. It is offered every event whose reference
 * is one of a call from outside, or that has none: then the provider's own id names the call, within its account. Events
 * may come twice, late and in any order; the first end counts, and settles the contact that waited. What only a later one
 * tells is added.
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
  const told = storable(event);
  const act = actOf(told, now);
  if (act) await withCall(db, told, source, { now, act });
}

/** What an event means for its call; null where it means nothing. */
function actOf(event: ProviderEvent, now: number): Act | null {
  switch (event.type) {
    case 'machine_detected':
      return null;
    case 'taken':
    case 'ringing':
      // The provider's id is known from here on.
      return () => Promise.resolve();
    case 'answered':
      return (trx, call) => noteAnswer(trx, call, now);
    case 'ending':
      return (trx, call) => expectEnd(trx, call, now);
    case 'ended':
      return (trx, call) => endInboundCall(trx, call, event.end, now);
    default:
      return (trx, call) => addReport(trx, call, event, now);
  }
}

async function withCall(
  db: Database,
  event: ProviderEvent,
  source: EventSource,
  { now, act }: { readonly now: number; readonly act: Act },
): Promise<void> {
  await retryOnDeadlock(db, async (trx) => {
    const call = await lockCallOf(trx, event, source, now);
    if (call) await act(trx, call);
  });
}

/** A call that is over already is looked up no later than before. */
async function noteAnswer(trx: Transaction<Schema>, call: InboundCallRow, now: number): Promise<void> {
  if (call.status !== 'ringing') return;
  const at = new Date(now);
  const deadline = call.ending_at === null ? new Date(now + TALKS_AT_MOST_MS) : call.deadline_at;
  await trx
    .updateTable('inbound_calls')
    .set({ status: 'answered', answered_at: at, deadline_at: deadline, updated_at: at })
    .where('id', '=', call.id)
    .execute();
}

async function expectEnd(trx: Transaction<Schema>, call: InboundCallRow, now: number): Promise<void> {
  if (call.status === 'ended') return;
  await trx
    .updateTable('inbound_calls')
    .set({
      ending_at: call.ending_at ?? new Date(now),
      deadline_at: new Date(Math.min(call.deadline_at.getTime(), now + REPORTS_WITHIN_MS)),
    })
    .where('id', '=', call.id)
    .execute();
}

/** As Postgres takes it. */
function storable(event: ProviderEvent): ProviderEvent {
  const { reference, providerCallId } = event;
  return {
    ...event,
    reference: reference === null ? null : storableCode(reference),
    providerCallId: providerCallId === null ? null : storableCode(providerCallId),
  };
}
