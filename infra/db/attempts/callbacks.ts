import { sql, type Transaction } from 'kysely';
import { keptOrLate } from '../../../domain/callback-promise';
import type { Queryable } from '../database';
import type { CallbackRow, CallbackStatus, LineRow } from '../line-tables';
import type { Schema } from '../schema';

/** A callback about to be promised. All instants in epoch milliseconds. */
export interface NewCallback {
  /** The attempt in which it was asked for; null when an admin has made it, or a call from outside. */
  readonly attemptId: number | null;
  /** The call from outside in which it was asked for. */
  readonly inboundCallId?: number;
  readonly text: string | null;
  readonly source: CallbackRow['source'];
  /** `2026-10-25T15:00` in `zone`: kept over a change of the clocks. */
  readonly wallClock: string;
  readonly zone: string;
  readonly askedFor: number;
  /** What it became inside the hours. */
  readonly dueAt: number;
}

type CalledLine = Pick<LineRow, 'id' | 'organization_id' | 'campaign_id'>;

/** Stores a promise. One that the line still had is replaced: nobody is called back twice for two wishes. */
export async function promiseCallback(
  trx: Transaction<Schema>,
  line: CalledLine,
  callback: NewCallback,
): Promise<void> {
  await settle(trx, [line.id], 'dropped');
  await trx
    .insertInto('callbacks')
    .values({
      organization_id: line.organization_id,
      campaign_id: line.campaign_id,
      line_id: line.id,
      attempt_id: callback.attemptId,
      inbound_call_id: callback.inboundCallId ?? null,
      text: callback.text,
      source: callback.source,
      wall_clock: callback.wallClock,
      zone: callback.zone,
      asked_for: new Date(callback.askedFor),
      due_at: new Date(callback.dueAt),
    })
    .execute();
}

/** The promise that a line waits to have kept; undefined without one. */
export async function pendingCallback(db: Queryable, lineId: number): Promise<CallbackRow | undefined> {
  return db
    .selectFrom('callbacks')
    .selectAll()
    .where('line_id', '=', lineId)
    .where('status', '=', 'pending')
    .executeTakeFirst();
}

/**
 * The call that was promised has been placed: the promise is kept, or was late.
 *
 * @param placedAt when the attempt was made.
 */
export async function settleCallback(
  trx: Transaction<Schema>,
  callback: Pick<CallbackRow, 'line_id' | 'due_at'>,
  placedAt: Date,
): Promise<void> {
  await settle(trx, [callback.line_id], keptOrLate(callback.due_at.getTime(), placedAt.getTime()));
}

/** Lines have ended without the call they were promised. To be done in the transaction that ends them. */
export async function missCallbacks(trx: Queryable, lineIds: readonly number[]): Promise<void> {
  await settle(trx, lineIds, 'missed');
}

/**
 * Takes back every promise of a campaign that is still to be kept; what its lines become is decided when the settings
 * are applied to them (`replanLines`).
 *
 * @returns how many there were.
 */
export async function dropPendingCallbacks(trx: Transaction<Schema>, campaignId: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('callbacks')
    .set({ status: 'dropped', settled_at: sql<Date>`now()` })
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** What became of a campaign's promises. */
export type CallbackFigures = Record<CallbackStatus, number>;

/** Counts the callbacks that called persons have asked for, by what became of them; those made by admins left out. */
export async function callbackFigures(db: Queryable, campaignId: number): Promise<CallbackFigures> {
  const rows = await db
    .selectFrom('callbacks')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .where('campaign_id', '=', campaignId)
    .where((eb) => eb.or([eb('attempt_id', 'is not', null), eb('inbound_call_id', 'is not', null)]))
    .groupBy('status')
    .execute();
  const of = (status: CallbackStatus): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return { pending: of('pending'), kept: of('kept'), late: of('late'), missed: of('missed'), dropped: of('dropped') };
}

async function settle(trx: Queryable, lineIds: readonly number[], status: CallbackStatus): Promise<void> {
  if (lineIds.length === 0) return;
  await trx
    .updateTable('callbacks')
    .set({ status, settled_at: sql<Date>`now()` })
    .where(sql<boolean>`line_id = any(${[...lineIds]}::bigint[])`)
    .where('status', '=', 'pending')
    .execute();
}
