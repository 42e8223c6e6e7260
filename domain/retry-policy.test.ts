import fc from 'fast-check';
import { DISPOSITIONS, RETRYABLE_DISPOSITIONS, type Disposition } from './disposition';
import { createCallCalendar } from '../infra/time-zones/call-calendar';
import { zoneClock } from '../infra/time-zones/zone-clock';
import { hoursAt, type CallingHours, type CallTimes } from './calling-hours';
import { isExhausted, MAX_RETRY_LIMIT, mayRetry, nextRetryAt, type RetryPolicy, type RetryRule } from './retry-policy';

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

const NOW = Date.UTC(2026, 2, 10, 9);
const NO_HOURS: CallTimes = { campaign: null, openedAt: 0, contact: null };

/** The delay under always open hours. */
function nextRetryDelayS(policy: RetryPolicy, disposition: Disposition, retriesUsed: number): number | null {
  const at = nextRetryAt(policy, disposition, retriesUsed, NOW, createCallCalendar(NO_HOURS, 'UTC'));
  return at === null ? null : (at - NOW) / 1000;
}

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

  it('rounds a growing delay to milliseconds, so that it is the same whenever it is computed', () => {
    const policy = { ...POLICY, limit: 6, rules: { busy: { delayS: 1, backoff: 1.1, maxDelayS: 500 } } };
    const at = nextRetryAt(policy, 'busy', 5, NOW, createCallCalendar(NO_HOURS, 'UTC'));
    expect(Number.isInteger(at)).toBe(true);
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

describe('a retry on the next day', () => {
  const hours: CallingHours = {
    zone: 'Europe/Berlin',
    dailyStop: null,
    dailyStart: null,
    weekdays: null,
    windows: [{ startMinute: 9 * 60, endMinute: 18 * 60 }],
    closedDates: [],
  };
  const nextDay = (times: Partial<CallTimes>, at: string): string => {
    const calendar = createCallCalendar({ ...NO_HOURS, ...times }, 'Europe/Berlin');
    const policy: RetryPolicy = { ...POLICY, schedule: 'next_day' };
    return new Date(nextRetryAt(policy, 'busy', 0, Date.parse(at), calendar) ?? NaN).toISOString();
  };

  it.each([
    ['is at the next opening on the next local day', { campaign: hours }, '2026-03-10T15:30Z', '2026-03-11T08:00Z'],
    ['counts days in the campaign zone, not in UTC', { campaign: hours }, '2026-07-09T22:30Z', '2026-07-11T07:00Z'],
    ['without any hours is the same time tomorrow', {}, '2026-03-10T15:30Z', '2026-03-11T15:30Z'],
    ['keeps the wall-clock time over a change of the clocks', {}, '2026-03-28T14:00Z', '2026-03-29T13:00Z'],
    [
      'skips days that stay closed',
      { campaign: { ...hours, closedDates: ['2026-03-11'] } },
      '2026-03-10T15:30Z',
      '2026-03-12T08:00Z',
    ],
    [
      'is the same time in hours over midnight, where no day begins with an opening',
      { campaign: { ...hours, windows: [{ startMinute: 1320, endMinute: 120 }] } },
      '2026-03-10T22:50Z',
      '2026-03-11T22:50Z',
    ],
    [
      "asks the contact's own hours too",
      { campaign: hours, contact: { startMinute: 480, endMinute: 1260, zones: ['America/New_York'] } },
      '2026-03-10T15:30Z',
      '2026-03-11T12:00Z',
    ],
  ])('%s', (_rule, times, at, expected) => {
    expect(nextDay(times, at)).toBe(new Date(expected).toISOString());
  });

  it('is not held up by a daily stop that only a person ends', () => {
    const stopped = { ...hours, windows: [], dailyStop: { minute: 18 * 60, zone: 'Europe/Berlin' } };
    expect(nextDay({ campaign: stopped, openedAt: Date.parse('2026-03-01T08:00Z') }, '2026-03-10T15:30Z')).toBe(
      '2026-03-11T15:30:00.000Z',
    );
  });

  it('lies in the hours, after the day of the call', () => {
    fc.assert(
      fc.property(fc.integer({ min: NOW, max: NOW + 400 * DAY_S * 1000 }), (at) => {
        const times = { ...NO_HOURS, campaign: hours };
        const calendar = createCallCalendar(times, 'Europe/Berlin');
        const next = nextRetryAt({ ...POLICY, schedule: 'next_day' }, 'busy', 0, at, calendar) ?? NaN;
        expect(hoursAt(times, next, zoneClock).open).toBe(true);
        expect(zoneClock.dateAt(next, 'Europe/Berlin') > zoneClock.dateAt(at, 'Europe/Berlin')).toBe(true);
      }),
    );
  });
});

test('a contact is exhausted exactly when an attempt that is tried again at all has used the last retry', () => {
  const anyUse = fc.integer({ min: 0, max: MAX_RETRY_LIMIT });
  fc.assert(
    fc.property(anyPolicy, fc.constantFrom(...DISPOSITIONS), anyUse, (policy, disposition, retriesUsed) => {
      const granting = { ...policy, enabled: true, limit: MAX_RETRY_LIMIT };
      const isEverRetried = mayRetry(granting, disposition, 0);
      expect(isExhausted(policy, disposition, retriesUsed)).toBe(
        isEverRetried && !mayRetry(policy, disposition, retriesUsed),
      );
    }),
  );
  expect(isExhausted(POLICY, 'busy', 2)).toBe(false);
  expect(isExhausted(POLICY, 'busy', 3)).toBe(true);
  expect(isExhausted({ ...POLICY, enabled: false }, 'busy', 0)).toBe(true);
  expect(isExhausted({ ...POLICY, voicemail: 'reached' }, 'voicemail', 6)).toBe(false);
});
