import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { InboundCallRow } from '../provider-tables';

/** A call that nobody has answered by then is looked up, milliseconds. */
export const RINGS_AT_MOST_MS = 2 * 60_000;
/** A call that was answered is looked up after this long, and again while it lasts, milliseconds. */
export const TALKS_AT_MOST_MS = 15 * 60_000;
/** What the agent has to report comes within this time after the call, milliseconds. */
export const REPORTS_WITHIN_MS = 60_000;

/**
 * Takes calls that have reported no end by their deadline, to be looked up. Those taken are nobody else's for a moment.
 *
 * @param taken.now epoch milliseconds.
 * @param taken.leaseMs whoever takes one has said more by then, milliseconds.
 */
export async function takeOverdueInboundCalls(
  db: Queryable,
  { now, leaseMs, limit }: { readonly now: number; readonly leaseMs: number; readonly limit: number },
): Promise<InboundCallRow[]> {
  return db
    .updateTable('inbound_calls')
    .set({ deadline_at: new Date(now + leaseMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('inbound_calls')
        .select('id')
        .where('ended_at', 'is', null)
        .where('deadline_at', '<=', new Date(now))
        .orderBy('deadline_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** When the provider is asked about a call again. */
export interface NextQuestion {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds from `now`; within a minute where the call is over, and only its report is waited for. */
  readonly afterMs: number;
  /** The provider says that the call is over. */
  readonly isOver: boolean;
}

/** Postpones the moment at which the provider is asked about a call. */
export async function askAgainLater(
  db: Queryable,
  callId: number,
  { now, afterMs, isOver }: NextQuestion,
): Promise<void> {
  const at = new Date(now + afterMs);
  const soon = new Date(now + Math.min(afterMs, REPORTS_WITHIN_MS));
  await db
    .updateTable('inbound_calls')
    .set({
      // It may have been told to be over while the provider was asked.
      deadline_at: isOver
        ? soon
        : sql<Date>`case when ending_at is null then ${at}::timestamptz else ${soon}::timestamptz end`,
      ...(isOver && { ending_at: sql<Date>`coalesce(ending_at, ${new Date(now)}::timestamptz)` }),
    })
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .execute();
}
