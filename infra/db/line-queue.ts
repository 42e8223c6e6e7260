import { sql } from 'kysely';
import { isFinalStatus } from '../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../domain/line-status';
import { endedAttemptsOf } from './attempt-outcome';
import { closeUncalled } from './close-line';
import type { Database } from './database';
import { insertDeliveries } from './deliveries';
import { callScheduleDelivery } from './delivery-bodies';

const CANCELLED_REASON = 'the campaign was cancelled';
const IN_PROGRESS_MS = 60_000;

export type DueCheck =
  | { readonly kind: 'due' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'close'; readonly status: LineStatus; readonly deliveryIds: number[] };

/**
 * Puts a waiting line back into the queue when its time has come. A line that was closed meanwhile tells so, with the
 * callbacks that announce it.
 *
 * @param check.now epoch milliseconds.
 */
export async function markLineDue(
  db: Database,
  check: { readonly lineId: number; readonly now: number },
): Promise<DueCheck> {
  return db.transaction().execute(async (trx) => {
    const line = await trx
      .selectFrom('lines')
      .selectAll()
      .where('id', '=', check.lineId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', line.campaign_id)
      .executeTakeFirstOrThrow();
    // Another course of calls has it: its own contact will say what follows.
    if (line.call_status === 'in_progress') return { kind: 'wait', until: check.now + IN_PROGRESS_MS };
    const over = isFinalStatus(campaign.status) || campaign.halt_requested === 'cancel';
    if (over && !isFinalLineStatus(line.call_status)) {
      await closeUncalled(trx, line.id, 'cancelled', CANCELLED_REASON);
      line.call_status = 'cancelled';
    }
    if (isFinalLineStatus(line.call_status)) {
      const attempts = await endedAttemptsOf(trx, line.id);
      const delivery = callScheduleDelivery(campaign, line, attempts, line.closed_at ?? new Date());
      const deliveryIds = await insertDeliveries(trx, delivery ? [delivery] : []);
      return { kind: 'close', status: line.call_status, deliveryIds };
    }
    const until = line.next_attempt_at?.getTime() ?? check.now;
    if (until > check.now) return { kind: 'wait', until };
    if (!line.ready) {
      await trx
        .updateTable('lines')
        .set({ ready: true, ready_at: new Date(), updated_at: new Date() })
        .where('id', '=', line.id)
        .execute();
    }
    return { kind: 'due' };
  });
}

const CLOSE_BATCH = 1_000;

/**
 * Closes the next waiting lines of a cancelled campaign. Calls in progress are left to end by themselves.
 *
 * @returns how many were closed; none when all are.
 */
export async function closeWaitingLines(db: Database, campaignId: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    // Adding a contact holds a share lock on the campaign: this waits for those under way, and refuses later ones. A
    // cancel that was sent as a bare signal has closed no gate yet.
    await trx
      .updateTable('campaigns')
      .set({ halt_requested: 'cancel', halt_requested_at: new Date() })
      .where('id', '=', campaignId)
      .where('ended_at', 'is', null)
      .where('status', '!=', 'cancelled')
      .execute();
    const { numAffectedRows } = await sql`
      update lines set
        call_status = 'cancelled', closing_reason = ${CANCELLED_REASON}, ready = false, ready_at = null,
        next_attempt_at = null, closed_at = now(), updated_at = now()
      where id in (
        select id from lines
        where campaign_id = ${campaignId} and call_status in ('queued', 'retry_scheduled', 'callback_scheduled')
        order by id limit ${CLOSE_BATCH} for update)
    `.execute(trx);
    return Number(numAffectedRows ?? 0);
  });
}

/**
 * Lines that a cancel has closed after they were dialled: a contact workflow may be asleep for each.
 *
 * @param after the last line of the page before, 0 for the first.
 */
export async function cancelledSleepers(db: Database, campaignId: number, after: number): Promise<number[]> {
  const lines = await db
    .selectFrom('lines')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('call_status', '=', 'cancelled')
    .where('attempts', '>', 0)
    .where('id', '>', after)
    .orderBy('id')
    .limit(CLOSE_BATCH)
    .execute();
  return lines.map(({ id }) => id);
}
