/** Pauses a campaign whose provider fails (spec, "Pace and protection"). */
export interface CircuitBreaker {
  /** 0 to 1: this share of failed calls trips it. */
  readonly failureShare: number;
  readonly windowS: number;
  /** Fewer calls than this in the window prove nothing. */
  readonly minCalls: number;
}

export const DEFAULT_BREAKER: CircuitBreaker = { failureShare: 0.5, windowS: 120, minCalls: 10 };
