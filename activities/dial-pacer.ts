// What the way to the provider may add or take: without it a call that travels faster than the one before would count
// into the same second.
const TRAVEL_MS = 25;

/** A pace that a call has to keep, shared by every call under the same key: its campaign's, its provider account's. */
export interface DialPace {
  readonly key: string;
  /** Above 0; below 1 it is one call per that many seconds. */
  readonly callsPerSecond: number;
}

/** A call that was dialled, `performance.now()`. */
interface Dialled {
  readonly at: number;
}

/**
 * Keeps the pace of this process's own calls, counted at the very moment of dialling. Over all processes the pace is
 * kept by reserving moments in Postgres; what passes between such a moment and the request is made up for here.
 *
 * @example await pacer.turn([{ key: 'campaign:1', callsPerSecond: 8 }]); // at most 8 a second return from here
 */
export class DialPacer {
  private readonly dialled = new Map<string, Dialled[]>();

  /** @param sleep waits so many milliseconds; an activity's own ends when the activity is cancelled. */
  constructor(private readonly sleep: (ms: number) => Promise<void>) {}

  /**
   * Resolves when the next call may be dialled by every pace given, and counts it as dialled; without any at once.
   *
   * @returns to be called when something else has come between the turn and the call: it counts from then.
   */
  async turn(paces: readonly DialPace[]): Promise<() => void> {
    for (;;) {
      const waitMs = Math.max(0, ...paces.map((pace) => this.waitMs(pace)));
      if (waitMs <= 0) break;
      await this.sleep(waitMs);
    }
    const turn = { at: performance.now() };
    for (const { key, callsPerSecond } of paces) {
      const recent = this.dialled.get(key) ?? [];
      this.dialled.set(key, latest([...recent, turn], burstOf(callsPerSecond)));
    }
    return () => {
      turn.at = performance.now();
    };
  }

  private waitMs({ key, callsPerSecond }: DialPace): number {
    const burst = burstOf(callsPerSecond);
    const recent = latest(this.dialled.get(key) ?? [], burst);
    const [first] = recent;
    if (first === undefined || recent.length < burst) return 0;
    const windowMs = (burst / callsPerSecond) * 1_000 + TRAVEL_MS;
    return first.at + windowMs - performance.now();
  }
}

/** The last so many, oldest first: one whose turn came earlier may have been dialled later. */
function latest(dialled: readonly Dialled[], count: number): Dialled[] {
  return [...dialled].sort((a, b) => a.at - b.at).slice(-count);
}

function burstOf(callsPerSecond: number): number {
  return Math.max(1, Math.floor(callsPerSecond));
}
