/** Slower than the workers may dial, or the calls waiting for their moment would pile up there. */
const GRANTED_SHARE = 0.97;

/** What is left of a pace's budget at a moment. */
export interface CarriedBudget {
  readonly tokens: number;
  /** Epoch milliseconds. */
  readonly tokensAt: number;
}

/** Calls that may be granted now: a second's worth at most, earned back with time. */
export class PaceBudget {
  private tokens: number;
  private tokensAt: number;

  /** @param rate calls per second, above 0; null for no limit. */
  constructor(
    private rate: number | null,
    now: number,
    carried?: CarriedBudget,
  ) {
    this.tokens = carried?.tokens ?? this.burst;
    this.tokensAt = carried?.tokensAt ?? now;
  }

  allows(now: number): boolean {
    return this.rate === null || this.tokensBy(now) >= 1;
  }

  spend(now: number): void {
    this.tokens = this.tokensBy(now) - 1;
    this.tokensAt = now;
  }

  changeRate(rate: number | null, now: number): void {
    this.tokens = this.tokensBy(now);
    this.tokensAt = now;
    this.rate = rate;
  }

  carry(): CarriedBudget {
    return { tokens: this.tokens, tokensAt: this.tokensAt };
  }

  /** A second's budget; one call at least, so that slow paces dial at all. */
  private get burst(): number {
    return Math.max(1, this.rate ?? 1);
  }

  // Reads only: queries ask it too, and a query must leave no trace in what is replayed.
  private tokensBy(now: number): number {
    if (this.rate === null) return this.burst;
    const earned = (Math.max(0, now - this.tokensAt) / 1_000) * this.rate * GRANTED_SHARE;
    return Math.min(this.burst, this.tokens + earned);
  }
}
