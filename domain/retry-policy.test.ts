import fc from 'fast-check';
import { DISPOSITIONS, RETRYABLE_DISPOSITIONS, type Disposition } from './disposition';
import { MAX_RETRY_LIMIT, nextRetryDelayS, type RetryPolicy, type RetryRule } from './retry-policy';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

const POLICY: RetryPolicy = {
  enabled: true,
  limit: 3,
  schedule: 'immediately',
  scheduleDays: 0,
  scheduleHours: 0,
  rules: {},
  voicemail: 'retry',
};

const anyRule: fc.Arbitrary<RetryRule> = fc.record({
  delayS: fc.integer({ min: 0, max: 30 * DAY_S }),
  backoff: fc.double({ min: 1, max: 10, noNaN: true }),
  maxDelayS: fc.integer({ min: 0, max: 30 * DAY_S }),
});

const anyPolicy: fc.Arbitrary<RetryPolicy> = fc.record({
  enabled: fc.boolean(),
  // Past the limit of the API on purpose: a row written by another release must not dial for ever.
  limit: fc.integer({ min: 0, max: 20 }),
  schedule: fc.constantFrom('immediately', 'next_day', 'scheduled_time'),
  scheduleDays: fc.integer({ min: 0, max: 30 }),
  scheduleHours: fc.integer({ min: 0, max: 23 }),
  rules: fc.dictionary(fc.constantFrom(...RETRYABLE_DISPOSITIONS), anyRule),
  voicemail: fc.constantFrom('reached', 'retry'),
});

const anyDisposition = fc.constantFrom(...DISPOSITIONS);

describe('the delay before a retry', () => {
  it.each<[string, Partial<RetryPolicy>, Disposition, number, number | null]>([
    ['immediately is at once', {}, 'busy', 0, 0],
    ['next_day is a day', { schedule: 'next_day' }, 'busy', 0, DAY_S],
    [
      'scheduled_time is its days and hours',
      { schedule: 'scheduled_time', scheduleDays: 2, scheduleHours: 5 },
      'no_answer',
      1,
      2 * DAY_S + 5 * HOUR_S,
    ],
    [
      'a rule comes before the schedule',
      { schedule: 'next_day', rules: { busy: { delayS: 300, backoff: 1, maxDelayS: 3600 } } },
      'busy',
      0,
      300,
    ],
    [
      'a rule for another disposition changes nothing',
      { schedule: 'next_day', rules: { busy: { delayS: 300, backoff: 1, maxDelayS: 3600 } } },
      'no_answer',
      0,
      DAY_S,
    ],
    ['a disabled policy retries nothing', { enabled: false }, 'busy', 0, null],
    ['a limit of none retries nothing', { limit: 0 }, 'busy', 0, null],
    ['the last retry of the budget is given', { limit: 3 }, 'busy', 2, 0],
    ['a used budget gives none', { limit: 3 }, 'busy', 3, null],
    ['voicemail is retried when it does not count as reached', { voicemail: 'retry' }, 'voicemail', 0, 0],
    ['voicemail is not retried when it counts as reached', { voicemail: 'reached' }, 'voicemail', 0, null],
    ['a reached person is not called again', {}, 'completed', 0, null],
    ['an invalid number is not called again', {}, 'invalid_number', 0, null],
    ['a suppressed number is not called again', {}, 'suppressed', 0, null],
  ])('%s', (_rule, policy, disposition, retriesUsed, expected) => {
    expect(nextRetryDelayS({ ...POLICY, ...policy }, disposition, retriesUsed)).toBe(expected);
  });

  it.each([
    [0, 60],
    [1, 120],
    [2, 240],
    [3, 480],
    [4, 500],
    [5, 500],
  ])('doubles with a backoff of 2, up to its longest: after %i retries %i s', (retriesUsed, expected) => {
    const policy = { ...POLICY, limit: 6, rules: { busy: { delayS: 60, backoff: 2, maxDelayS: 500 } } };
    expect(nextRetryDelayS(policy, 'busy', retriesUsed)).toBe(expected);
  });

  it('never gives more retries than the limit, nor more than six', () => {
    fc.assert(
      fc.property(anyPolicy, anyDisposition, (policy, disposition) => {
        let retries = 0;
        while (nextRetryDelayS(policy, disposition, retries) !== null) retries += 1;
        expect(retries).toBeLessThanOrEqual(Math.min(policy.limit, MAX_RETRY_LIMIT));
        expect(MAX_RETRY_LIMIT).toBe(6);
      }),
    );
  });

  it('gives the whole budget when the person was never reached', () => {
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom('busy', 'no_answer', 'declined', 'failed'), (policy, disposition) => {
        const enabled = { ...policy, enabled: true };
        let retries = 0;
        while (nextRetryDelayS(enabled, disposition, retries) !== null) retries += 1;
        expect(retries).toBe(Math.min(policy.limit, MAX_RETRY_LIMIT));
      }),
    );
  });

  it('never retries a call whose fate nobody knows', () => {
    fc.assert(
      fc.property(anyPolicy, fc.nat(6), (policy, retriesUsed) => {
        expect(nextRetryDelayS(policy, 'unknown', retriesUsed)).toBeNull();
      }),
    );
  });

  it('never lies in the past, never shrinks with the retries used, and never passes the longest of its rule', () => {
    fc.assert(
      fc.property(anyPolicy, anyDisposition, fc.nat(5), (policy, disposition, retriesUsed) => {
        const delay = nextRetryDelayS(policy, disposition, retriesUsed);
        if (delay === null) return;
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(delay)).toBe(true);
        const rule = (policy.rules as Record<string, RetryRule | undefined>)[disposition];
        if (rule) expect(delay).toBeLessThanOrEqual(rule.maxDelayS);
        const next = nextRetryDelayS(policy, disposition, retriesUsed + 1);
        if (next !== null) expect(next).toBeGreaterThanOrEqual(delay);
      }),
    );
  });
});
