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

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/**
 * Seconds until the next attempt, or null when none is due under this policy.
 *
 * @param retriesUsed counted retries this line has already had, callbacks left out.
 * @example nextRetryDelayS(policy, 'busy', 0) // 300 with rules.busy.delayS = 300
 */
export function nextRetryDelayS(policy: RetryPolicy, disposition: Disposition, retriesUsed: number): number | null {
  if (!policy.enabled || !isRetryable(disposition)) return null;
  if (disposition === 'voicemail' && policy.voicemail === 'reached') return null;
  // Nobody knows whether this call reached the person: calling again might be calling twice.
  if (disposition === 'unknown') return null;
  if (retriesUsed >= Math.min(policy.limit, MAX_RETRY_LIMIT)) return null;

  const rule = policy.rules[disposition];
  if (rule) return Math.min(rule.delayS * rule.backoff ** retriesUsed, rule.maxDelayS);
  return scheduleDelayS(policy);
}

function scheduleDelayS(policy: RetryPolicy): number {
  switch (policy.schedule) {
    case 'immediately':
      return 0;
    case 'next_day':
      return DAY_S;
    case 'scheduled_time':
      return policy.scheduleDays * DAY_S + policy.scheduleHours * HOUR_S;
  }
}
