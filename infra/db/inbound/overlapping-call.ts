import type { Transaction } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import { decideAfterInbound } from '../../../domain/inbound-decision';
import type { CallDecision } from '../../../domain/call-decision';
import type { CallCalendar } from '../../../domain/call-calendar';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { readRequest, type EndedAttemptRow } from '../attempts/outcome-facts';
import { storableJson } from '../storable-json';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';
import type { EndedInboundCall } from './settle-contact';

/** So our own call ends where its contact is speaking to us already. */
const NOT_REACHED: readonly Disposition[] = ['busy', 'no_answer', 'declined'];

/** An attempt that is over, and what is needed to decide what it means. */
interface Ended {
  readonly attempt: EndedAttemptRow;
  readonly line: LineRow;
  /** What follows where nobody has called. */
  readonly decision: CallDecision;
}

/**
 * What follows an attempt that has reached nobody while its contact was calling us, and was spoken to: the contact has been
 * reached, where its campaign wants it so and no wish to be called back is open. To be done in the transaction that records
 * the attempt; the inbound call itself has changed nothing, as the contact was being called.
 *
 * @param now epoch milliseconds.
 * @returns the decision that was given in any other case.
 */
export async function orReachedByItself(
  trx: Transaction<Schema>,
  { attempt, line, decision }: Ended,
  world: { readonly settings: CampaignSettings; readonly calendar: CallCalendar; readonly zone: string; now: number },
): Promise<CallDecision> {
  if (decision.kind !== 'retry' && decision.kind !== 'close') return decision;
  if (!NOT_REACHED.includes(attempt.disposition)) return decision;
  if (decision.kind === 'close' && decision.status === 'suppressed') return decision;
  const call = await findOverlapping(trx, attempt);
  if (!call) return decision;
  const { settings, calendar, zone, now } = world;
  const facts = {
    disposition: call.disposition,
    callback: readRequest(call, zone),
    callbacksUsed: line.callbacks_used,
    endedAt: call.ended_at.getTime(),
    now,
  };
  const meant = decideAfterInbound(facts, settings, calendar);
  if (meant.kind !== 'close') return decision;
  const { kind, reason } = meant;
  await trx
    .updateTable('inbound_calls')
    .set({ decision: storableJson({ kind, reason, at: null }), settled_at: new Date(now) })
    .where('id', '=', call.id)
    .execute();
  return { kind, status: 'completed', reason };
}

async function findOverlapping(trx: Transaction<Schema>, attempt: EndedAttemptRow): Promise<EndedInboundCall | null> {
  const found = await trx
    .selectFrom('inbound_calls')
    .selectAll()
    .where('line_id', '=', attempt.line_id)
    .where('disposition', '=', 'completed')
    .where('settled_at', 'is', null)
    .where('created_at', '<=', attempt.ended_at)
    .where('ended_at', '>=', attempt.created_at)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (found as EndedInboundCall | undefined) ?? null;
}
