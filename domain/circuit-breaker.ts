import type { PauseReason } from './pause-reason';

/** Pauses a campaign whose provider fails (spec, "Pace and protection"). */
export interface CircuitBreaker {
  /** 0 to 1: this share of failed calls trips it. */
  readonly failureShare: number;
  readonly windowS: number;
  /** Fewer calls than this in the window prove nothing. */
  readonly minCalls: number;
}

export const DEFAULT_BREAKER: CircuitBreaker = { failureShare: 0.5, windowS: 120, minCalls: 10 };

/** The calls that ended within the window, without those that never were one (`no_capacity`, `cancelled`). */
export interface CallsInWindow {
  /** Those the provider failed at; busy, no answer, voicemail and declined are the called person's doing. */
  readonly failed: number;
  readonly calls: number;
}

/**
 * Whether a campaign is to be paused because its provider fails.
 *
 * @param breaker null: switched off.
 * @example shouldTrip(DEFAULT_BREAKER, { failed: 5, calls: 10 }) // true
 */
export function shouldTrip(breaker: CircuitBreaker | null, { failed, calls }: CallsInWindow): boolean {
  return breaker !== null && failed > 0 && calls >= breaker.minCalls && failed >= breaker.failureShare * calls;
}

/**
 * Why a tripped breaker has paused a campaign, with the figures.
 *
 * @example breakerReason(DEFAULT_BREAKER, { failed: 6, calls: 10 }).text // '6 of the last 10 calls failed ...'
 */
export function breakerReason(
  { failureShare, windowS }: CircuitBreaker,
  { failed, calls }: CallsInWindow,
): PauseReason {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return {
    code: 'circuit_breaker',
    text:
      `${failed} of ${calls} calls within ${windowS} s failed at the provider: ${percent(failed / calls)}, ` +
      `and ${percent(failureShare)} is the limit. Resume the campaign when the provider is well again.`,
    until: null,
  };
}
