import { randomUUID } from 'node:crypto';
import type { Transaction, Updateable } from 'kysely';
import { intoHours, withMove } from '../../../domain/call-calendar';
import { isFinalLineStatus } from '../../../domain/line-status';
import { CALLED_NOW } from '../../../domain/replan-line';
import { instantOfWallClock, wallClockOf } from '../../time-zones/local-time';
import { readCallRules } from '../campaigns/call-rules';
import { promiseCallback } from '../attempts/callbacks';
import { contactEventData, reschedulePart, type Rescheduled } from '../deliveries/event-data';
import { announceEvent } from '../deliveries/event-deliveries';
import { closeUncalled } from './close-line';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow, LineTable } from '../line-tables';
import type { Schema } from '../schema';

/** What was done to a line. */
export type LineActed =
  | { readonly kind: 'done'; readonly line: LineRow }
  /** It was so already. */
  | { readonly kind: 'unchanged'; readonly line: LineRow }
  /** The hours leave no time for it within 400 days. */
  | { readonly kind: 'never_open' };

/** A person's wish to have a line called at another time. */
export interface NewTime {
  /** Epoch milliseconds. */
  readonly at: number;
  /** IANA zone in which it is meant. */
  readonly zone: string;
}

export const SKIPPED_BY_HAND = 'skipped by hand';
const RESCHEDULED = 'rescheduled by hand';
const FIRST_PRIORITY = 9;

/** One line of a campaign; nobody else changes it until the transaction ends. */
export async function lockLineOf(
  trx: Transaction<Schema>,
  campaignId: number,
  lineId: number,
): Promise<LineRow | undefined> {
  return trx
    .selectFrom('lines')
    .selectAll()
    .where('id', '=', lineId)
    .where('campaign_id', '=', campaignId)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether a line waits to be called, is being called, or is done with. */
export function stateOf({ call_status }: LineRow): 'waiting' | 'in_progress' | 'closed' {
  if (call_status === 'in_progress') return 'in_progress';
  return isFinalLineStatus(call_status) ? 'closed' : 'waiting';
}

/**
 * Has a waiting line called as soon as its hours and a slot allow. It stays what it was, a first call, a retry or a
 * callback, and uses up no more than that.
 *
 * @param now epoch milliseconds.
 */
export async function callLineNow(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  line: LineRow,
  now: number,
): Promise<LineActed> {
  const isFresh = line.attempts === 0;
  const first = isFresh ? Math.max(line.priority, FIRST_PRIORITY) : line.priority;
  if (line.ready) {
    const isHeld = isFresh && line.schedule_at !== null && line.schedule_at.getTime() > now;
    if (line.priority === first && !isHeld) return { kind: 'unchanged', line };
    return { kind: 'done', line: await update(trx, line, { priority: first, ...(isHeld && { schedule_at: null }) }) };
  }
  const calendar = (await readCallRules(trx, campaign)).calendarFor(line);
  const moment = intoHours(now, calendar);
  if (moment === null) return { kind: 'never_open' };
  if (wasCalledNow(line, moment.at)) return { kind: 'unchanged', line };
  const next_attempt_reason = withMove(CALLED_NOW, moment.moved);
  const changes = { priority: first, schedule_at: isFresh ? null : line.schedule_at, next_attempt_reason };
  if (isFresh && !moment.moved) {
    const queued = { ready: true, ready_at: new Date(now), next_attempt_at: null };
    return { kind: 'done', line: await update(trx, line, { ...changes, ...queued }) };
  }
  const next_attempt_at = new Date(moment.at);
  return { kind: 'done', line: await update(trx, line, { ...changes, next_attempt_at, ...waking(line, moment.at) }) };
}

/** Asked for before, and it has not become earlier since. */
function wasCalledNow({ next_attempt_at, next_attempt_reason }: LineRow, at: number): boolean {
  const asked = next_attempt_reason?.startsWith(CALLED_NOW) ?? false;
  return asked && next_attempt_at !== null && next_attempt_at.getTime() <= at;
}

/** Ends a waiting line without a call; a callback it was promised is taken back. */
export async function skipLine(trx: Transaction<Schema>, line: LineRow): Promise<LineRow> {
  await trx
    .updateTable('callbacks')
    .set({ status: 'dropped', settled_at: new Date() })
    .where('line_id', '=', line.id)
    .where('status', '=', 'pending')
    .execute();
  await closeUncalled(trx, line.id, 'skipped', SKIPPED_BY_HAND);
  return update(trx, line, line.attempts > 0 ? { wake_requested_at: new Date() } : {});
}

/**
 * Moves a waiting line's next call to another time, inside its hours. For one that was called before it is a promise, as a
 * callback is: settings that change leave it where it is.
 */
export async function rescheduleLine(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  line: LineRow,
  { at: asked, zone }: NewTime,
): Promise<LineActed> {
  // A promise is kept by the clock on the wall, which shows minutes.
  const at = line.attempts === 0 ? asked : instantOfWallClock(wallClockOf(asked, zone), zone);
  const moment = intoHours(at, (await readCallRules(trx, campaign)).calendarFor(line));
  if (moment === null) return { kind: 'never_open' };
  const changes = {
    ready: false,
    ready_at: null,
    next_attempt_at: new Date(moment.at),
    next_attempt_reason: withMove(RESCHEDULED, moment.moved),
  };
  const isFresh = line.attempts === 0;
  if (!isFresh) await promise(trx, line, { at, zone, dueAt: moment.at });
  const more = isFresh ? { schedule_at: new Date(at) } : waking(line, moment.at);
  const moved = await update(trx, line, { ...changes, ...more });
  await announceRescheduled(trx, moved, { at: moment.at, askedFor: at, zone, reason: changes.next_attempt_reason });
  return { kind: 'done', line: moved };
}

async function announceRescheduled(
  trx: Transaction<Schema>,
  line: LineRow,
  moved: Omit<Rescheduled, 'source' | 'text'>,
): Promise<void> {
  const now = new Date();
  const reschedule = reschedulePart({ ...moved, source: 'admin', text: null });
  await announceEvent(trx, {
    organizationId: line.organization_id,
    campaignId: line.campaign_id,
    lineId: line.id,
    type: 'contact.rescheduled',
    // Moved again it is another event.
    key: `line:${line.id}:${randomUUID()}`,
    at: now,
    dueAt: now,
    data: () => contactEventData(trx, line.id, { reschedule }),
  });
}

/** The promise that a line waits for becomes another; without one it gets it. */
async function promise(
  trx: Transaction<Schema>,
  line: LineRow,
  { at, zone, dueAt }: { readonly at: number; readonly zone: string; readonly dueAt: number },
): Promise<void> {
  const wallClock = wallClockOf(at, zone);
  const { numUpdatedRows } = await trx
    .updateTable('callbacks')
    .set({ source: 'admin', wall_clock: wallClock, zone, asked_for: new Date(at), due_at: new Date(dueAt) })
    .where('line_id', '=', line.id)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  await promiseCallback(trx, line, {
    attemptId: null,
    text: null,
    source: 'admin',
    wallClock,
    zone,
    askedFor: at,
    dueAt,
  });
}

/** A contact that was called before sleeps until its time: it is woken when that comes earlier. */
function waking(line: LineRow, at: number): { wake_requested_at?: Date } {
  const earlier = line.next_attempt_at === null || at < line.next_attempt_at.getTime();
  return line.attempts > 0 && earlier ? { wake_requested_at: new Date() } : {};
}

async function update(trx: Transaction<Schema>, line: LineRow, changes: Updateable<LineTable>): Promise<LineRow> {
  return trx
    .updateTable('lines')
    .set({ ...changes, updated_at: new Date() })
    .where('id', '=', line.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
