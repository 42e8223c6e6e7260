import fc from 'fast-check';
import {
  decideAfterAttempt,
  type AttemptFacts,
  type CallbackPolicy,
  type CallDecision,
  type CallbackRequest,
} from './call-decision';
import { DISPOSITIONS, RETRYABLE_DISPOSITIONS, type Disposition } from './disposition';
import { isFinalLineStatus } from './line-status';
import { MAX_RETRY_LIMIT, type RetryPolicy } from './retry-policy';

const NOW = Date.UTC(2026, 2, 10, 9);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const FACTS: AttemptFacts = {
  disposition: 'busy',
  callback: null,
  doNotCall: false,
  retriesUsed: 0,
  callbacksUsed: 0,
  uncountedInARow: 0,
  campaignEnded: false,
  now: NOW,
};

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
  text: fc.option(fc.string()),
});

const anyFacts: fc.Arbitrary<AttemptFacts> = fc.record({
  disposition: fc.constantFrom(...DISPOSITIONS),
  callback: fc.option(anyCallback),
  doNotCall: fc.boolean(),
  retriesUsed: fc.nat(8),
  callbacksUsed: fc.nat(8),
  uncountedInARow: fc.nat(5000),
  campaignEnded: fc.boolean(),
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

/** Holds `law` for any attempt under any policy. */
function always(
  law: (decision: CallDecision, facts: AttemptFacts, policies: [RetryPolicy, CallbackPolicy]) => void,
): void {
  fc.assert(
    fc.property(anyFacts, anyRetry, anyCallbackPolicy, (facts, retry, callback) => {
      law(decideAfterAttempt(facts, retry, callback), facts, [retry, callback]);
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
      'a callback goes to the instant asked for',
      { disposition: 'completed', callback: { at: NOW + DAY_MS, text: 'tomorrow at nine' } },
      { kind: 'callback', at: NOW + DAY_MS, reason: 'asked to be called back ("tomorrow at nine")' },
    ],
    [
      'a callback in words alone takes the default delay',
      { disposition: 'completed', callback: { at: null, text: 'after lunch' } },
      { kind: 'callback', at: NOW + 2 * HOUR_MS },
    ],
    [
      'a callback in the past takes the default delay',
      { disposition: 'completed', callback: { at: NOW - 1, text: null } },
      { kind: 'callback', at: NOW + 2 * HOUR_MS },
    ],
    [
      'a callback too far away is brought nearer',
      { disposition: 'completed', callback: { at: NOW + 90 * DAY_MS, text: null } },
      { kind: 'callback', at: NOW + 30 * DAY_MS },
    ],
    [
      'a callback one millisecond too far away is brought nearer too',
      { disposition: 'completed', callback: { at: NOW + 30 * DAY_MS + 1, text: null } },
      { kind: 'callback', at: NOW + 30 * DAY_MS },
    ],
    [
      'a callback past its limit leaves the outcome as it is',
      { disposition: 'completed', callbacksUsed: 3, callback: { at: NOW + DAY_MS, text: null } },
      { kind: 'close', status: 'completed' },
    ],
    [
      'who asks not to be called is not called back either',
      { doNotCall: true, callback: { at: NOW + DAY_MS, text: null } },
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
      { campaignEnded: true, disposition: 'completed', callback: { at: NOW + DAY_MS, text: null } },
      { kind: 'close', status: 'completed' },
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(decideAfterAttempt({ ...FACTS, ...facts }, RETRY, CALLBACK)).toMatchObject(expected);
  });

  it('grants no callback where the campaign allows none', () => {
    const facts: AttemptFacts = { ...FACTS, callback: { at: NOW + DAY_MS, text: null } };
    expect(decideAfterAttempt(facts, RETRY, { ...CALLBACK, enabled: false }).kind).toBe('retry');
  });

  it('does not wait longer than the days allowed, even by default', () => {
    const facts: AttemptFacts = { ...FACTS, callback: { at: null, text: 'later' } };
    const policy: CallbackPolicy = { ...CALLBACK, defaultDelayS: 2 * 86_400, maxDays: 1 };
    expect(decideAfterAttempt(facts, RETRY, policy)).toMatchObject({ kind: 'callback', at: NOW + DAY_MS });
  });

  it('is never in the past, and always at a real instant', () => {
    always((decision) => {
      if (decision.kind === 'close') return;
      expect(Number.isFinite(decision.at)).toBe(true);
      expect(decision.at).toBeGreaterThanOrEqual(NOW);
    });
  });

  it('closes a line only with a final status, and always says why', () => {
    always((decision) => {
      expect(decision.reason).not.toBe('');
      if (decision.kind === 'close') expect(isFinalLineStatus(decision.status)).toBe(true);
    });
  });

  it('is suppression whenever the person asked not to be called, whatever else is true', () => {
    always((_decision, facts, [retry, callback]) => {
      const decision = decideAfterAttempt({ ...facts, doNotCall: true }, retry, callback);
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
    always((_decision, facts, [retry, callback]) => {
      const full: AttemptFacts = { ...facts, disposition: 'no_capacity', callback: null };
      expect(decideAfterAttempt({ ...full, retriesUsed: 99 }, retry, callback)).toEqual(
        decideAfterAttempt({ ...full, retriesUsed: 0 }, retry, callback),
      );
    });
  });

  it('grants callbacks up to their own limit, and not beyond the days allowed', () => {
    always((decision, facts, [, callback]) => {
      if (decision.kind !== 'callback') return;
      expect(callback.enabled).toBe(true);
      expect(facts.callback).not.toBeNull();
      expect(facts.callbacksUsed).toBeLessThan(callback.limit);
      expect(decision.at).toBeLessThanOrEqual(NOW + callback.maxDays * DAY_MS);
    });
  });

  it('ends for a person who always asks for another callback and never picks up again', () => {
    fc.assert(
      fc.property(
        anyRetry,
        anyCallbackPolicy,
        fc.constantFrom<Disposition>('busy', 'completed'),
        (retry, callback, end) => {
          let facts: AttemptFacts = { ...FACTS, disposition: end, callback: { at: null, text: null } };
          for (let calls = 1; ; calls += 1) {
            const decision = decideAfterAttempt(facts, retry, callback);
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
