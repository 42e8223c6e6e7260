import fc from 'fast-check';
import {
  decideAfterAttempt,
  type AttemptFacts,
  type CallbackPolicy,
  type CallDecision,
  type CallbackRequest,
} from './call-decision';
import { createCallCalendar } from '../infra/time-zones/call-calendar';
import type { CallCalendar } from './call-calendar';
import { hoursAt, type CallingHours, type CallTimes } from './calling-hours';
import { zoneClock } from '../infra/time-zones/zone-clock';
import { DISPOSITIONS, RETRYABLE_DISPOSITIONS, type Disposition } from './disposition';
import { isFinalLineStatus } from './line-status';
import { MAX_RETRY_LIMIT, type RetryPolicy } from './retry-policy';

const NOW = Date.UTC(2026, 2, 10, 9);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const FACTS: AttemptFacts = {
  disposition: 'busy',
  rawCode: null,
  callback: null,
  doNotCall: false,
  retriesUsed: 0,
  callbacksUsed: 0,
  uncountedInARow: 0,
  providerRestsUntil: null,
  campaignEnded: false,
  endedAt: NOW,
  now: NOW,
};

const NO_HOURS: CallTimes = { campaign: null, openedAt: 0, contact: null };

/** Monday to Friday, 09:00 to 17:00 in London. `NOW` is a Tuesday at nine there. */
const OFFICE_HOURS: CallingHours = {
  zone: 'Europe/London',
  dailyStop: null,
  dailyStart: null,
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  windows: [{ startMinute: 540, endMinute: 1020 }],
  closedDates: [],
};
const office: CallTimes = { ...NO_HOURS, campaign: OFFICE_HOURS };
const neverOpen: CallTimes = { ...NO_HOURS, campaign: { ...OFFICE_HOURS, weekdays: [] } };
const ALL_TIMES: readonly CallTimes[] = [
  NO_HOURS,
  office,
  { ...NO_HOURS, campaign: { ...OFFICE_HOURS, windows: [{ startMinute: 1320, endMinute: 120 }] } },
  { ...office, contact: { startMinute: 480, endMinute: 1260, zones: ['America/New_York', 'Asia/Kolkata'] } },
];

const calendarOf = (times: CallTimes): CallCalendar => createCallCalendar(times, 'Europe/London');
const ALWAYS_OPEN = calendarOf(NO_HOURS);

const RETRY: RetryPolicy = {
  enabled: true,
  limit: 3,
  schedule: 'immediately',
  scheduleDays: 0,
  scheduleHours: 0,
  rules: { busy: { delayS: 300, backoff: 2, maxDelayS: 3600 } },
  voicemail: 'retry',
};

const CALLBACK: CallbackPolicy = { enabled: true, defaultDelayS: 7200, limit: 3, maxDays: 30 };

const anyCallback: fc.Arbitrary<CallbackRequest> = fc.record({
  at: fc.option(fc.integer({ min: NOW - 400 * DAY_MS, max: NOW + 400 * DAY_MS })),
  source: fc.constantFrom('provider', 'words'),
  text: fc.option(fc.string()),
});

const anyFacts: fc.Arbitrary<AttemptFacts> = fc.record({
  disposition: fc.constantFrom(...DISPOSITIONS),
  rawCode: fc.option(fc.string()),
  callback: fc.option(anyCallback),
  doNotCall: fc.boolean(),
  retriesUsed: fc.nat(8),
  callbacksUsed: fc.nat(8),
  uncountedInARow: fc.nat(5000),
  providerRestsUntil: fc.option(fc.integer({ min: NOW - HOUR_MS, max: NOW + HOUR_MS })),
  campaignEnded: fc.boolean(),
  // What a server that was away has delayed is recorded late.
  endedAt: fc.integer({ min: NOW - 3 * HOUR_MS, max: NOW }),
  now: fc.constant(NOW),
});

const anyRetry: fc.Arbitrary<RetryPolicy> = fc.record({
  enabled: fc.boolean(),
  limit: fc.nat(10),
  schedule: fc.constantFrom('immediately', 'next_day', 'scheduled_time'),
  scheduleDays: fc.nat(30),
  scheduleHours: fc.nat(23),
  rules: fc.dictionary(
    fc.constantFrom(...RETRYABLE_DISPOSITIONS),
    fc.record({ delayS: fc.nat(DAY_MS / 1000), backoff: fc.integer({ min: 1, max: 10 }), maxDelayS: fc.nat(86_400) }),
  ),
  voicemail: fc.constantFrom('reached', 'retry'),
});

const anyCallbackPolicy: fc.Arbitrary<CallbackPolicy> = fc.record({
  enabled: fc.boolean(),
  defaultDelayS: fc.integer({ min: 60, max: 7 * 86_400 }),
  limit: fc.nat(5),
  maxDays: fc.integer({ min: 1, max: 30 }),
});

const anyTimes = fc.constantFrom(...ALL_TIMES);

/** Holds `law` for any attempt under any policy. */
function always(
  law: (decision: CallDecision, facts: AttemptFacts, rules: [RetryPolicy, CallbackPolicy, CallTimes]) => void,
): void {
  fc.assert(
    fc.property(anyFacts, anyRetry, anyCallbackPolicy, anyTimes, (facts, retry, callback, times) => {
      law(decideAfterAttempt(facts, retry, callback, calendarOf(times)), facts, [retry, callback, times]);
    }),
    // Callbacks past their bounds are rare among all facts.
    { numRuns: 2_000 },
  );
}

describe('what follows an attempt', () => {
  it.each<[string, Partial<AttemptFacts>, Partial<CallDecision>]>([
    ['a reached person is done with', { disposition: 'completed' }, { kind: 'close', status: 'completed' }],
    [
      'a busy line is retried, and says which retry it is',
      {},
      { kind: 'retry', at: NOW + 300_000, counted: true, reason: 'busy: retry 1 of 3' },
    ],
    ['the second retry waits longer', { retriesUsed: 1 }, { kind: 'retry', at: NOW + 600_000, counted: true }],
    [
      'a used budget closes the line, and says so',
      { retriesUsed: 3 },
      { kind: 'close', status: 'busy', reason: 'busy; all 3 retries used' },
    ],
    ['an unknown end closes the line', { disposition: 'unknown' }, { kind: 'close', status: 'unknown' }],
    ['an invalid number closes the line', { disposition: 'invalid_number' }, { kind: 'close', status: 'failed' }],
    [
      'a full provider is waited for, outside the budget',
      { disposition: 'no_capacity', retriesUsed: 3 },
      { kind: 'retry', at: NOW + 15_000, counted: false },
    ],
    [
      'a provider that stays full is asked less often, five minutes apart at most',
      { disposition: 'no_capacity', uncountedInARow: 60 },
      { kind: 'retry', at: NOW + 300_000, counted: false },
    ],
    [
      'a provider that wants quiet has it, ...',
      { disposition: 'no_capacity', providerRestsUntil: NOW + 600_000 },
      { kind: 'retry', at: NOW + 600_000, counted: false },
    ],
    [
      '... but is not asked sooner because of it',
      { disposition: 'no_capacity', providerRestsUntil: NOW + 1_000 },
      { kind: 'retry', at: NOW + 15_000, counted: false },
    ],
    [
      'a callback goes to the instant asked for',
      { disposition: 'completed', callback: { at: NOW + DAY_MS, source: 'provider', text: 'tomorrow at nine' } },
      { kind: 'callback', at: NOW + DAY_MS, reason: 'asked to be called back ("tomorrow at nine")' },
    ],
    [
      'a callback in words alone takes the default delay',
      { disposition: 'completed', callback: { at: null, source: 'provider', text: 'after lunch' } },
      { kind: 'callback', at: NOW + 2 * HOUR_MS },
    ],
    [
      'a callback in the past takes the default delay',
      { disposition: 'completed', callback: { at: NOW - 1, source: 'provider', text: null } },
      { kind: 'callback', at: NOW + 2 * HOUR_MS },
    ],
    [
      'a callback too far away is brought nearer',
      { disposition: 'completed', callback: { at: NOW + 90 * DAY_MS, source: 'provider', text: null } },
      { kind: 'callback', at: NOW + 30 * DAY_MS },
    ],
    [
      'a callback one millisecond too far away is brought nearer too',
      { disposition: 'completed', callback: { at: NOW + 30 * DAY_MS + 1, source: 'provider', text: null } },
      { kind: 'callback', at: NOW + 30 * DAY_MS },
    ],
    [
      'a callback past its limit leaves the outcome as it is',
      { disposition: 'completed', callbacksUsed: 3, callback: { at: NOW + DAY_MS, source: 'provider', text: null } },
      { kind: 'close', status: 'completed' },
    ],
    [
      'who asks not to be called is not called back either',
      { doNotCall: true, callback: { at: NOW + DAY_MS, source: 'provider', text: null } },
      { kind: 'close', status: 'suppressed' },
    ],
    [
      'a campaign that has ended retries nothing',
      { campaignEnded: true },
      { kind: 'close', status: 'busy', reason: 'busy; the campaign has ended' },
    ],
    [
      'a campaign that has ended waits for no capacity',
      { campaignEnded: true, disposition: 'no_capacity' },
      { kind: 'close', status: 'cancelled' },
    ],
    [
      'a campaign that has ended keeps who was reached',
      { campaignEnded: true, disposition: 'completed', callback: { at: NOW + DAY_MS, source: 'provider', text: null } },
      { kind: 'close', status: 'completed' },
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(decideAfterAttempt({ ...FACTS, ...facts }, RETRY, CALLBACK, ALWAYS_OPEN)).toMatchObject(expected);
  });

  it.each<[string, CallTimes, Partial<AttemptFacts>, Partial<RetryPolicy>, Partial<CallDecision>]>([
    [
      'a retry due in the hours stays where it is',
      office,
      {},
      {},
      { kind: 'retry', at: NOW + 300_000, reason: 'busy: retry 1 of 3' },
    ],
    [
      'a retry due after the hours moves to the next opening, and says so',
      office,
      { now: Date.UTC(2026, 2, 10, 16, 58), endedAt: Date.UTC(2026, 2, 10, 16, 58) },
      {},
      { kind: 'retry', at: Date.UTC(2026, 2, 11, 9), reason: 'busy: retry 1 of 3; moved into the calling hours' },
    ],
    [
      'on a Friday evening the next opening is on Monday',
      office,
      { now: Date.UTC(2026, 2, 13, 16, 58), endedAt: Date.UTC(2026, 2, 13, 16, 58) },
      {},
      { kind: 'retry', at: Date.UTC(2026, 2, 16, 9) },
    ],
    [
      'hours that never open close the line with the reason',
      neverOpen,
      {},
      {},
      { kind: 'close', status: 'busy', reason: 'busy; no calling hours within 400 days' },
    ],
    [
      'a provider without room is asked again in the hours only',
      office,
      { disposition: 'no_capacity', now: Date.UTC(2026, 2, 10, 16, 59, 55), endedAt: NOW },
      {},
      {
        kind: 'retry',
        at: Date.UTC(2026, 2, 11, 9),
        counted: false,
        reason: 'the provider had no capacity; not an attempt; moved into the calling hours',
      },
    ],
    [
      'a callback asked for at night is moved into the hours, and the wish is kept beside it',
      office,
      {
        disposition: 'completed',
        callback: { at: Date.UTC(2026, 2, 10, 21), source: 'words', text: 'tonight at nine' },
      },
      {},
      {
        kind: 'callback',
        at: Date.UTC(2026, 2, 11, 9),
        askedFor: Date.UTC(2026, 2, 10, 21),
        source: 'words',
        reason: 'asked to be called back ("tonight at nine"); moved into the calling hours',
      },
    ],
    [
      'a callback that finds no opening closes the line with how its call has ended',
      neverOpen,
      { disposition: 'completed', callback: { at: NOW + DAY_MS, source: 'provider', text: null } },
      {},
      { kind: 'close', status: 'completed', reason: 'asked to be called back; no calling hours within 400 days' },
    ],
  ])('%s', (_rule, times, facts, retry, expected) => {
    const decision = decideAfterAttempt({ ...FACTS, ...facts }, { ...RETRY, ...retry }, CALLBACK, calendarOf(times));
    expect(decision).toMatchObject(expected);
  });

  it.each([
    [null, 'the provider had no capacity; not an attempt'],
    ['full', 'the provider had no capacity; not an attempt'],
    ['rate_limited', 'the provider limits the rate of calls; not an attempt'],
    ['unreachable', 'the provider cannot be reached; not an attempt'],
    ['insufficient_funds', 'the provider account is without funds; not an attempt'],
    ['credentials_refused', 'the provider refuses the credentials; not an attempt'],
  ])('tells what kept the provider from calling: %p', (rawCode, reason) => {
    const facts: AttemptFacts = { ...FACTS, disposition: 'no_capacity', rawCode };
    expect(decideAfterAttempt(facts, RETRY, CALLBACK, ALWAYS_OPEN).reason).toBe(reason);
  });

  it('says that nobody is called back once the callbacks are used', () => {
    const callback = { at: NOW + DAY_MS, source: 'provider', text: null } as const;
    const facts: AttemptFacts = { ...FACTS, disposition: 'completed', callbacksUsed: 3, callback };
    const { reason } = decideAfterAttempt(facts, RETRY, CALLBACK, ALWAYS_OPEN);
    expect(reason).toBe('reached; asked to be called back, and all 3 callbacks are used');
  });

  it('calls at once who was promised a time that has passed while the outcome was not recorded', () => {
    const callback = { at: NOW - HOUR_MS / 2, source: 'words', text: 'in half an hour' } as const;
    const facts: AttemptFacts = { ...FACTS, endedAt: NOW - HOUR_MS, callback };
    expect(decideAfterAttempt(facts, RETRY, CALLBACK, ALWAYS_OPEN)).toMatchObject({ kind: 'callback', at: NOW });
  });

  it('never retries what calling again cannot help, whatever the rules', () => {
    const rule = { delayS: 1, backoff: 1, maxDelayS: 1 };
    const rules = Object.fromEntries(RETRYABLE_DISPOSITIONS.map((disposition) => [disposition, rule]));
    const eager: RetryPolicy = { ...RETRY, limit: 6, rules };
    for (const disposition of ['invalid_number', 'suppressed', 'completed', 'cancelled', 'unknown'] as const) {
      expect(decideAfterAttempt({ ...FACTS, disposition }, eager, CALLBACK, ALWAYS_OPEN).kind).toBe('close');
    }
    const declined: AttemptFacts = { ...FACTS, disposition: 'declined', doNotCall: true };
    expect(decideAfterAttempt(declined, eager, CALLBACK, ALWAYS_OPEN)).toMatchObject({ status: 'suppressed' });
  });

  it('grants no callback where the campaign allows none', () => {
    const facts: AttemptFacts = { ...FACTS, callback: { at: NOW + DAY_MS, source: 'provider', text: null } };
    expect(decideAfterAttempt(facts, RETRY, { ...CALLBACK, enabled: false }, ALWAYS_OPEN).kind).toBe('retry');
  });

  it('does not wait longer than the days allowed, even by default', () => {
    const facts: AttemptFacts = { ...FACTS, callback: { at: null, source: 'provider', text: 'later' } };
    const policy: CallbackPolicy = { ...CALLBACK, defaultDelayS: 2 * 86_400, maxDays: 1 };
    expect(decideAfterAttempt(facts, RETRY, policy, ALWAYS_OPEN)).toMatchObject({ kind: 'callback', at: NOW + DAY_MS });
  });

  it('is never in the past, and always at a real instant', () => {
    always((decision) => {
      if (decision.kind === 'close') return;
      expect(Number.isFinite(decision.at)).toBe(true);
      expect(decision.at).toBeGreaterThanOrEqual(NOW);
    });
  });

  it('never leads to a call outside the hours', () => {
    always((decision, _facts, [, , times]) => {
      if (decision.kind !== 'close') expect(hoursAt(times, decision.at, zoneClock).open).toBe(true);
    });
  });

  it('says so whenever the hours have moved it, and only then', () => {
    always((decision, facts, [retry, callback]) => {
      if (decision.kind === 'close') return;
      const asked = decideAfterAttempt(facts, retry, callback, ALWAYS_OPEN);
      // "next_day" asks for an opening itself.
      if (asked.kind === 'close' || retry.schedule === 'next_day') return;
      expect(decision.reason.endsWith('; moved into the calling hours')).toBe(decision.at !== asked.at);
    });
  });

  it('closes a line only with a final status, and always says why', () => {
    always((decision) => {
      expect(decision.reason).not.toBe('');
      if (decision.kind === 'close') expect(isFinalLineStatus(decision.status)).toBe(true);
    });
  });

  it('is suppression whenever the person asked not to be called, whatever else is true', () => {
    always((_decision, facts, [retry, callback, times]) => {
      const decision = decideAfterAttempt({ ...facts, doNotCall: true }, retry, callback, calendarOf(times));
      expect(decision).toMatchObject({ kind: 'close', status: 'suppressed' });
    });
  });

  it('is an end whenever the campaign has ended', () => {
    always((decision, facts) => {
      if (facts.campaignEnded) expect(decision.kind).toBe('close');
    });
  });

  it('takes a retry from the budget only while there is one, and never after an unknown end', () => {
    always((decision, facts, [retry]) => {
      if (decision.kind !== 'retry' || !decision.counted) return;
      expect(retry.enabled).toBe(true);
      expect(facts.retriesUsed).toBeLessThan(Math.min(retry.limit, MAX_RETRY_LIMIT));
      expect(facts.disposition).not.toBe('unknown');
    });
  });

  it('leaves the budget alone exactly when the provider had no capacity', () => {
    always((decision, facts) => {
      if (decision.kind === 'retry') expect(decision.counted).toBe(facts.disposition !== 'no_capacity');
    });
  });

  it('does not depend on the budget when the provider had no capacity', () => {
    always((_decision, facts, [retry, callback, times]) => {
      const full: AttemptFacts = { ...facts, disposition: 'no_capacity', callback: null };
      expect(decideAfterAttempt({ ...full, retriesUsed: 99 }, retry, callback, calendarOf(times))).toEqual(
        decideAfterAttempt({ ...full, retriesUsed: 0 }, retry, callback, calendarOf(times)),
      );
    });
  });

  it('grants callbacks up to their own limit, and not beyond the days allowed', () => {
    always((decision, facts, [, callback]) => {
      if (decision.kind !== 'callback') return;
      expect(callback.enabled).toBe(true);
      expect(facts.callback).not.toBeNull();
      expect(facts.callbacksUsed).toBeLessThan(callback.limit);
      expect(decision.askedFor).toBeLessThanOrEqual(NOW + callback.maxDays * DAY_MS);
    });
  });

  it('ends for a person who always asks for another callback and never picks up again', () => {
    fc.assert(
      fc.property(
        anyRetry,
        anyCallbackPolicy,
        fc.constantFrom<Disposition>('busy', 'completed'),
        (retry, callback, end) => {
          let facts: AttemptFacts = { ...FACTS, disposition: end, callback: { at: null, source: 'words', text: null } };
          for (let calls = 1; ; calls += 1) {
            const decision = decideAfterAttempt(facts, retry, callback, ALWAYS_OPEN);
            if (decision.kind === 'close') return;
            expect(calls).toBeLessThanOrEqual(callback.limit + MAX_RETRY_LIMIT);
            facts =
              decision.kind === 'callback'
                ? { ...facts, callbacksUsed: facts.callbacksUsed + 1 }
                : { ...facts, retriesUsed: facts.retriesUsed + 1 };
          }
        },
      ),
    );
  });
});
