import type { RetryBounds } from './webhook-endpoint';

const SECOND_MS = 1_000;
const FIRST_DELAY_MS = 5 * SECOND_MS;
const LONGEST_DELAY_MS = 60 * 60 * SECOND_MS;
/** Below this nothing is worth another try: it is the shortest delay there is. */
const SHORTEST_DELAY_MS = SECOND_MS;
/** Campaign callbacks, and endpoints without a total timeout, are tried for so long (spec/webhooks, "Retries"). */
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60 * SECOND_MS;
/** A delay is spread by a fifth to either side, so that what failed together does not come back together. */
const SPREAD = 0.2;

/** What is known about a delivery when a try has failed. Instants in epoch milliseconds. */
export interface FailedTry {
  /** Tries made since the delivery began or was replayed, this one included. */
  readonly tries: number;
  /** When the first of them began. */
  readonly startedAt: number;
  readonly now: number;
  /** How long one try may take, in milliseconds: the last one has to end in time. */
  readonly tryTimeoutMs: number;
  /** What the endpoint asked for by `Retry-After`, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** From 0 to 1, chosen by the caller. */
  readonly random: number;
}

/** What follows a failed try. */
export type AfterFailedTry =
  | { readonly kind: 'again'; readonly delayMs: number }
  /** Nothing: the limits are used up. */
  | { readonly kind: 'spent'; readonly limit: 'retry_limit' | 'total_timeout' };

/**
 * The delay after so many tries, in milliseconds: 5 s, doubled each time, an hour at most, spread by a fifth.
 *
 * @param tries from 1.
 * @param random from 0 to 1: where in the spread.
 * @example retryDelayMs(3, 0.5) // 20000
 */
export function retryDelayMs(tries: number, random: number): number {
  const doubled = FIRST_DELAY_MS * 2 ** (tries - 1);
  return spread(Math.min(doubled, LONGEST_DELAY_MS), random);
}

/**
 * The delay before somebody who found no room looks again, in milliseconds: a second, doubled each time, 5 minutes at
 * most, spread by a fifth.
 *
 * @param looks from 1: how often there was no room.
 * @example roomDelayMs(3, 0.5) // 4000
 */
export function roomDelayMs(looks: number, random: number): number {
  return spread(Math.min(SHORTEST_DELAY_MS * 2 ** (looks - 1), 5 * 60 * SECOND_MS), random);
}

/**
 * Whether a delivery that has failed is tried again, and when. `Retry-After` is honoured up to an hour. A delay that
 * would leave no time for another try within the total timeout is shortened to the last moment at which one can begin.
 *
 * @example
 * afterFailedTry({ retryLimit: 5, totalTimeoutS: 900 }, {
 *   tries: 1, startedAt: 0, now: 2_000, tryTimeoutMs: 10_000, retryAfterMs: null, random: 0.5,
 * }) // { kind: 'again', delayMs: 5000 }
 */
export function afterFailedTry(bounds: RetryBounds, failed: FailedTry): AfterFailedTry {
  const { retryLimit } = bounds;
  if (retryLimit !== null && failed.tries > retryLimit) return { kind: 'spent', limit: 'retry_limit' };
  const leftMs = msLeft(bounds, failed.startedAt, failed.now) - failed.tryTimeoutMs;
  if (leftMs < SHORTEST_DELAY_MS) return { kind: 'spent', limit: 'total_timeout' };
  const asked = failed.retryAfterMs === null ? 0 : Math.min(failed.retryAfterMs, LONGEST_DELAY_MS);
  const delayMs = Math.max(SHORTEST_DELAY_MS, asked, retryDelayMs(failed.tries, failed.random));
  return { kind: 'again', delayMs: Math.min(delayMs, leftMs) };
}

/**
 * How much of the time for all tries is left, in milliseconds; negative when it is over.
 *
 * @param startedAt when the first try began, epoch milliseconds.
 * @example msLeft({ retryLimit: null, totalTimeoutS: 60 }, 0, 45_000) // 15000
 */
export function msLeft({ totalTimeoutS }: RetryBounds, startedAt: number, now: number): number {
  const totalMs = totalTimeoutS === null ? GIVE_UP_AFTER_MS : totalTimeoutS * SECOND_MS;
  return startedAt + totalMs - now;
}

function spread(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - SPREAD + 2 * SPREAD * random));
}
