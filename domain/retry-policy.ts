import { openingOfNextDay, type CallCalendar } from './call-calendar';
import { isRetryable, type Disposition, type RetryableDisposition } from './disposition';

/** The most retries after the first attempt that any campaign may allow (spec, "Retry"). */
export const MAX_RETRY_LIMIT = 6;

/** How long to wait before a retry, and how that grows. */
export interface RetryRule {
  readonly delayS: number;
  /** Factor applied once per retry already used; 1 keeps the delay fixed. */
  readonly backoff: number;
  readonly maxDelayS: number;
}

/** When and how often an unreached contact is tried again. */
export interface RetryPolicy {
  readonly enabled: boolean;
  /** Retries after the first attempt, 0 to 6, one budget for all dispositions together. */
  readonly limit: number;
  readonly schedule: 'immediately' | 'next_day' | 'scheduled_time';
  /** Used by `scheduled_time`. */
  readonly scheduleDays: number;
  readonly scheduleHours: number;
  /** A rule for a disposition comes before the schedule. */
  readonly rules: Partial<Record<RetryableDisposition, RetryRule>>;
  /** Whether a voicemail counts as having reached the person. */
  readonly voicemail: 'reached' | 'retry';
}

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Whether a policy grants another retry after an attempt.
 *
 * @param retriesUsed counted retries this line has already had, callbacks left out.
 * @example mayRetry(policy, 'busy', 2) // true with a limit of 3
 */
export function mayRetry(policy: RetryPolicy, disposition: Disposition, retriesUsed: number): boolean {
  if (!policy.enabled || !isRetryable(disposition)) return false;
  if (disposition === 'voicemail' && policy.voicemail === 'reached') return false;
  // Nobody knows whether this call reached the person: calling again might be calling twice.
  if (disposition === 'unknown') return false;
  return retriesUsed < retryBudget(policy);
}

/**
 * True when an attempt has not reached its contact, and the policy grants no further one: its retries are used up, or it
 * has none. What is never retried (a number that does not exist, an end that nobody knows) exhausts nothing.
 *
 * @param retriesUsed counted retries this line has already had, callbacks left out.
 * @example isExhausted({ ...policy, enabled: false }, 'busy', 0) // true
 */
export function isExhausted(policy: RetryPolicy, disposition: Disposition, retriesUsed: number): boolean {
  if (!isRetryable(disposition) || disposition === 'unknown') return false;
  if (disposition === 'voicemail' && policy.voicemail === 'reached') return false;
  return !mayRetry(policy, disposition, retriesUsed);
}

/**
 * When the next attempt is due, or null when this policy grants none. The calling hours have not been looked at, save
 * for `next_day`, which asks for an opening.
 *
 * @param retriesUsed counted retries this line has already had, callbacks left out.
 * @param endedAt when the attempt before it was over, epoch milliseconds.
 * @returns epoch milliseconds, never before `endedAt`.
 * @example nextRetryAt(policy, 'busy', 0, endedAt, calendar) // endedAt + 300_000 with rules.busy.delayS = 300
 */
export function nextRetryAt(
  policy: RetryPolicy,
  disposition: Disposition,
  retriesUsed: number,
  endedAt: number,
  calendar: CallCalendar,
): number | null {
  if (!mayRetry(policy, disposition, retriesUsed) || !isRetryable(disposition)) return null;
  const rule = policy.rules[disposition];
  if (rule) {
    const delayS = Math.min(rule.delayS * rule.backoff ** retriesUsed, rule.maxDelayS);
    return endedAt + Math.round(delayS * SECOND_MS);
  }
  switch (policy.schedule) {
    case 'immediately':
      return endedAt;
    case 'next_day':
      return openingOfNextDay(endedAt, calendar);
    case 'scheduled_time':
      return endedAt + policy.scheduleDays * DAY_MS + policy.scheduleHours * HOUR_MS;
  }
}

/**
 * How many retries a policy grants in all, as people are told.
 *
 * @example retryBudget({ ...policy, limit: 20 }) // 6
 */
export function retryBudget({ limit }: RetryPolicy): number {
  return Math.min(limit, MAX_RETRY_LIMIT);
}
