// What the way to the provider may add or take: without it a call that travels faster than the one before would count
// into the same second.
const TRAVEL_MS = 25;

/**
 * Keeps the pace of this process's own calls, counted at the very moment of dialling. Over all processes the pace is
 * kept by reserving moments in Postgres; what passes between such a moment and the request is made up for here.
 *
 * @example await pacer.turn(campaignId, 8); // at most 8 a second return from here
 */
export class DialPacer {
  private readonly dialled = new Map<number, number[]>();

  /** @param sleep waits so many milliseconds; an activity's own ends when the activity is cancelled. */
  constructor(private readonly sleep: (ms: number) => Promise<void>) {}

  /**
   * Resolves when the next call of a campaign may be dialled, and counts it as dialled.
   *
   * @param callsPerSecond above 0; below 1 it is one call per that many seconds. Null does not wait.
   */
  async turn(campaignId: number, callsPerSecond: number | null): Promise<void> {
    if (callsPerSecond === null) return;
    const burst = Math.max(1, Math.floor(callsPerSecond));
    const windowMs = (burst / callsPerSecond) * 1_000 + TRAVEL_MS;
    for (;;) {
      const recent = (this.dialled.get(campaignId) ?? []).slice(-burst);
      const first = recent.length < burst ? undefined : recent[0];
      const waitMs = first === undefined ? 0 : first + windowMs - performance.now();
      if (waitMs <= 0) {
        this.dialled.set(campaignId, [...recent, performance.now()]);
        return;
      }
      await this.sleep(waitMs);
    }
  }
}
