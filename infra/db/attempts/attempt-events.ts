import { sql } from 'kysely';
import type { Database, Queryable } from '../database';
import { callEventData } from '../deliveries/event-data';
import { announceEvent } from '../deliveries/event-deliveries';
import { storableCode } from '../storable-call';
import type { AttemptRow } from '../line-tables';
import { endColumns, suppressCalledNumber, type EndOfCall } from './attempt-end';
import { attemptsOf, type EventSource } from './event-source';

/** An attempt by its id. */
export async function findAttempt(db: Queryable, attemptId: number): Promise<AttemptRow | undefined> {
  return db.selectFrom('attempts').selectAll().where('id', '=', attemptId).executeTakeFirst();
}

/**
 * The provider has taken the call: that is announced. An event that came first is never overwritten, nor the id it gave.
 *
 * @returns `isOther` true when the attempt is known by another id: what was found by its numbers is another call.
 */
export async function recordPlaced(
  db: Database,
  attemptId: number,
  providerCallId: string,
): Promise<{ readonly ended: boolean; readonly isOther: boolean }> {
  const now = new Date();
  const id = storableCode(providerCallId);
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
        provider_call_id: sql<string>`coalesce(provider_call_id, ${id})`,
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
    const { status, provider_call_id: knownId = null } = placed ?? (await findAttempt(trx, attemptId)) ?? {};
    return { ended: status === 'ended', isOther: knownId !== null && knownId !== id };
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
  if (end.outcome['do_not_call'] === true) await suppressCalledNumber(db, (eb) => eb('id', '=', attemptId));
  await db
    .updateTable('attempts')
    .set(endColumns(end, now))
    .where('id', '=', attemptId)
    .where('status', '!=', 'ended')
    .execute();
}

/**
 * Ends a call that nobody has ever heard of, unless an event or an answer has told of it meanwhile: then there is one.
 *
 * @param now epoch milliseconds.
 * @returns false when there is one, or its end is stored already.
 */
export async function endUnheardOf(db: Queryable, attemptId: number, end: EndOfCall, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set(endColumns(end, now))
    .where('id', '=', attemptId)
    .where('status', '=', 'placing')
    .where('provider_call_id', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Sets the moment at which the provider is asked about a call that has reported no end. */
export async function extendDeadline(db: Queryable, attemptId: number, deadline: Date): Promise<void> {
  await db.updateTable('attempts').set({ deadline_at: deadline }).where('id', '=', attemptId).execute();
}

/**
 * Has the provider asked soon about a call that nobody has heard of since it was asked for.
 *
 * @param soonMs milliseconds after the attempt was written.
 * @returns the deadline as it is now.
 */
export async function hastenDeadline(db: Queryable, attemptId: number, soonMs: number): Promise<Date> {
  const hastened = await db
    .updateTable('attempts')
    .set({
      deadline_at: sql<Date>`least(deadline_at, created_at + make_interval(secs => ${soonMs / 1_000}))`,
    })
    .where('id', '=', attemptId)
    .where('status', '=', 'placing')
    .where('provider_call_id', 'is', null)
    .returning('deadline_at')
    .executeTakeFirst();
  const { deadline_at } = hastened ?? (await findAttempt(db, attemptId)) ?? {};
  if (!deadline_at) throw new Error(`There is no attempt ${attemptId}.`);
  return deadline_at;
}

/** One event of a call, read and verified. */
export type StoredEvent = {
  readonly reference: string;
  /** It is kept where no other is known yet. */
  readonly providerCallId: string | null;
} & (
  | { readonly type: 'ringing' | 'answered' }
  /** The provider has the call: that changes no status, and yet nobody may say that it was never taken. */
  | { readonly type: 'taken' }
  /** It is over; what the agent has to report comes a moment later. */
  | { readonly type: 'ending' }
  | { readonly type: 'ended'; readonly end: EndOfCall }
);

/** Who has to hear of an event: the contact whose call has ended. */
export interface EndedAttempt {
  readonly attemptId: number;
  readonly campaignId: number;
  readonly lineId: number;
}

/** How long the report of a call that is over is waited for before the provider is asked, milliseconds. */
const REPORT_WITHIN_MS = 60_000;

/**
 * Stores a provider's event with one UPDATE. Events may come twice, late and in any order: an attempt only ever moves
 * on, placing to placed to ringing to answered to ended. An attempt of another source is never touched.
 *
 * @param now epoch milliseconds: when it came.
 * @returns the attempt when this event has ended it; null otherwise.
 */
export async function storeProviderEvent(
  db: Queryable,
  event: StoredEvent,
  source: EventSource,
  now: number = Date.now(),
): Promise<EndedAttempt | null> {
  const update = db.updateTable('attempts').where('reference', '=', event.reference).where(attemptsOf(source));
  const at = new Date(now);
  switch (event.type) {
    case 'ended': {
      // Before the contact acts on it: meanwhile another campaign could call the same number.
      if (event.end.outcome['do_not_call'] === true) {
        await suppressCalledNumber(db, (eb) => eb.and([eb('reference', '=', event.reference), attemptsOf(source)(eb)]));
      }
      const ended = await update
        .set({
          ...endColumns(event.end, now),
          ...(event.providerCallId ? { provider_call_id: storableCode(event.providerCallId) } : {}),
        })
        .where('status', '!=', 'ended')
        .returning(['id as attemptId', 'campaign_id as campaignId', 'line_id as lineId'])
        .executeTakeFirst();
      return ended ?? null;
    }
    case 'taken':
      if (event.providerCallId === null) return null;
      await update.set(idColumn(event.providerCallId)).where('status', '!=', 'ended').execute();
      return null;
    case 'ending':
      await update
        .set({
          deadline_at: sql<Date>`least(deadline_at, ${new Date(now + REPORT_WITHIN_MS)}::timestamptz)`,
          ...idColumn(event.providerCallId),
        })
        .where('status', '!=', 'ended')
        .execute();
      return null;
    case 'ringing':
    case 'answered':
      await update
        .set({
          status: event.type,
          updated_at: at,
          ...idColumn(event.providerCallId),
          ...(event.type === 'answered' ? { answered_at: at } : {}),
        })
        .where('status', 'in', event.type === 'ringing' ? ['placing', 'placed'] : ['placing', 'placed', 'ringing'])
        .execute();
      return null;
  }
}

/** The provider's own id of a call, where none is known yet. */
function idColumn(providerCallId: string | null) {
  return providerCallId === null
    ? {}
    : { provider_call_id: sql<string>`coalesce(provider_call_id, ${storableCode(providerCallId)})` };
}
