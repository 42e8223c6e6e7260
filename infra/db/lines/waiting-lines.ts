import { sql, type RawBuilder } from 'kysely';
import { firstFailing } from '../../../domain/conditions';
import { CALLED_NOW, replanLine, type LineChange, type WaitingLine } from '../../../domain/replan-line';
import { instantOfWallClock } from '../../time-zones/local-time';
import type { CallRules } from '../campaigns/call-rules';
import type { Queryable } from '../database';
import type { CallbackRow, LineRow } from '../line-tables';

/** A line that waits, with what is needed to say what the rules make of it. */
export interface WaitingRow extends Pick<
  LineRow,
  | 'id'
  | 'to_number'
  | 'external_id'
  | 'timezone'
  | 'priority'
  | 'custom_variables'
  | 'ready'
  | 'attempts'
  | 'retries_used'
  | 'uncounted_in_a_row'
  | 'next_attempt_at'
  | 'next_attempt_reason'
  | 'schedule_at'
  | 'skipped_condition'
> {
  readonly call_status: WaitingLine['status'];
  /** Of its last attempt: how it ended, and from when on retries are counted, epoch milliseconds. */
  readonly last_disposition: NonNullable<WaitingLine['last']>['disposition'] | null;
  readonly last_at: number | null;
  readonly last_counted: WaitingLine['lastCounted'];
  /** Of its last callback. */
  readonly callback_id: number | null;
  readonly callback_status: CallbackRow['status'] | null;
  readonly wall_clock: string | null;
  readonly zone: string | null;
  /** The line was skipped before the callback could be kept. */
  readonly missed_by_skip: boolean;
}

/** The statuses of lines that wait, or that a condition keeps from it. */
export const WAITING: RawBuilder<boolean> = sql`(lines.call_status in ('queued', 'retry_scheduled', 'callback_scheduled')
  or lines.call_status = 'skipped' and lines.skipped_condition is not null)`;

/**
 * Reads lines that wait.
 *
 * @param which a condition on `lines`.
 * @param options.lock keeps others from changing them; what others hold is left out.
 */
export async function readWaitingLines(
  db: Queryable,
  which: RawBuilder<unknown>,
  options: { readonly limit: number; readonly lock?: boolean },
): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select lines.id, lines.to_number, lines.external_id, lines.timezone, lines.priority, lines.custom_variables,
      lines.call_status, lines.ready, lines.attempts, lines.retries_used, lines.uncounted_in_a_row,
      lines.next_attempt_at, lines.next_attempt_reason, lines.schedule_at, lines.skipped_condition,
      last.disposition as last_disposition, last.at::float8 as last_at,
      case when last.disposition = 'no_capacity' then (
        select disposition from attempts
        where line_id = lines.id and status = 'ended' and disposition <> 'no_capacity' order by attempt_no desc limit 1
      ) else last.disposition end as last_counted,
      callback.id as callback_id, callback.status as callback_status, callback.wall_clock, callback.zone,
      coalesce(callback.status = 'missed' and callback.settled_at >= lines.closed_at, false) as missed_by_skip
    from lines
    left join lateral (
      select disposition, coalesce((next_step->>'decidedAt')::numeric, extract(epoch from ended_at) * 1000) as at
      from attempts where line_id = lines.id and status = 'ended' order by attempt_no desc limit 1
    ) last on true
    left join lateral (
      select id, status, wall_clock, zone, settled_at from callbacks
      where line_id = lines.id order by id desc limit 1
    ) callback on true
    where ${which} and ${WAITING}
    order by lines.id limit ${options.limit}
    ${options.lock ? sql`for update of lines skip locked` : sql``}
  `.execute(db);
  return rows;
}

/** What the rules make of a line now. */
export function changeOf(row: WaitingRow, rules: CallRules, now: number): LineChange {
  return replanLine(factsOf(row, rules), { retry: rules.settings.retry, calendar: rules.calendarFor(row), now });
}

function factsOf(row: WaitingRow, { settings }: CallRules): WaitingLine {
  return {
    status: row.call_status,
    ready: row.ready,
    retriesUsed: row.retries_used,
    uncountedInARow: row.uncounted_in_a_row,
    last:
      row.last_disposition === null || row.last_at === null
        ? null
        : { disposition: row.last_disposition, at: Math.floor(row.last_at) },
    lastCounted: row.last_counted,
    nextAttemptAt: row.next_attempt_at?.getTime() ?? null,
    reason: row.next_attempt_reason,
    calledNow: row.next_attempt_reason?.startsWith(CALLED_NOW) ?? false,
    callbackAt: callbackInstant(row),
    callbackDropped: row.callback_status === 'dropped',
    scheduleAt: row.schedule_at?.getTime() ?? null,
    failing: firstFailing(settings.conditions, {
      toNumber: row.to_number,
      externalId: row.external_id,
      timezone: row.timezone,
      priority: row.priority,
      customVariables: row.custom_variables,
    }),
    skippedFor: row.skipped_condition,
  };
}

/** A line that is no longer skipped has its promise back, which was missed only because of that. */
export function hasPromise(row: WaitingRow): boolean {
  return row.callback_status === 'pending' || (row.call_status === 'skipped' && row.missed_by_skip);
}

function callbackInstant(row: WaitingRow): number | null {
  if (!hasPromise(row) || row.wall_clock === null || row.zone === null) return null;
  return instantOfWallClock(row.wall_clock, row.zone);
}
