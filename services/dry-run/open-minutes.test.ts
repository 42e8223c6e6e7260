import fc from 'fast-check';
import { hoursAt, type CallingHours, type CallTimes } from '../../domain/calling-hours';
import { WEEKDAYS } from '../../domain/zone-clock';
import { zoneClock } from '../../infra/time-zones/zone-clock';
import { isContactAwake, openMinutes } from './open-minutes';
import { wallClockAt } from './wall-clock';

const ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC'];
/** The clocks of New York and Berlin change within these days. */
const FROM = Date.UTC(2026, 2, 5);
const DAYS = 28;
const MINUTE_MS = 60_000;

const zone = fc.constantFrom(...ZONES);
const minute = fc.integer({ min: 0, max: 1_439 });
const window = fc
  .record({ startMinute: minute, endMinute: fc.integer({ min: 1, max: 1_440 }) })
  .filter(({ startMinute, endMinute }) => startMinute !== endMinute);
const date = fc
  .integer({ min: 0, max: DAYS })
  .map((days) => new Date(FROM + days * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10));

const hours: fc.Arbitrary<CallingHours> = fc
  .record({
    zone,
    stop: fc.option(fc.record({ minute, zone })),
    hasStart: fc.boolean(),
    startMinute: minute,
    weekdays: fc.option(fc.subarray([...WEEKDAYS], { minLength: 1 })),
    windows: fc.array(window, { maxLength: 2 }),
    closedDates: fc.array(date, { maxLength: 2 }),
  })
  .map(({ stop, hasStart, startMinute, ...rest }) => ({
    ...rest,
    dailyStop: stop,
    dailyStart: stop && hasStart && startMinute !== stop.minute ? { minute: startMinute, zone: stop.zone } : null,
  }));

/** Only where a wall-clock time comes once are both sides bound to agree; where it comes twice, the rules are stricter. */
function comesOnce(instant: number, zones: readonly string[]): boolean {
  return zones.every((name) =>
    [-90, -60, -30, 30, 60, 90].every((minutes) => {
      const [here, there] = [wallClockAt(instant, name), wallClockAt(instant + minutes * MINUTE_MS, name)];
      return here.minute !== there.minute || here.date !== there.date;
    }),
  );
}

test('the judge never calls closed what the rules call open, and agrees where no hour is repeated', () => {
  fc.assert(
    fc.property(
      hours,
      fc.array(fc.integer({ min: 0, max: DAYS * 24 * 60 }), { minLength: 1, maxLength: 10 }),
      (campaign, minutes) => {
        const times: CallTimes = { campaign, openedAt: FROM, contact: null };
        const isOpen = openMinutes(campaign, FROM);
        const zones = [campaign.zone, ...(campaign.dailyStop ? [campaign.dailyStop.zone] : [])];
        for (const at of minutes.sort((left, right) => left - right).map((minutes) => FROM + minutes * MINUTE_MS)) {
          const { open } = hoursAt(times, at, zoneClock);
          const judged = isOpen(at);
          if (open) expect(judged).toBe(true);
          else if (comesOnce(at, zones)) expect(judged).toBe(false);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('a called person is awake where every zone they may be in says so', () => {
  const contact = { startMinute: 8 * 60, endMinute: 21 * 60, zones: ['America/New_York', 'America/Los_Angeles'] };
  expect(isContactAwake(contact, Date.parse('2026-06-01T14:59:00Z'))).toBe(false);
  expect(isContactAwake(contact, Date.parse('2026-06-01T15:00:00Z'))).toBe(true);
  expect(isContactAwake(contact, Date.parse('2026-06-02T00:59:00Z'))).toBe(true);
  expect(isContactAwake(contact, Date.parse('2026-06-02T01:00:00Z'))).toBe(false);
});
