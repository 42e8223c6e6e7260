import fc from 'fast-check';
import { UNLIMITED } from './call-budget';
import type { CallCalendar } from './call-calendar';
import { DEFAULT_SETTINGS } from './campaign-settings';
import { forecast, type ForecastFacts } from './forecast';
import type { Span } from './spans';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time' as const };
const ALWAYS: CallCalendar = {
  openingFrom: (at) => at,
  nextMidnight: (at) => Math.ceil((at + 1) / DAY) * DAY,
  sameTimeNextDay: (at) => at + DAY,
};
const always = (from: number, to: number): Span[] => [{ from, to }];

function facts(changes: Partial<ForecastFacts> = {}): ForecastFacts {
  return {
    now: NOW,
    pacing: { concurrency: 10, callsPerSecond: null },
    averageCallS: 60,
    outcomes: [{ disposition: 'completed', share: 1 }],
    retry,
    queue: [{ retriesUsed: 0, dueAt: NOW, lines: 600 }],
    limits: UNLIMITED,
    calendar: ALWAYS,
    open: always,
    ...changes,
  };
}

const HALF = [
  { disposition: 'completed', share: 0.5 },
  { disposition: 'no_answer', share: 0.5 },
] as const;

/** How long it takes, in minutes. */
function minutes(changes: Partial<ForecastFacts> = {}): number {
  const { throughAt } = forecast(facts(changes));
  return throughAt === null ? Infinity : (throughAt - NOW) / MINUTE;
}

describe('a forecast', () => {
  it('takes as long as the slots need for the calls', () => {
    expect(forecast(facts()).expectedCalls).toBe(600);
    expect(minutes()).toBeGreaterThan(60);
    expect(minutes()).toBeLessThan(62);
    expect(minutes({ pacing: { concurrency: 20, callsPerSecond: null } })).toBeLessThan(32);
  });

  it('keeps the pace', () => {
    expect(minutes({ pacing: { concurrency: 1000, callsPerSecond: 0.1 } })).toBeGreaterThan(100);
  });

  it('counts the retries of those who are not reached, by what they have left', () => {
    const queue = [
      { retriesUsed: 0, dueAt: NOW, lines: 80 },
      { retriesUsed: 2, dueAt: NOW, lines: 80 },
      { retriesUsed: 3, dueAt: NOW, lines: 80 },
    ];
    const { expectedCalls } = forecast(facts({ outcomes: HALF, queue }));
    expect(expectedCalls).toBe(80 * 1.875 + 80 * 1.5 + 80);
    expect(forecast(facts({ outcomes: HALF, queue, retry: { ...retry, enabled: false } })).expectedCalls).toBe(240);
  });

  it('waits for retries and callbacks that are due later', () => {
    expect(minutes({ queue: [{ retriesUsed: 0, dueAt: NOW + DAY, lines: 1 }] })).toBeGreaterThan(24 * 60);
    const everyFourHours = { ...retry, scheduleHours: 4 };
    expect(minutes({ outcomes: HALF, retry: everyFourHours })).toBeGreaterThan(12 * 60);
    expect(minutes({ outcomes: HALF, retry: everyFourHours })).toBeLessThan(14.5 * 60);
  });

  it('is through within the hours, and goes on the next day', () => {
    // Open from 12:00 to 12:30 each day.
    const open = (from: number, to: number): Span[] => {
      const spans: Span[] = [];
      for (let at = NOW; at < to; at += DAY) spans.push({ from: Math.max(at, from), to: at + HOUR / 2 });
      return spans;
    };
    const { throughAt } = forecast(facts({ open, averageCallS: 55 }));
    expect(throughAt).toBeGreaterThan(NOW + DAY);
    expect(throughAt).toBeLessThan(NOW + DAY + HOUR / 2 + MINUTE);
    expect(minutes({ queue: [], open: () => [] })).toBe(0);
  });

  it('is never through where it never opens, or where more is to do than 400 days allow', () => {
    expect(minutes({ open: () => [] })).toBe(Infinity);
    expect(minutes({ queue: [{ retriesUsed: 0, dueAt: NOW, lines: 10_000_000 }] })).toBe(Infinity);
  });

  it('takes no longer for millions of lines', () => {
    const queue = Array.from({ length: 5_000 }, (_, index) => ({
      retriesUsed: index % 7,
      dueAt: NOW + index * HOUR,
      lines: 1_000,
    }));
    const asked = jest.fn(ALWAYS.openingFrom);
    const pacing = { concurrency: 1000, callsPerSecond: null };
    const nextDay = { ...retry, limit: 6, schedule: 'next_day' as const };
    expect(
      forecast(facts({ queue, pacing, outcomes: HALF, retry: nextDay, calendar: { ...ALWAYS, openingFrom: asked } }))
        .throughAt,
    ).not.toBeNull();
    expect(asked.mock.calls.length).toBeLessThan(3_000);
  });
});

const instants = fc.integer({ min: 0, max: 20 * DAY }).map((after) => NOW + after);
const anything = fc.record({
  lines: fc.array(
    fc.record({
      retriesUsed: fc.integer({ min: 0, max: 6 }),
      dueAt: instants,
      lines: fc.integer({ min: 1, max: 5_000 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  concurrency: fc.integer({ min: 1, max: 50 }),
  answerShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
  limit: fc.integer({ min: 0, max: 6 }),
  delayS: fc.integer({ min: 0, max: 100_000 }),
  averageCallS: fc.integer({ min: 5, max: 300 }),
  openHours: fc.integer({ min: 1, max: 24 }),
});

function factsOf({
  lines,
  answerShare,
  limit,
  delayS,
  openHours,
  ...some
}: ReturnType<typeof anything.generate>['value']) {
  return (pacing: ForecastFacts['pacing'], hours = openHours): ForecastFacts =>
    facts({
      ...some,
      pacing,
      queue: lines,
      outcomes: [
        { disposition: 'completed', share: answerShare },
        { disposition: 'busy', share: 1 - answerShare },
      ],
      retry: { ...retry, limit, rules: { busy: { delayS, backoff: 2, maxDelayS: 200_000 } } },
      open: (from, to) => {
        const spans: Span[] = [];
        for (let at = from; at < to; at += DAY) spans.push({ from: at, to: Math.min(to, at + hours * HOUR) });
        return spans;
      },
    });
}

describe('whatever the campaign', () => {
  it('more slots never make it later', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 50 }), (some, more) => {
        const make = factsOf(some);
        const few = forecast(make({ concurrency: some.concurrency, callsPerSecond: null }));
        const many = forecast(make({ concurrency: some.concurrency + more, callsPerSecond: null }));
        expect(many.throughAt ?? Infinity).toBeLessThanOrEqual((few.throughAt ?? Infinity) + 1);
        expect(many.expectedCalls).toBe(few.expectedCalls);
      }),
      { numRuns: 100 },
    );
  });

  it('shorter hours never make it earlier', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 24 }), (some, hours) => {
        const make = factsOf(some);
        const pacing = { concurrency: some.concurrency, callsPerSecond: null };
        const [short, long] = [Math.min(hours, some.openHours), Math.max(hours, some.openHours)];
        const sooner = forecast(make(pacing, long)).throughAt ?? Infinity;
        expect(forecast(make(pacing, short)).throughAt ?? Infinity).toBeGreaterThanOrEqual(sooner - 1);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a forecast under limits', () => {
  const under = (limits: Partial<ForecastFacts['limits']>, changes: Partial<ForecastFacts> = {}) =>
    forecast(facts({ limits: { ...UNLIMITED, ...limits }, ...changes }));

  it('of calls a day goes on when the next day begins', () => {
    // 600 calls, 200 a day, 50 of today are made: 150 today, then 200, 200 and 50. NOW is noon.
    const { throughAt, expectedCalls, stop } = under({ callsPerDay: 200, callsToday: 50 });
    expect([expectedCalls, stop]).toEqual([600, null]);
    const hours = ((throughAt ?? 0) - NOW) / HOUR;
    expect(hours).toBeGreaterThan(12 + 48);
    expect(hours).toBeLessThan(12 + 48 + 0.5);
    expect(under({ callsPerDay: 600 }).throughAt).toBe(forecast(facts()).throughAt);
  });

  it('of calls a day holds for each day, however far ahead', () => {
    const { throughAt } = under({ callsPerDay: 2 });
    const days = ((throughAt ?? 0) - NOW) / DAY;
    expect(days).toBeGreaterThan(298.5);
    expect(days).toBeLessThan(300);
    expect(under({ callsPerDay: 1 }).throughAt).toBeNull();
  });

  it('of calls in all stops, and says how many are left', () => {
    const { throughAt, expectedCalls, stop } = under({ callsLeft: 200 });
    expect(throughAt).toBeNull();
    expect(expectedCalls).toBeCloseTo(200);
    expect(stop?.limit).toBe('calls_total');
    expect(stop?.lines).toBeCloseTo(400);
    // 10 at a time, a minute each.
    expect((stop!.at - NOW) / MINUTE).toBeGreaterThan(19);
    expect((stop!.at - NOW) / MINUTE).toBeLessThan(22);
    expect(under({ callsLeft: 0 }).stop).toEqual({ limit: 'calls_total', at: NOW, lines: 600 });
    expect(under({ callsLeft: 600 })).toEqual(forecast(facts()));
  });

  it('counts those who wait for a retry among the ones that are left', () => {
    const { expectedCalls, stop } = under(
      { callsLeft: 600 },
      { outcomes: HALF, retry: { ...retry, scheduleHours: 4 }, queue: [{ retriesUsed: 0, dueAt: NOW, lines: 600 }] },
    );
    expect(expectedCalls).toBeCloseTo(600);
    expect(stop?.lines).toBeCloseTo(300);
  });

  it('of a last day stops when it ends', () => {
    const endsAt = NOW + HOUR / 2;
    const { throughAt, expectedCalls, stop } = under({ endsAt });
    expect(throughAt).toBeNull();
    expect(expectedCalls).toBeGreaterThan(295);
    expect(expectedCalls).toBeLessThan(305);
    expect(stop).toEqual({ limit: 'end_date', at: endsAt, lines: expect.closeTo(600 - expectedCalls) });
    expect(under({ endsAt: NOW - DAY })).toEqual({
      throughAt: null,
      expectedCalls: 0,
      stop: { limit: 'end_date', at: NOW, lines: 600 },
    });
    expect(under({ endsAt: NOW + DAY })).toEqual(forecast(facts()));
  });

  it('never makes more calls, and is never through earlier, the narrower they are', () => {
    const limit = fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: null });
    fc.assert(
      fc.property(limit, limit, fc.option(fc.integer({ min: 1, max: 72 }), { nil: null }), (perDay, total, hours) => {
        const free = forecast(facts({ outcomes: HALF }));
        const limited = under(
          { callsPerDay: perDay, callsLeft: total, endsAt: hours === null ? null : NOW + hours * HOUR },
          { outcomes: HALF },
        );
        expect(limited.expectedCalls).toBeLessThanOrEqual(free.expectedCalls + 1e-6);
        if (total !== null) expect(limited.expectedCalls).toBeLessThanOrEqual(total + 1);
        if (limited.throughAt !== null)
          expect(limited.throughAt).toBeGreaterThanOrEqual((free.throughAt ?? 0) - MINUTE);
        expect(limited.stop === null || limited.throughAt === null).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
