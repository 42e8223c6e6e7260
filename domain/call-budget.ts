import type { CallCalendar } from './call-calendar';
import type { Span } from './spans';

/** What the limits of a campaign leave of its calls, for a forecast. Null: no such limit. */
export interface ForecastLimits {
  readonly callsPerDay: number | null;
  /** Calls made already on the day of the forecast. */
  readonly callsToday: number;
  /** Calls that may still be made in all its life. */
  readonly callsLeft: number | null;
  /** When its last day is over, epoch milliseconds. */
  readonly endsAt: number | null;
}

export const UNLIMITED: ForecastLimits = { callsPerDay: null, callsToday: 0, callsLeft: null, endsAt: null };

/** The limit behind which nobody is called any more, under its name in the API. */
export type LastingLimit = 'calls_total' | 'end_date';

/** So little is left that it is no call. */
const USED_UP = 1e-6;

/**
 * The calls that limits allow, as time goes on. Ask in the order of time: `partsOf` a stretch, then for each part
 * `allowance` and `spend`.
 *
 * @example new CallBudget({ ...UNLIMITED, callsLeft: 5 }, calendar, now).allowance(now) // 5
 */
export class CallBudget {
  private left: number;
  private leftToday: number;
  private dayEndsAt: number;

  constructor(
    private readonly limits: ForecastLimits,
    private readonly calendar: Pick<CallCalendar, 'nextMidnight'>,
    now: number,
  ) {
    this.left = limits.callsLeft ?? Infinity;
    this.leftToday = limits.callsPerDay === null ? Infinity : Math.max(0, limits.callsPerDay - limits.callsToday);
    this.dayEndsAt = limits.callsPerDay === null ? Infinity : calendar.nextMidnight(now);
  }

  /** A stretch of time, cut where a day ends whose calls are counted, and where the campaign's last day ends. */
  *partsOf({ from, to }: Span): Generator<Span> {
    for (let at = from; at < to;) {
      this.turnDay(at);
      const lastDayEnd = this.limits.endsAt !== null && this.limits.endsAt > at ? this.limits.endsAt : Infinity;
      const next = Math.min(to, this.dayEndsAt, lastDayEnd);
      yield { from: at, to: next };
      at = next;
    }
  }

  /** How many calls may be made in a part that begins at an instant. */
  allowance(at: number): number {
    return this.reached(at) === null ? Math.min(this.left, this.leftToday) : 0;
  }

  spend(calls: number): void {
    this.left -= calls;
    this.leftToday -= calls;
  }

  /** The limit that lets nobody be called any more from an instant on; null while there is none. */
  reached(at: number): LastingLimit | null {
    if (this.limits.endsAt !== null && at >= this.limits.endsAt) return 'end_date';
    return this.left <= USED_UP ? 'calls_total' : null;
  }

  private turnDay(at: number): void {
    if (at < this.dayEndsAt || this.limits.callsPerDay === null) return;
    this.leftToday = this.limits.callsPerDay;
    this.dayEndsAt = this.calendar.nextMidnight(at);
  }
}
