import fc from 'fast-check';
import type { RetryBounds } from './webhook-endpoint';
import { afterFailedTry, msLeft, retryDelayMs, roomDelayMs, type FailedTry } from './webhook-retry';

const UNLIMITED: RetryBounds = { retryLimit: null, totalTimeoutS: null };
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const failed: FailedTry = {
  tries: 1,
  startedAt: 0,
  now: 0,
  tryTimeoutMs: 10_000,
  retryAfterMs: null,
  random: 0.5,
};

test('delays double from five seconds to an hour', () => {
  const delays = [1, 2, 3, 4, 10, 11, 12, 100].map((tries) => retryDelayMs(tries, 0.5));
  expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 2_560_000, HOUR_MS, HOUR_MS, HOUR_MS]);
});

test('delays are spread by a fifth to either side', () => {
  expect([0, 0.5, 1].map((random) => retryDelayMs(2, random))).toEqual([8_000, 10_000, 12_000]);
});

test('whoever finds no room looks again after a second, later and later, at most five minutes', () => {
  expect([1, 2, 3, 9, 50].map((looks) => roomDelayMs(looks, 0.5))).toEqual([1_000, 2_000, 4_000, 256_000, 300_000]);
});

test('without limits a webhook is tried for three days, and no longer', () => {
  const at = (now: number) => afterFailedTry(UNLIMITED, { ...failed, tries: 80, now });
  expect(at(3 * DAY_MS - 2 * HOUR_MS)).toEqual({ kind: 'again', delayMs: HOUR_MS });
  expect(at(3 * DAY_MS - 5_000)).toEqual({ kind: 'spent', limit: 'total_timeout' });
});

test('a retry limit counts the tries after the first', () => {
  const bounds = { retryLimit: 5, totalTimeoutS: null };
  expect(afterFailedTry(bounds, { ...failed, tries: 5 })).toMatchObject({ kind: 'again' });
  expect(afterFailedTry(bounds, { ...failed, tries: 6 })).toEqual({ kind: 'spent', limit: 'retry_limit' });
  expect(afterFailedTry({ retryLimit: 0, totalTimeoutS: null }, failed)).toMatchObject({ kind: 'spent' });
});

test('Retry-After is honoured when it is longer than the delay, up to an hour', () => {
  const asked = (retryAfterMs: number) => afterFailedTry(UNLIMITED, { ...failed, retryAfterMs });
  expect(asked(60_000)).toEqual({ kind: 'again', delayMs: 60_000 });
  expect(asked(1_000)).toEqual({ kind: 'again', delayMs: 5_000 });
  expect(asked(5 * DAY_MS)).toEqual({ kind: 'again', delayMs: HOUR_MS });
});

test('a delay that would leave no time is shortened to the last moment a try can begin', () => {
  const bounds = { retryLimit: null, totalTimeoutS: 60 };
  expect(afterFailedTry(bounds, { ...failed, now: 30_000, retryAfterMs: HOUR_MS })).toEqual({
    kind: 'again',
    delayMs: 20_000,
  });
});

test('no try ends after the total timeout, whatever the endpoint does', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.record({ random: fc.double({ min: 0, max: 1, noNaN: true }), askedS: fc.nat(7_200) }), {
        minLength: 40,
        maxLength: 40,
      }),
      (totalTimeoutS, timeoutS, tries) => {
        const bounds = { retryLimit: null, totalTimeoutS };
        const tryTimeoutMs = timeoutS * 1_000;
        let now = Math.min(tryTimeoutMs, totalTimeoutS * 1_000);
        tries.every(({ random, askedS }, index) => {
          const next = afterFailedTry(bounds, {
            tries: index + 1,
            startedAt: 0,
            now,
            tryTimeoutMs,
            retryAfterMs: askedS === 0 ? null : askedS * 1_000,
            random,
          });
          if (next.kind === 'spent') return false;
          expect(next.delayMs).toBeGreaterThanOrEqual(1_000);
          now += next.delayMs + tryTimeoutMs;
          expect(now).toBeLessThanOrEqual(totalTimeoutS * 1_000);
          expect(msLeft(bounds, 0, now)).toBeGreaterThanOrEqual(0);
          return true;
        });
      },
    ),
  );
});
