import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** How long to wait before giving up, at least: tiers with a long limit of their own wait longer. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  /** What is waited for, for the message of a failure. */
  readonly what?: string;
}

/** On a busy machine the servers of these tiers leave a task lying for up to a minute: that is slow, not wrong. */
const PATIENT_TIER = { limitMs: 5 * 60_000, timeoutMs: 90_000 };

function patienceMs(timeoutMs: number): number {
  const { EVERDIAL_TEST_TIMEOUT_MS: limitMs = 0 } = globalThis as { EVERDIAL_TEST_TIMEOUT_MS?: number };
  return limitMs < PATIENT_TIER.limitMs ? timeoutMs : Math.max(timeoutMs, PATIENT_TIER.timeoutMs);
}

/**
 * Asks until the answer is good, and returns it. An answer is not good while `check` throws or answers `false` or
 * `null`; a block of expectations that returns nothing is good as soon as it does not throw.
 *
 * @throws when the time is over, with what the last check threw as the cause.
 * @example await eventually(async () => expect(await statusOf(campaign)).toBe('paused'), { timeoutMs: 1_000 });
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 5_000, intervalMs = 25, what = 'the condition' }: EventuallyOptions = {},
): Promise<Exclude<T, false | null>> {
  const waitMs = patienceMs(timeoutMs);
  const giveUpAt = Date.now() + waitMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await check();
      if (answer !== false && answer !== null) return answer as Exclude<T, false | null>;
      last = new Error(`the last answer was ${String(answer)}`);
    } catch (error) {
      last = error;
    }
    if (Date.now() >= giveUpAt) {
      const reason = last instanceof Error ? last.message : String(last);
      throw new Error(`Waited ${waitMs} ms in vain for ${what}: ${reason}`, { cause: last });
    }
    await sleep(intervalMs);
  }
}
