import { sql, type Transaction } from 'kysely';
import { isFinalStatus } from '../../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../../domain/line-status';
import { announceEndOfWait } from '../attempts/outcome-announcements';
import { endedAttemptsOf } from '../attempts/outcome-facts';
import { readCallRules } from '../campaigns/call-rules';
import { missCallbacks } from '../attempts/callbacks';
import { closeUncalled } from './close-line';
import type { Database } from '../database';
import { insertDeliveries } from '../deliveries/deliveries';
import { callScheduleDelivery } from '../deliveries/delivery-bodies';
import { applyChanges } from './line-changes';
import { findChange } from './replan';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';

const CLOSED_BECAUSE = { cancelled: 'the campaign was cancelled', failed: 'the campaign has failed' } as const;
const CANCELLED_REASON = CLOSED_BECAUSE.cancelled;
const IN_PROGRESS_MS = 60_000;

export type DueCheck =
  | { readonly kind: 'due'; readonly priority: number }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'close'; readonly status: LineStatus; readonly deliveryIds: number[] };

/**
 * Puts a waiting line back into the queue when its time has come by the settings of now: a retry that they no longer
 * grant ends, a condition that no longer holds skips, closed hours make it wait. A line that has ended tells so, with
 * the callbacks that announce it.
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
    // It looks: whoever was to tell it need not.
    if (line.wake_told_at ?? line.wake_requested_at) {
      const looked = { wake_told_at: null, wake_requested_at: null };
      await trx.updateTable('lines').set(looked).where('id', '=', line.id).execute();
    }
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', line.campaign_id)
      .executeTakeFirstOrThrow();
    // Another course of calls has it: its own contact will say what follows.
    if (line.call_status === 'in_progress') return { kind: 'wait', until: check.now + IN_PROGRESS_MS };
    if (isEnding(campaign) && !isFinalLineStatus(line.call_status)) {
      await closeUncalled(trx, line.id, 'cancelled', CANCELLED_REASON);
      return tellEnd(trx, campaign, { ...line, call_status: 'cancelled' });
    }
    if (isFinalLineStatus(line.call_status)) return tellEnd(trx, campaign, line);
    const due: DueCheck = { kind: 'due', priority: line.priority };
    if (line.ready) return due;
    const until = await judge(trx, campaign, line, check.now);
    if (until === null) return tellEnd(trx, campaign, await readLine(trx, line.id));
    if (until > check.now) return { kind: 'wait', until };
    await trx
      .updateTable('lines')
      .set({ ready: true, ready_at: new Date(), updated_at: new Date() })
      .where('id', '=', line.id)
      .execute();
    return due;
  });
}

/** The line has ended: so its contact does, and tells of it. */
async function tellEnd(trx: Transaction<Schema>, campaign: CampaignRow, line: LineRow): Promise<DueCheck> {
  const attempts = await endedAttemptsOf(trx, line.id);
  const delivery = callScheduleDelivery(campaign, line, attempts, line.closed_at ?? new Date());
  const callbackIds = await insertDeliveries(trx, delivery ? [delivery] : []);
  const deliveryIds = [...callbackIds, ...(await announceEndOfWait(trx, campaign, line, attempts.at(-1)))];
  return { kind: 'close', status: line.call_status, deliveryIds };
}

/**
 * Judges a waiting line by the settings of now: they may have been changed while it slept.
 *
 * @returns when it is due, epoch milliseconds; null when it has ended.
 */
async function judge(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  line: LineRow,
  now: number,
): Promise<number | null> {
  const stored = line.next_attempt_at?.getTime() ?? now;
  const rules = await readCallRules(trx, campaign);
  const found = await findChange(trx, rules, line.id, now);
  if (found === null) return stored;
  const { change } = found;
  // Earlier than stored it is only when the settings are applied to all: something else may hold it off until then.
  if (change.kind === 'keep' || (change.kind === 'move' && change.at < stored)) return stored;
  await applyChanges(trx, [found], now);
  return change.kind === 'move' || change.kind === 'retry' ? change.at : null;
}

async function readLine(trx: Transaction<Schema>, lineId: number): Promise<LineRow> {
  return trx.selectFrom('lines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
}

/** A campaign that was cancelled, or cannot go on, calls nobody any more. */
function isEnding({ status, halt_requested }: CampaignRow): boolean {
  return isFinalStatus(status) || halt_requested === 'cancel' || halt_requested === 'fail';
}

const CLOSE_BATCH = 1_000;

/**
 * Closes the next waiting lines of a campaign that was cancelled, or has failed. Calls in progress are left to end by
 * themselves.
 *
 * @returns how many were closed; none when all are.
 */
export async function closeWaitingLines(
  db: Database,
  campaignId: number,
  ending: 'cancelled' | 'failed' = 'cancelled',
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    // Adding a contact holds a share lock on the campaign: this waits for those under way, and refuses later ones. A
    // cancel that was sent as a bare signal has closed no gate yet.
    await trx
      .updateTable('campaigns')
      .set({ halt_requested: ending === 'failed' ? 'fail' : 'cancel', halt_requested_at: new Date() })
      .where('id', '=', campaignId)
      .where('ended_at', 'is', null)
      .where('status', '!=', ending)
      .execute();
    const { rows } = await sql<{ id: number }>`
      update lines set
        call_status = 'cancelled', closing_reason = ${CLOSED_BECAUSE[ending]}, ready = false, ready_at = null,
        next_attempt_at = null, closed_at = now(), updated_at = now(),
        -- A contact that was called before sleeps: it is woken to end, and to tell of it.
        wake_requested_at = case when attempts > 0 then now() end
      where id in (
        select id from lines
        where campaign_id = ${campaignId} and call_status in ('queued', 'retry_scheduled', 'callback_scheduled')
        order by id limit ${CLOSE_BATCH} for update)
      returning id
    `.execute(trx);
    await missCallbacks(
      trx,
      rows.map(({ id }) => id),
    );
    return rows.length;
  });
}
