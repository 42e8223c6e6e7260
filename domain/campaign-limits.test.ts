import { capReached, capsApply, DEFAULT_NUMBER_CAPS, endDateReached, NO_LIMITS, quotaReached } from './campaign-limits';
import type { ZoneClock } from './zone-clock';

const DAY_MS = 24 * 60 * 60 * 1000;
const utc: ZoneClock = {
  dateAt: (instant) => new Date(instant).toISOString().slice(0, 10),
  instantOf: (date, minute) => Date.parse(`${date}T00:00:00Z`) + minute * 60_000,
};
const now = Date.UTC(2026, 4, 10, 15);
const moment = { zone: 'UTC', now };
const use = { callsToday: 5, callsTotal: 50, connectedS: 600 };

describe('quotaReached', () => {
  it('allows a call up to each limit and refuses the one beyond it', () => {
    const reached = (limits: object, used = use) => quotaReached({ ...NO_LIMITS, ...limits }, used, moment, utc);
    expect(reached({})).toBeNull();
    expect(reached({ callsPerDay: 6, callsTotal: 51, connectedMinutes: 11 })).toBeNull();
    expect(reached({ callsPerDay: 5 })?.code).toBe('quota_reached');
    expect(reached({ callsTotal: 50 })?.text).toContain('50 calls');
    expect(reached({ connectedMinutes: 10 })?.text).toContain('10 connected minutes');
  });

  it('ends by itself at midnight for the day’s calls, and never for the others', () => {
    const midnight = Math.floor(now / DAY_MS + 1) * DAY_MS;
    expect(quotaReached({ ...NO_LIMITS, callsPerDay: 1 }, use, moment, utc)?.until).toBe(midnight);
    expect(quotaReached({ ...NO_LIMITS, callsPerDay: 1, callsTotal: 50 }, use, moment, utc)?.until).toBeNull();
  });
});

it('a campaign calls on its end date, and not on the day after', () => {
  const until = (endDate: string) => endDateReached({ ...NO_LIMITS, endDate }, moment, utc);
  expect(until('2026-05-10')).toBeNull();
  expect(until('2026-05-09')).toMatchObject({ code: 'quota_reached', until: null });
});

describe('caps of a number', () => {
  it('refuse the call after the last one allowed, by attempts as by people reached', () => {
    expect(capReached(DEFAULT_NUMBER_CAPS, { attempts: 7, connected: 2 })).toBeNull();
    expect(capReached(DEFAULT_NUMBER_CAPS, { attempts: 8, connected: 0 })).toContain('called 8 times');
    expect(capReached(DEFAULT_NUMBER_CAPS, { attempts: 3, connected: 3 })).toContain('reached 3 times');
  });

  it('hold for numbers that really dial, and for the simulator only when asked', () => {
    expect(capsApply(DEFAULT_NUMBER_CAPS, true)).toBe(true);
    expect(capsApply(DEFAULT_NUMBER_CAPS, false)).toBe(false);
    expect(capsApply({ ...DEFAULT_NUMBER_CAPS, onSimulator: true }, false)).toBe(true);
    expect(capsApply({ ...DEFAULT_NUMBER_CAPS, enabled: false, onSimulator: true }, true)).toBe(false);
  });
});
