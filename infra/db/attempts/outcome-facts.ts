import type { Transaction } from 'kysely';
import type { AttemptFacts } from '../../../domain/call-decision';
import type { CallbackRequest } from '../../../domain/callback-promise';
import { isFinalStatus } from '../../../domain/campaign-status';
import type { Disposition } from '../../../domain/disposition';
import { readCallbackWords } from '../../time-zones/callback-words';
import { instantOfLocalTime, wallClockOf } from '../../time-zones/local-time';
import type { CampaignRow } from '../campaign-tables';
import type { AttemptRow, LineRow } from '../line-tables';
import type { Schema } from '../schema';

/** An attempt that is over. */
export type EndedAttemptRow = AttemptRow & { readonly disposition: Disposition; readonly ended_at: Date };

/** A call that is over, in either direction, as far as wishes are read from it. */
type EndedCall = Pick<EndedAttemptRow, 'outcome' | 'ended_at' | 'created_at'>;

/** A wish to be called back, with the wall-clock time that it means in the called person's zone. */
export interface ReadRequest extends CallbackRequest {
  readonly wallClock: string | null;
}

/**
 * An attempt as it has ended: as `unknown` when nobody could tell.
 *
 * @param now epoch milliseconds.
 */
export async function asEnded(trx: Transaction<Schema>, attempt: AttemptRow, now: number): Promise<EndedAttemptRow> {
  const endedAt = attempt.ended_at ?? new Date(now);
  const disposition = attempt.disposition ?? 'unknown';
  if (attempt.status !== 'ended') {
    await trx
      .updateTable('attempts')
      .set({ status: 'ended', disposition, ended_at: endedAt, raw_code: attempt.raw_code ?? 'no_report' })
      .where('id', '=', attempt.id)
      .execute();
  }
  return { ...attempt, status: 'ended', disposition, ended_at: endedAt };
}

/**
 * What is known when an attempt has ended, as the rules ask for it.
 *
 * @param now epoch milliseconds.
 */
export function factsOf(
  attempt: EndedAttemptRow,
  line: LineRow,
  campaign: CampaignRow,
  {
    request,
    now,
    providerRestsUntil,
  }: { readonly request: ReadRequest | null; readonly now: number; readonly providerRestsUntil: number | null },
): AttemptFacts {
  return {
    disposition: attempt.disposition,
    rawCode: attempt.raw_code,
    callback: request,
    doNotCall: attempt.outcome?.['do_not_call'] === true,
    retriesUsed: line.retries_used,
    callbacksUsed: line.callbacks_used,
    uncountedInARow: line.uncounted_in_a_row,
    providerRestsUntil,
    campaignEnded:
      isFinalStatus(campaign.status) || campaign.halt_requested === 'cancel' || campaign.halt_requested === 'fail',
    endedAt: endOf(attempt),
    now,
  };
}

/**
 * The called person's wish to be called back. The provider's own time wins; else the words are read, relative to the end of
 * the call.
 *
 * @param zone in which times without an offset, and words, are meant.
 */
export function readRequest(attempt: EndedCall, zone: string): ReadRequest | null {
  const { callback_at: given, callback_text: said } = attempt.outcome ?? {};
  const text = typeof said === 'string' && said.trim() !== '' ? said.trim() : null;
  const asked = text !== null || (given !== undefined && given !== null && given !== '');
  if (!asked) return null;
  const at = typeof given === 'string' ? instantOfGiven(given, zone) : null;
  if (at !== null) return { at, source: 'provider', text, wallClock: wallClockOf(at, zone) };
  const read = text === null ? null : readCallbackWords(text, endOf(attempt), zone);
  return { at: read?.instant ?? null, source: 'words', text, wallClock: read?.wallClock ?? null };
}

/** With an offset it is an instant; without one, what the called person's clocks show. */
function instantOfGiven(given: string, zone: string): number | null {
  const local = instantOfLocalTime(given, zone);
  if (local !== null) return local;
  const instant = Date.parse(given);
  return Number.isNaN(instant) ? null : instant;
}

/** No call is over before it was asked for, whatever two clocks say. */
function endOf({ ended_at, created_at }: EndedCall): number {
  return Math.max(ended_at.getTime(), created_at.getTime());
}

/** Every attempt of a line that has ended, in order. */
export async function endedAttemptsOf(trx: Transaction<Schema>, lineId: number): Promise<EndedAttemptRow[]> {
  const attempts = await trx
    .selectFrom('attempts')
    .selectAll()
    .where('line_id', '=', lineId)
    .where('status', '=', 'ended')
    .orderBy('attempt_no')
    .execute();
  return attempts as EndedAttemptRow[];
}
