import { sql } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { Database, Queryable } from '../database';
import { callEventData } from '../deliveries/event-data';
import { announceEvent } from '../deliveries/event-deliveries';
import { storableJson } from '../storable-json';
import type { AttemptRow } from '../tables';

/** How a call ended, as a provider tells it. */
export interface EndOfCall {
  readonly disposition: Disposition;
  readonly rawCode: string;
  readonly durationS: number | null;
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** An attempt by its id. */
export async function findAttempt(db: Queryable, attemptId: number): Promise<AttemptRow | undefined> {
  return db.selectFrom('attempts').selectAll().where('id', '=', attemptId).executeTakeFirst();
}

/** The provider has taken the call: that is announced. An event that came first is never overwritten. */
export async function recordPlaced(
  db: Database,
  attemptId: number,
  providerCallId: string,
): Promise<{ ended: boolean }> {
  const now = new Date();
  return db.transaction().execute(async (trx) => {
    const placed = await trx
      .updateTable('attempts')
      .set((eb) => ({
        status: eb
          .case()
          .when('status', '=', 'placing')
          .then('placed' as const)
          .else(eb.ref('status'))
          .end(),
        provider_call_id: providerCallId,
        placed_at: now,
        updated_at: now,
      }))
      .where('id', '=', attemptId)
      .where('placed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (placed) {
      await announceEvent(trx, {
        organizationId: placed.organization_id,
        campaignId: placed.campaign_id,
        lineId: placed.line_id,
        attemptId,
        type: 'call.started',
        key: `${attemptId}`,
        at: now,
        dueAt: now,
        data: () => callEventData(trx, attemptId),
      });
    }
    const { status } = placed ?? (await findAttempt(trx, attemptId)) ?? {};
    return { ended: status === 'ended' };
  });
}

/**
 * Stores the end of a call once: the first report wins, later ones change nothing.
 *
 * @param now epoch milliseconds.
 */
export async function recordEnd(
  db: Queryable,
  attemptId: number,
  end: EndOfCall,
  now: number = Date.now(),
): Promise<void> {
  await db
    .updateTable('attempts')
    .set(endColumns(end, now))
    .where('id', '=', attemptId)
    .where('status', '!=', 'ended')
    .execute();
}

/** Postpones the moment at which the provider is asked about a call that reported no end. */
export async function extendDeadline(db: Queryable, attemptId: number, deadline: Date): Promise<void> {
  await db.updateTable('attempts').set({ deadline_at: deadline }).where('id', '=', attemptId).execute();
}

/** One event of a call, read and verified. */
export type StoredEvent =
  | { readonly type: 'ringing' | 'answered'; readonly reference: string; readonly providerCallId: string | null }
  | {
      readonly type: 'ended';
      readonly reference: string;
      readonly providerCallId: string | null;
      readonly end: EndOfCall;
    };

/** Who has to hear of an event: the contact whose call has ended. */
export interface EndedAttempt {
  readonly attemptId: number;
  readonly campaignId: number;
  readonly lineId: number;
}

/**
 * Stores a provider's event with one UPDATE. Events may come twice, late and in any order: an attempt only ever moves
 * on, placing to placed to ringing to answered to ended.
 *
 * @param now epoch milliseconds: when it came.
 * @returns the attempt when this event has ended it; null otherwise.
 */
export async function storeProviderEvent(
  db: Queryable,
  event: StoredEvent,
  now: number = Date.now(),
): Promise<EndedAttempt | null> {
  const update = db.updateTable('attempts').where('reference', '=', event.reference);
  if (event.type === 'ended') {
    // Before the contact acts on it: meanwhile another campaign could call the same number.
    if (event.end.outcome['do_not_call'] === true) await suppressCalledNumber(db, event.reference);
    const ended = await update
      .set({
        ...endColumns(event.end, now),
        ...(event.providerCallId ? { provider_call_id: event.providerCallId } : {}),
      })
      .where('status', '!=', 'ended')
      .returning(['id as attemptId', 'campaign_id as campaignId', 'line_id as lineId'])
      .executeTakeFirst();
    return ended ?? null;
  }
  const at = new Date(now);
  await update
    .set({ status: event.type, updated_at: at, ...(event.type === 'answered' ? { answered_at: at } : {}) })
    .where('status', 'in', event.type === 'ringing' ? ['placing', 'placed'] : ['placing', 'placed', 'ringing'])
    .execute();
  return null;
}

/** What the person asked for holds from here on, also where the call was given up as unknown before its end came. */
async function suppressCalledNumber(db: Queryable, reference: string): Promise<void> {
  await db
    .insertInto('suppressions')
    .columns(['organization_id', 'number', 'reason', 'source'])
    .expression((eb) =>
      eb
        .selectFrom('attempts')
        .select([
          'organization_id',
          'to_number',
          eb.val('asked_during_call').as('reason'),
          eb.val('call' as const).as('source'),
        ])
        .where('reference', '=', reference),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function endColumns(end: EndOfCall, now: number) {
  const at = new Date(now);
  return {
    status: 'ended' as const,
    disposition: end.disposition,
    raw_code: end.rawCode,
    duration_s: end.durationS === null ? null : Math.round(end.durationS),
    // What was told of the conversation meanwhile stays.
    outcome: sql<string>`coalesce(outcome, '{}') || ${storableJson(knownOf(end.outcome))}::jsonb`,
    ended_at: at,
    updated_at: at,
  };
}

/** A field that the provider leaves empty takes nothing away from what it told before. */
function knownOf(outcome: EndOfCall['outcome']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null));
}
