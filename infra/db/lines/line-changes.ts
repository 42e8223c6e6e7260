import { sql, type Transaction } from 'kysely';
import { describeCondition } from '../../../domain/conditions';
import type { LineChange } from '../../../domain/replan-line';
import { missCallbacks } from '../attempts/callbacks';
import type { Schema } from '../schema';
import { hasPromise, type WaitingRow } from './waiting-lines';

/** A line whose lock the transaction holds, and what becomes of it. */
export interface ChangedLine {
  readonly row: WaitingRow;
  readonly change: LineChange;
}

/** The columns of a line that a change may touch, as `json_to_recordset` reads them. */
interface NewColumns {
  readonly id: number;
  readonly call_status: string;
  readonly ready: boolean;
  readonly next_attempt_at: string | null;
  readonly next_attempt_reason: string | null;
  readonly retries_used: number;
  readonly closing_reason: string | null;
  readonly closed: boolean;
  readonly skipped_condition: unknown;
  readonly wake: boolean;
}

/**
 * Writes what the rules have made of lines, with one UPDATE for all of them. A contact that sleeps and must look now
 * (its call comes earlier, or not at all) is put down for waking.
 *
 * @param now epoch milliseconds.
 */
export async function applyChanges(
  trx: Transaction<Schema>,
  changed: readonly ChangedLine[],
  now: number,
): Promise<void> {
  const changes = changed.filter(({ change }) => change.kind !== 'keep');
  if (changes.length === 0) return;
  const columns = changes.map((line) => newColumns(line, now));
  await sql`
    update lines set
      call_status = given.call_status, ready = given.ready,
      ready_at = case when given.ready then coalesce(lines.ready_at, now()) end,
      next_attempt_at = given.next_attempt_at, next_attempt_reason = given.next_attempt_reason,
      retries_used = given.retries_used, closing_reason = given.closing_reason,
      closed_at = case when given.closed then now() end, skipped_condition = given.skipped_condition,
      wake_requested_at = case when given.wake then now() else wake_requested_at end, updated_at = now()
    from json_to_recordset(${JSON.stringify(columns)}::json) as given (
      id bigint, call_status text, ready boolean, next_attempt_at timestamptz, next_attempt_reason text,
      retries_used integer, closing_reason text, closed boolean, skipped_condition jsonb, wake boolean)
    where lines.id = given.id
  `.execute(trx);
  await missCallbacks(
    trx,
    changes.filter(({ change }) => change.kind === 'close' || change.kind === 'skip').map(({ row }) => row.id),
  );
  await movePromises(trx, changes);
}

function newColumns({ row, change }: ChangedLine, now: number): NewColumns {
  const before: NewColumns = {
    id: row.id,
    call_status: row.call_status,
    ready: row.ready,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    next_attempt_reason: row.next_attempt_reason,
    retries_used: row.retries_used,
    closing_reason: null,
    closed: false,
    skipped_condition: null,
    wake: false,
  };
  const sleeps = row.attempts > 0;
  switch (change.kind) {
    case 'keep':
      return before;
    case 'move':
    case 'retry': {
      const wake = sleeps && (row.next_attempt_at === null || change.at < row.next_attempt_at.getTime());
      const next = { next_attempt_at: new Date(change.at).toISOString(), next_attempt_reason: change.reason, wake };
      if (change.kind === 'move') return { ...before, ...next };
      return { ...before, ...next, call_status: 'retry_scheduled', retries_used: row.retries_used + 1 };
    }
    case 'close':
      return { ...before, ...closed(change.status, change.reason), wake: sleeps };
    case 'skip': {
      const reason = `condition not met: ${describeCondition(change.condition)}`;
      return { ...before, ...closed('skipped', reason), skipped_condition: change.condition, wake: sleeps };
    }
    case 'restore': {
      // Nobody sleeps for it any more: what is due now goes into the queue, the rest is woken by the sweeper.
      const ready = change.at <= now;
      const next_attempt_at = ready ? null : new Date(change.at).toISOString();
      return { ...before, call_status: change.status, ready, next_attempt_at, next_attempt_reason: change.reason };
    }
  }
}

function closed(call_status: string, closing_reason: string) {
  return {
    call_status,
    closing_reason,
    closed: true,
    ready: false,
    next_attempt_at: null,
    next_attempt_reason: null,
  };
}

/** Promises go where the hours of today put them; those of lines that are no longer skipped are to be kept again. */
async function movePromises(trx: Transaction<Schema>, changes: readonly ChangedLine[]): Promise<void> {
  const moved = changes.flatMap(({ row, change }) =>
    (change.kind === 'move' || change.kind === 'restore') && hasPromise(row)
      ? [{ id: row.callback_id, due_at: new Date(change.at).toISOString() }]
      : [],
  );
  if (moved.length === 0) return;
  await sql`
    update callbacks set due_at = given.due_at, status = 'pending', settled_at = null
    from json_to_recordset(${JSON.stringify(moved)}::json) as given (id bigint, due_at timestamptz)
    where callbacks.id = given.id
  `.execute(trx);
}
