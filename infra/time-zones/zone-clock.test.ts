import { instantOfWallClock } from './local-time';
import { createZoneClock } from './zone-clock';

const MINUTES = [0, 1, 29, 30, 59, 60, 90, 119, 120, 121, 150, 179, 180, 181, 720, 1380, 1410, 1439];
const text = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

describe('the clock of a zone', () => {
  // Days on which clocks change: at 2 at night, by half an hour, at midnight (one that does not exist), by two hours; and none.
  it.each([
    ['America/New_York', ['2026-03-08', '2026-11-01', '2026-06-15']],
    ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
    ['America/Santiago', ['2026-04-04', '2026-09-06']],
    ['America/Nuuk', ['2026-03-28', '2026-10-24']],
    ['Antarctica/Troll', ['2026-03-29', '2026-10-25']],
    ['Africa/Casablanca', ['2026-02-15', '2026-03-22']],
    ['Asia/Kolkata', ['2026-06-15']],
  ])('gives the instants of all wall-clock times of %s', (zone, dates) => {
    const clock = createZoneClock();
    for (const date of dates) {
      for (const minute of MINUTES) {
        expect(clock.instantOf(date, minute, zone)).toBe(instantOfWallClock(`${date}T${text(minute)}`, zone));
      }
    }
  });

  it("takes minute 1440 for the next day's midnight", () => {
    const clock = createZoneClock();
    for (const date of ['2026-03-07', '2026-03-08', '2026-11-01', '2026-12-31']) {
      const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
      expect(clock.instantOf(date, 1440, 'America/New_York')).toBe(clock.instantOf(next, 0, 'America/New_York'));
    }
  });

  it('knows the day of an instant', () => {
    const clock = createZoneClock();
    expect(clock.dateAt(Date.UTC(2026, 5, 15, 3, 59, 59, 999), 'America/New_York')).toBe('2026-06-14');
    expect(clock.dateAt(Date.UTC(2026, 5, 15, 4), 'America/New_York')).toBe('2026-06-15');
  });

  it('answers the same when it has forgotten', () => {
    const clock = createZoneClock();
    const first = clock.instantOf('2026-03-08', 150, 'America/New_York');
    for (let day = 0; day < 21_000; day += 1) {
      clock.instantOf(new Date(day * 86_400_000).toISOString().slice(0, 10), 0, 'UTC');
    }
    expect(clock.instantOf('2026-03-08', 150, 'America/New_York')).toBe(first);
  });

  it.each(['Mars/Olympus', '', '+02:00:00:00'])('throws for the zone %p', (zone) => {
    const clock = createZoneClock();
    expect(() => clock.dateAt(0, zone)).toThrow(RangeError);
    expect(() => clock.instantOf('2026-03-08', 0, zone)).toThrow(RangeError);
  });
});
