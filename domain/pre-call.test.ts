import fc from 'fast-check';
import {
  decideAfterPreCall,
  HOLD_OFFS_IN_A_ROW,
  isHeldOff,
  preCallUrlOf,
  type PreCallPolicy,
  type PreCallResult,
  type PreCallRules,
} from './pre-call';

const NOW = Date.UTC(2026, 4, 11, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TAKEN = { tries: 3, durationMs: 12_000 };
const URL = 'https://example.com/pre-call';

const failed: PreCallResult = { kind: 'failed', error: 'timeout', ...TAKEN };
const no = (retryAt: number | null, reason: string | null = null): PreCallResult => {
  return { kind: 'not_eligible', reason, retryAt, ...TAKEN };
};
const rules = (changes: Partial<PreCallRules> = {}): PreCallRules => {
  return { policy: 'fail_call', heldOffInARow: 0, maxDays: 30, now: NOW, ...changes };
};

test.each([
  ['both', 'outbound', URL],
  ['both', 'inbound', URL],
  ['outbound', 'outbound', URL],
  ['outbound', 'inbound', null],
  ['inbound', 'inbound', URL],
  ['inbound', 'outbound', null],
  [null, 'outbound', URL],
] as const)('a webhook for %s calls, and a call that is %s', (direction, call, url) => {
  expect(preCallUrlOf({ url: URL, direction }, call)).toBe(url);
  expect(preCallUrlOf({ url: null, direction }, call)).toBeNull();
});

test('an answer lets the call go on with its variables', () => {
  const result: PreCallResult = { kind: 'answered', variables: { plan: 'pro' }, ...TAKEN };
  expect(decideAfterPreCall(result, rules())).toEqual({ kind: 'call', variables: { plan: 'pro' } });
});

test('each policy does its own with a webhook that fails', () => {
  const step = (policy: PreCallPolicy) => decideAfterPreCall(failed, rules({ policy }));
  expect(step('fail_call')).toEqual({ kind: 'fail', error: 'timeout' });
  expect(step('proceed')).toEqual({ kind: 'call', variables: {} });
  expect(step('requeue')).toEqual({
    kind: 'hold',
    until: NOW + 5 * MINUTE_MS,
    reason: 'the pre-call webhook failed: timeout',
  });
});

test.each([
  ['its own time', NOW + 2 * DAY_MS, NOW + 2 * DAY_MS],
  ['an hour without one', null, NOW + HOUR_MS],
  ['a minute at least', NOW - DAY_MS, NOW + MINUTE_MS],
  ['as long as a callback may be at most', NOW + 400 * DAY_MS, NOW + 30 * DAY_MS],
])('a call is held off for %s', (_, retryAt, until) => {
  const step = decideAfterPreCall(no(retryAt, 'out of stock'), rules());
  expect(step).toEqual({ kind: 'hold', until, reason: 'the pre-call webhook holds it off: out of stock' });
});

test('the eleventh time in a row the call fails', () => {
  const tenth = rules({ policy: 'requeue', heldOffInARow: HOLD_OFFS_IN_A_ROW - 1 });
  const eleventh = rules({ policy: 'requeue', heldOffInARow: HOLD_OFFS_IN_A_ROW });
  expect(decideAfterPreCall(failed, tenth).kind).toBe('hold');
  expect(decideAfterPreCall(failed, eleventh)).toEqual({
    kind: 'fail',
    error: 'held off 10 times in a row; at last, the pre-call webhook failed: timeout',
  });
});

test('whoever is not to be called is not called, under any policy and however often', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<PreCallPolicy>('fail_call', 'proceed', 'requeue'),
      fc.nat(100),
      fc.option(fc.integer({ min: -NOW, max: 2 * NOW })),
      fc.integer({ min: 1, max: 30 }),
      (policy, heldOffInARow, retryAt, maxDays) => {
        const step = decideAfterPreCall(no(retryAt), rules({ policy, heldOffInARow, maxDays }));
        expect(step.kind).toBe(heldOffInARow < HOLD_OFFS_IN_A_ROW ? 'hold' : 'fail');
        if (step.kind !== 'hold') return;
        expect(step.until).toBeGreaterThan(NOW);
        expect(step.until).toBeLessThanOrEqual(NOW + maxDays * DAY_MS);
        expect(isHeldOff(step.reason)).toBe(true);
      },
    ),
  );
});

test('a line that waits for something else is not taken for one that is held off', () => {
  for (const reason of [null, 'busy: retry 1 of 3', 'call now was asked for']) expect(isHeldOff(reason)).toBe(false);
});
