import type { Transaction } from 'kysely';
import type { LineStatus } from '../../domain/line-status';
import type { Schema } from './tables';

/** Ends a waiting line without a call, and takes it out of the queue. The caller holds the line's lock. */
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
}
