import { sql, type Transaction } from 'kysely';
import { describeCondition, type CallCondition } from '../../../domain/conditions';
import type { LineStatus } from '../../../domain/line-status';
import { missCallbacks } from '../attempts/callbacks';
import type { Schema } from '../schema';

/**
 * Ends a waiting line without a call, and takes it out of the queue; a callback it was promised is missed. The caller holds
 * the line's lock.
 */
export async function closeUncalled(
  trx: Transaction<Schema>,
  lineId: number,
  status: LineStatus,
  reason: string,
): Promise<void> {
  const now = new Date();
  await trx
    .updateTable('lines')
    .set({
      call_status: status,
      closing_reason: reason,
      ready: false,
      ready_at: null,
      next_attempt_at: null,
      closed_at: now,
      updated_at: now,
    })
    .where('id', '=', lineId)
    .execute();
  await missCallbacks(trx, [lineId]);
}

/**
 * Ends a waiting line that does not meet a condition; it waits again when the conditions let it. The caller holds the line's
 * lock.
 */
export async function closeSkipped(trx: Transaction<Schema>, lineId: number, condition: CallCondition): Promise<void> {
  await closeUncalled(trx, lineId, 'skipped', `condition not met: ${describeCondition(condition)}`);
  await trx
    .updateTable('lines')
    // The instant at which its callback was missed: so that is known to be why.
    .set({ skipped_condition: JSON.stringify(condition), closed_at: sql<Date>`now()` })
    .where('id', '=', lineId)
    .execute();
}
