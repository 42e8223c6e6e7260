import fc from 'fast-check';
import {
  grantCallback,
  KEPT_WITHIN_MS,
  keptOrLate,
  type CallbackMoment,
  type CallbackPolicy,
  type CallbackRequest,
  type GrantedCallback,
} from './callback-promise';

const NOW = Date.UTC(2026, 2, 10, 9);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const POLICY: CallbackPolicy = { enabled: true, defaultDelayS: 7200, limit: 3, maxDays: 30 };
const MOMENT: CallbackMoment = { endedAt: NOW, now: NOW };

describe('a wish to be called back', () => {
  it.each<[string, Partial<CallbackRequest>, Partial<GrantedCallback>]>([
    [
      'goes to the time that the provider gives',
      { at: NOW + DAY_MS },
      { askedFor: NOW + DAY_MS, source: 'provider', reason: 'asked to be called back' },
    ],
    [
      'shows the words it came from',
      { at: NOW + DAY_MS, source: 'words', text: 'tomorrow at ten' },
      { source: 'words', reason: 'asked to be called back ("tomorrow at ten")' },
    ],
    [
      'takes the default delay when no time could be read, and says so',
      { source: 'words', text: 'when it suits' },
      {
        askedFor: NOW + 2 * HOUR_MS,
        source: 'default_delay',
        reason: 'asked to be called back ("when it suits"); no time could be read, so the default delay',
      },
    ],
    [
      'is not in the past',
      { at: NOW - 1 },
      {
        askedFor: NOW + 2 * HOUR_MS,
        source: 'default_delay',
        reason: 'asked to be called back; the time asked for had passed, so the default delay',
      },
    ],
    [
      'goes no further on than the days allowed, and says so',
      { at: NOW + 31 * DAY_MS },
      { askedFor: NOW + 30 * DAY_MS, reason: 'asked to be called back; bounded to 30 days' },
    ],
  ])('%s', (_rule, request, expected) => {
    expect(grantCallback({ at: null, source: 'provider', text: null, ...request }, MOMENT, POLICY)).toMatchObject(
      expected,
    );
  });

  it('shows no more than a part of endless words', () => {
    const request = { at: NOW + 1, source: 'words', text: 'x'.repeat(5_000) } as const;
    expect(grantCallback(request, MOMENT, POLICY).reason.length).toBeLessThan(300);
  });

  it('is never granted for the past, nor beyond the days allowed', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: NOW - 90 * DAY_MS, max: NOW + 90 * DAY_MS })),
        fc.integer({ min: NOW - 5 * DAY_MS, max: NOW }),
        fc.record({ defaultDelayS: fc.nat(90 * 86_400), maxDays: fc.integer({ min: 1, max: 30 }) }),
        (at, endedAt, bounds) => {
          const policy = { ...POLICY, ...bounds };
          const { askedFor } = grantCallback({ at, source: 'words', text: null }, { endedAt, now: NOW }, policy);
          expect(askedFor).toBeGreaterThanOrEqual(NOW);
          expect(askedFor).toBeLessThanOrEqual(NOW + policy.maxDays * DAY_MS);
        },
      ),
    );
  });
});

describe('a promised callback', () => {
  it('is kept up to five minutes after its time, and late from then on', () => {
    expect(keptOrLate(NOW, NOW + KEPT_WITHIN_MS)).toBe('kept');
    expect(keptOrLate(NOW, NOW + KEPT_WITHIN_MS + 1)).toBe('late');
    expect(keptOrLate(NOW, NOW - HOUR_MS)).toBe('kept');
    expect(KEPT_WITHIN_MS).toBe(300_000);
  });
});
