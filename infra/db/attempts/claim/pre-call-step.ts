import type { Transaction } from 'kysely';
import { decideAfterPreCall, type AskedPreCall, type PreCallStep } from '../../../../domain/pre-call';
import type { Schema } from '../../schema';
import type { PreCallRecord } from '../../webhook-tables';
import { heldOff } from './claim-rules';
import type { LockedLine } from './locked-line';

const WITHOUT: PreCallStep = { kind: 'call', variables: {} };

/**
 * What the answer of the pre-call webhook means for a line that may be called as far as the gate goes.
 *
 * @param asked null, or without a result: it was not asked.
 * @param now epoch milliseconds.
 */
export function preCallStep({ line, campaign }: LockedLine, asked: AskedPreCall | null, now: number): PreCallStep {
  if (!asked?.result) return WITHOUT;
  const { preCallFailure: policy, callback } = campaign.settings;
  const rules = { policy, heldOffInARow: line.held_off_in_a_row, maxDays: callback.maxDays, now };
  return decideAfterPreCall(asked.result, rules);
}

/** Counts that a call was held off, and says until when: inside the hours. */
export async function holdOff(
  trx: Transaction<Schema>,
  locked: LockedLine,
  { until, reason }: Extract<PreCallStep, { kind: 'hold' }>,
): Promise<ReturnType<typeof heldOff>> {
  await trx
    .updateTable('lines')
    .set((eb) => ({ held_off_in_a_row: eb('held_off_in_a_row', '+', 1) }))
    .where('id', '=', locked.line.id)
    .execute();
  return heldOff(locked, until, reason);
}

/** What is kept of it beside the attempt; null where nobody was asked. */
export function preCallRecord(asked: AskedPreCall | null, step: PreCallStep): PreCallRecord | null {
  if (!asked?.result) return null;
  const { fromNumber, result } = asked;
  const { kind: outcome, tries, durationMs } = result;
  const ofResult = result.kind === 'failed' ? result.error : null;
  return { outcome, tries, error: step.kind === 'fail' ? step.error : ofResult, durationMs, fromNumber };
}
