import { intoHours, MOVED_INTO_HOURS, NO_OPENING, withMove, type CallCalendar } from './call-calendar';
import { capacityWaitMs, retryReason } from './call-decision';
import type { CallCondition } from './conditions';
import { countsAsAttempt, type Disposition } from './disposition';
import { finalLineStatusOf, type LineStatus } from './line-status';
import { isHeldOff } from './pre-call';
import { mayRetry, nextRetryAt, retryBudget, type RetryPolicy } from './retry-policy';

/** What a line is that waits to be called, or that a condition keeps from it. */
export type WaitingStatus = 'queued' | 'retry_scheduled' | 'callback_scheduled';

/** What is known of a line that waits. All instants in epoch milliseconds. */
export interface WaitingLine {
  readonly status: WaitingStatus | 'skipped';
  /** It waits for a slot already, and no longer for its time. */
  readonly ready: boolean;
  /** Counted retries, the one that it waits for included. */
  readonly retriesUsed: number;
  /** Attempts in a row that did not count, up to the last one. */
  readonly uncountedInARow: number;
  /** Its last attempt, and when it was over; null when it was never called. */
  readonly last: { readonly disposition: Disposition; readonly at: number } | null;
  /** How its last attempt that counted has ended; null when none has. */
  readonly lastCounted: Disposition | null;
  readonly nextAttemptAt: number | null;
  /** The rule that set it, in words. */
  readonly reason: string | null;
  /** Somebody wants it called as soon as the hours allow, whatever the retry policy says. */
  readonly calledNow: boolean;
  /** The instant of its promised callback, as its zone's clocks stand today; null without one. */
  readonly callbackAt: number | null;
  /** The callback that it waits for was taken back. */
  readonly callbackDropped: boolean;
  /** The time its sender has given. */
  readonly scheduleAt: number | null;
  /** The condition that it does not meet; null when it meets all. */
  readonly failing: CallCondition | null;
  /** The condition that it was skipped for. */
  readonly skippedFor: CallCondition | null;
}

/** What changed settings make of a line that waits. */
export type LineChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'move'; readonly at: number; readonly reason: string }
  /** Its callback was taken back, and the policy grants a retry in place of it. */
  | { readonly kind: 'retry'; readonly at: number; readonly reason: string }
  | { readonly kind: 'close'; readonly status: LineStatus; readonly reason: string }
  | { readonly kind: 'skip'; readonly condition: CallCondition }
  | { readonly kind: 'restore'; readonly status: WaitingStatus; readonly at: number; readonly reason: string };

/** What every line of a campaign is judged by. */
export interface CurrentRules {
  readonly retry: RetryPolicy;
  readonly calendar: CallCalendar;
  /** Epoch milliseconds. */
  readonly now: number;
}

const KEEP: LineChange = { kind: 'keep' };
const SCHEDULED = 'scheduled by the sender of the contact';
const WAITS = 'to be called for the first time';
const ASKED_BACK = 'asked to be called back';

/** Why a line is due that somebody wants called as soon as the hours allow; reasons that begin so mark it. */
export const CALLED_NOW = 'call now was asked for';

/**
 * Recomputes a line that waits from the settings that hold now (spec, "Settings changed while contacts wait"): pending
 * retries follow the new policy from the end of their last attempt on, attempts used are kept, a lower limit ends those
 * beyond it, conditions are asked anew, and everything lies in the hours of today. Callbacks promised stay promised.
 *
 * @returns instants in epoch milliseconds, never before `rules.now` and never outside the hours. Asked again about what
 * it has answered, it answers `keep`.
 * @example replanLine(line, { retry: { ...retry, limit: 1 }, calendar, now }) // { kind: 'close', status: 'busy', reason: ... }
 */
export function replanLine(line: WaitingLine, rules: CurrentRules): LineChange {
  if (line.status === 'skipped') return line.skippedFor === null ? KEEP : restored(line, line.skippedFor, rules);
  if (line.failing) return { kind: 'skip', condition: line.failing };
  const due = dueOf(line.status, line, rules);
  if (due.kind === 'close') return due;
  // In the queue it has waited for its time already; the hours are looked at again right before the call.
  if (line.ready) return KEEP;
  const moment = intoHours(Math.max(due.at, rules.now), rules.calendar);
  if (!moment) return line.last ? closing(line.last.disposition, NO_OPENING) : KEEP;
  const { at } = moment;
  const reason = withMove(due.reason, moment.moved);
  if (due.kind === 'retry') return { kind: 'retry', at, reason };
  const { nextAttemptAt } = line;
  const isDue = nextAttemptAt !== null && nextAttemptAt <= rules.now && at <= rules.now;
  return isDue || at === nextAttemptAt ? KEEP : { kind: 'move', at, reason };
}

function restored(line: WaitingLine, skippedFor: CallCondition, rules: CurrentRules): LineChange {
  if (line.failing) return isSame(line.failing, skippedFor) ? KEEP : { kind: 'skip', condition: line.failing };
  const status = statusBeforeSkip(line);
  const due = dueOf(status, line, rules);
  // Its retries were taken away meanwhile: it stays where it is.
  if (due.kind === 'close') return KEEP;
  const moment = intoHours(Math.max(due.at, rules.now), rules.calendar);
  if (!moment) return KEEP;
  return { kind: 'restore', status, at: moment.at, reason: withMove(due.reason, moment.moved) };
}

function statusBeforeSkip({ callbackAt, last, retriesUsed }: WaitingLine): WaitingStatus {
  if (callbackAt !== null) return 'callback_scheduled';
  const waitsForRetry = last !== null && (retriesUsed > 0 || !countsAsAttempt(last.disposition));
  return waitsForRetry ? 'retry_scheduled' : 'queued';
}

type Due =
  | { readonly kind: 'due' | 'retry'; readonly at: number; readonly reason: string }
  | Extract<LineChange, { kind: 'close' }>;

/** When a line is due, and by which rule; the hours are not looked at yet. */
function dueOf(status: WaitingStatus, line: WaitingLine, rules: CurrentRules): Due {
  const due = dueByRule(status, line, rules);
  if (due.kind === 'close') return due;
  // Its own system has asked for that: settings say nothing about it.
  if (isHeldOff(line.reason) && due.kind === 'due') {
    return { ...due, at: Math.max(due.at, line.nextAttemptAt ?? 0), reason: ownReason(line.reason) ?? due.reason };
  }
  if (!line.calledNow) return due;
  return { ...due, at: rules.now, reason: ownReason(line.reason) ?? due.reason };
}

function dueByRule(status: WaitingStatus, line: WaitingLine, rules: CurrentRules): Due {
  const { last, callbackAt, nextAttemptAt } = line;
  const reason = ownReason(line.reason);
  if (callbackAt !== null) {
    return { kind: 'due', at: Math.max(callbackAt, capacityBack(line)), reason: reason ?? ASKED_BACK };
  }
  if (last === null || status === 'queued') return freshDue(line, rules);
  if (status === 'callback_scheduled') {
    if (line.callbackDropped) return insteadOfCallback(line, last, rules);
    // Promised before promises were stored.
    return { kind: 'due', at: nextAttemptAt ?? rules.now, reason: reason ?? ASKED_BACK };
  }
  return countsAsAttempt(last.disposition) ? pendingRetry(line, last, rules) : capacityDue(line, rules);
}

function freshDue({ scheduleAt }: WaitingLine, { now }: CurrentRules): Due {
  return scheduleAt !== null && scheduleAt > now
    ? { kind: 'due', at: scheduleAt, reason: SCHEDULED }
    : { kind: 'due', at: now, reason: WAITS };
}

type LastAttempt = NonNullable<WaitingLine['last']>;

function pendingRetry({ retriesUsed }: WaitingLine, last: LastAttempt, rules: CurrentRules): Due {
  const { retry, calendar } = rules;
  const usedBefore = Math.max(0, retriesUsed - 1);
  const at = nextRetryAt(retry, last.disposition, usedBefore, last.at, calendar);
  return at === null
    ? closing(last.disposition, whyNoRetry(retry, last.disposition, usedBefore))
    : { kind: 'due', at, reason: retryReason(last.disposition, usedBefore + 1, retry) };
}

/** The provider had no room for it: waiting for room takes no retry, but the call that it waits for may be one. */
function capacityDue(line: WaitingLine, { retry }: CurrentRules): Due {
  const { retriesUsed, lastCounted } = line;
  if (retriesUsed > 0 && lastCounted !== null && !mayRetry(retry, lastCounted, retriesUsed - 1)) {
    return closing(lastCounted, whyNoRetry(retry, lastCounted, retriesUsed - 1));
  }
  return { kind: 'due', at: capacityBack(line), reason: ownReason(line.reason) ?? 'not an attempt' };
}

/** What the last attempt would have led to without the wish to be called back. */
function insteadOfCallback({ retriesUsed }: WaitingLine, last: LastAttempt, { retry, calendar }: CurrentRules): Due {
  const at = nextRetryAt(retry, last.disposition, retriesUsed, last.at, calendar);
  return at === null
    ? closing(last.disposition, 'the callback was dropped')
    : { kind: 'retry', at, reason: retryReason(last.disposition, retriesUsed + 1, retry) };
}

function whyNoRetry(retry: RetryPolicy, disposition: Disposition, usedBefore: number): string {
  if (!retry.enabled) return 'retries were switched off';
  const limit = retryBudget(retry);
  if (usedBefore >= limit) return `the retry limit is ${limit} now`;
  return mayRetry({ ...retry, voicemail: 'retry' }, disposition, usedBefore)
    ? 'a voicemail counts as reached now'
    : 'it is not retried any more';
}

function closing(disposition: Disposition, why: string): Extract<LineChange, { kind: 'close' }> {
  return { kind: 'close', status: finalLineStatusOf(disposition), reason: `${disposition}; ${why}` };
}

/** When a provider without room is asked again; 0 when there was room. */
function capacityBack({ last, uncountedInARow }: WaitingLine): number {
  if (last === null || countsAsAttempt(last.disposition)) return 0;
  return last.at + capacityWaitMs(Math.max(0, uncountedInARow - 1));
}

/** A reason without what the hours have added to it. */
function ownReason(reason: string | null): string | null {
  return reason?.replace(`; ${MOVED_INTO_HOURS}`, '') ?? null;
}

function isSame(left: CallCondition, right: CallCondition): boolean {
  return (
    left.column === right.column &&
    left.operator === right.operator &&
    JSON.stringify(left.value) === JSON.stringify(right.value)
  );
}

/** What changed settings do to the lines of a campaign that wait: how many of each kind. */
export interface ReplanCounts {
  readonly earlier: number;
  readonly later: number;
  readonly ended: number;
  readonly skipped: number;
  readonly restored: number;
  readonly unchanged: number;
}

/** Which figure a change counts in. @example kindOfChange({ kind: 'move', at: 5, reason: '' }, 9) // 'earlier' */
export function kindOfChange(change: LineChange, nextAttemptAt: number | null): keyof ReplanCounts {
  switch (change.kind) {
    case 'keep':
      return 'unchanged';
    case 'move':
    case 'retry':
      return nextAttemptAt !== null && change.at > nextAttemptAt ? 'later' : 'earlier';
    case 'close':
      return 'ended';
    case 'skip':
      return 'skipped';
    case 'restore':
      return 'restored';
  }
}

/**
 * The same in words, for whoever is about to change the settings.
 *
 * @example effectText({ earlier: 312, later: 0, ended: 40, skipped: 0, restored: 0, unchanged: 9 })
 * // '312 contacts get an earlier call, 40 end now.'
 */
export function effectText(counts: ReplanCounts): string {
  const parts = [
    phrase(counts.earlier, 'gets an earlier call', 'get an earlier call'),
    phrase(counts.later, 'gets a later call', 'get a later call'),
    phrase(counts.ended, 'ends now', 'end now'),
    phrase(counts.skipped, 'is skipped', 'are skipped'),
    phrase(counts.restored, 'is no longer skipped', 'are no longer skipped'),
  ].filter((part) => part !== null);
  if (parts.length === 0) {
    return counts.unchanged === 0 ? 'No contact waits.' : 'Nothing changes for the contacts that wait.';
  }
  const [first = '', ...others] = parts;
  const [figure, ...words] = first.split(' ');
  const sentence = [`${figure} ${figure === '1' ? 'contact' : 'contacts'} ${words.join(' ')}`, ...others].join(', ');
  return `${sentence}.`;
}

function phrase(count: number, one: string, many: string): string | null {
  if (count === 0) return null;
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
