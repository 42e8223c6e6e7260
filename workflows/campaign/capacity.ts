import type { Pacing } from '../../domain/campaign-settings';
import type { CapacityShare } from './contract';
import { PaceBudget, type CarriedBudget } from './pace-budget';

const UNBOUND: CapacityShare = { concurrency: null, callsPerSecond: null };
/** However little is left of a pace, a call comes through now and then. */
const SLOWEST_PACE = 0.01;

/** How wide and how fast a campaign may dial: its own settings, or its part of what it shares, whichever is less. */
export class Capacity {
  private readonly pace: PaceBudget;

  constructor(
    private own: Pacing,
    private shared: CapacityShare | null,
    now: number,
    carried?: CarriedBudget,
  ) {
    this.pace = new PaceBudget(this.callsPerSecond, now, carried);
  }

  get pacing(): Pacing {
    return this.own;
  }

  get share(): CapacityShare | null {
    return this.shared;
  }

  get concurrency(): number {
    return Math.min(this.own.concurrency, this.shared?.concurrency ?? Infinity);
  }

  /** Null: no limit. */
  get callsPerSecond(): number | null {
    const [own, shared] = [this.own.callsPerSecond, this.shared?.callsPerSecond ?? null];
    if (own === null || shared === null) return own ?? shared;
    return Math.min(own, shared);
  }

  /** True when the others on the number or the account leave less than the campaign's own settings. */
  get isConcurrencyShared(): boolean {
    return this.concurrency < this.own.concurrency;
  }

  get isPaceShared(): boolean {
    return this.callsPerSecond !== this.own.callsPerSecond;
  }

  changePacing(pacing: Pacing, now: number): void {
    this.own = pacing;
    this.pace.changeRate(this.callsPerSecond, now);
  }

  /** Takes over a new share; what is no number binds nothing. */
  changeShare(share: CapacityShare | undefined, now: number): void {
    const { concurrency, callsPerSecond } = share ?? UNBOUND;
    const bound = {
      concurrency: Number.isFinite(concurrency) ? Math.max(0, Math.floor(concurrency ?? 0)) : null,
      callsPerSecond: Number.isFinite(callsPerSecond) ? Math.max(SLOWEST_PACE, callsPerSecond ?? 0) : null,
    };
    this.shared = bound.concurrency === null && bound.callsPerSecond === null ? null : bound;
    this.pace.changeRate(this.callsPerSecond, now);
  }

  hasToken(now: number): boolean {
    return this.pace.allows(now);
  }

  spendToken(now: number): void {
    this.pace.spend(now);
  }

  carryBudget(): CarriedBudget {
    return this.pace.carry();
  }
}
