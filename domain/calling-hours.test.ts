import { instantOfWallClock, wallClockOf } from '../infra/time-zones/local-time';
import { zoneClock } from '../infra/time-zones/zone-clock';
import { hoursAt, nextOpening, openSpans, type CallingHours, type CallTimes } from './calling-hours';

const NEW_YORK = 'America/New_York';
const OFFICE: CallingHours = {
  zone: NEW_YORK,
  dailyStop: null,
  dailyStart: null,
  weekdays: null,
  windows: [],
  closedDates: [],
};
const at = (hour: number, zone = NEW_YORK): { minute: number; zone: string } => ({ minute: hour * 60, zone });
const window = (start: number, end: number) => ({ startMinute: start * 60, endMinute: end * 60 });
const MONDAY_TO_FRIDAY = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** 2026-06-15 is a Monday. */
const MONDAY = '2026-06-15';
const instant = (wallClock: string, zone = NEW_YORK): number => instantOfWallClock(wallClock, zone);

function campaign(hours: Partial<CallingHours>, openedAt = '2026-06-01T12:00'): CallTimes {
  return { campaign: { ...OFFICE, ...hours }, openedAt: instant(openedAt), contact: null };
}

/** What is said at a wall-clock time of New York: `open`, or who holds it, and the wall-clock time at which that ends. */
function said(times: CallTimes, wallClock: string, zone = NEW_YORK): string {
  const { heldBy, changesAt } = hoursAt(times, instant(wallClock, zone), zoneClock);
  return `${heldBy ?? 'open'} until ${changesAt === null ? 'further notice' : wallClockOf(changesAt, zone)}`;
}

describe('a campaign without hours', () => {
  it('is always open', () => {
    expect(said({ campaign: null, openedAt: 0, contact: null }, `${MONDAY}T03:00`)).toBe('open until further notice');
    expect(said(campaign({}), `${MONDAY}T03:00`)).toBe('open until further notice');
  });

  it('stays open with a daily start alone, which has no effect', () => {
    expect(said(campaign({ dailyStart: at(9) }), `${MONDAY}T03:00`)).toBe('open until further notice');
  });
});

describe('daily hard stop and auto start', () => {
  const times = campaign({ dailyStop: at(18), dailyStart: at(9) });

  it.each([
    ['08:59', 'daily_hard_stop until 2026-06-15T09:00'],
    ['09:00', 'open until 2026-06-15T18:00'],
    ['17:59', 'open until 2026-06-15T18:00'],
    ['18:00', 'daily_hard_stop until 2026-06-16T09:00'],
  ])('at %s: %s', (time, expected) => expect(said(times, `${MONDAY}T${time}`)).toBe(expected));

  it('is open at the very instant of a start, and closed at that of a stop', () => {
    const state = (wallClock: string, ms: number): boolean => hoursAt(times, instant(wallClock) + ms, zoneClock).open;
    expect([state(`${MONDAY}T09:00`, -1), state(`${MONDAY}T09:00`, 0)]).toEqual([false, true]);
    expect([state(`${MONDAY}T18:00`, -1), state(`${MONDAY}T18:00`, 0)]).toEqual([true, false]);
  });

  it('crosses midnight', () => {
    const night = campaign({ dailyStop: at(4), dailyStart: at(20) });
    expect(said(night, `${MONDAY}T23:00`)).toBe('open until 2026-06-16T04:00');
    expect(said(night, `${MONDAY}T03:59`)).toBe('open until 2026-06-15T04:00');
    expect(said(night, `${MONDAY}T04:00`)).toBe('daily_hard_stop until 2026-06-15T20:00');
  });

  it('takes each in its own zone', () => {
    // 09:00 in Berlin is 03:00 in New York, and an hour later for two weeks in March.
    const both = campaign({ dailyStop: at(18), dailyStart: at(9, 'Europe/Berlin') });
    expect(said(both, `${MONDAY}T02:59`)).toBe('daily_hard_stop until 2026-06-15T03:00');
    expect(said(both, `${MONDAY}T03:00`)).toBe('open until 2026-06-15T18:00');
    expect(said(both, '2026-03-16T03:30')).toBe('daily_hard_stop until 2026-03-16T04:00');
  });

  it('never opens when both are the same instant, in one zone or in two', () => {
    const never = 'daily_hard_stop until further notice';
    expect(said(campaign({ dailyStop: at(9), dailyStart: at(9) }), `${MONDAY}T09:00`)).toBe(never);
    const inTwo = campaign({ dailyStop: at(9, 'Europe/Paris'), dailyStart: at(9, 'Europe/Berlin') });
    expect(said(inTwo, `${MONDAY}T09:00`)).toBe(never);
  });
});

describe('a daily stop without a start', () => {
  const stop = { dailyStop: at(18) };

  it('closes at the first stop after the campaign was created or resumed, and for good', () => {
    const times = campaign(stop, `${MONDAY}T10:00`);
    expect(said(times, `${MONDAY}T10:00`)).toBe('open until 2026-06-15T18:00');
    expect(said(times, `${MONDAY}T18:00`)).toBe('daily_hard_stop until further notice');
    expect(said(times, '2026-06-20T10:00')).toBe('daily_hard_stop until further notice');
    expect(nextOpening(times, instant(`${MONDAY}T18:00`), zoneClock)).toBeNull();
  });

  it('is opened until the next stop by resuming after it, at the very instant of it too', () => {
    expect(said(campaign(stop, `${MONDAY}T18:00`), `${MONDAY}T20:00`)).toBe('open until 2026-06-16T18:00');
    expect(said(campaign(stop, `${MONDAY}T20:00`), `${MONDAY}T20:00`)).toBe('open until 2026-06-16T18:00');
  });

  it('stays closed outside its windows however often it is resumed', () => {
    const times = campaign({ ...stop, windows: [window(9, 17)] }, `${MONDAY}T20:00`);
    expect(said(times, `${MONDAY}T20:00`)).toBe('outside_window until 2026-06-16T09:00');
  });
});

describe('windows, days and closed dates', () => {
  const windows = [window(13, 17), window(9, 12)];

  it('takes several windows a day, in any order, overlapping or touching', () => {
    expect(said(campaign({ windows }), `${MONDAY}T10:00`)).toBe('open until 2026-06-15T12:00');
    expect(said(campaign({ windows }), `${MONDAY}T12:00`)).toBe('outside_window until 2026-06-15T13:00');
    const touching = campaign({ windows: [window(12, 17), window(9, 12), window(10, 11)] });
    expect(said(touching, `${MONDAY}T10:00`)).toBe('open until 2026-06-15T17:00');
  });

  it('is closed on other days of the week, from midnight to midnight', () => {
    const times = campaign({ weekdays: MONDAY_TO_FRIDAY });
    expect(said(times, '2026-06-19T23:59')).toBe('open until 2026-06-20T00:00');
    expect(said(times, '2026-06-20T10:00')).toBe('closed_weekday until 2026-06-22T00:00');
    const office = campaign({ weekdays: MONDAY_TO_FRIDAY, windows });
    expect(said(office, '2026-06-20T03:00')).toBe('closed_weekday until 2026-06-22T09:00');
    expect(said(office, `${MONDAY}T03:00`)).toBe('outside_window until 2026-06-15T09:00');
  });

  it('leaves a window over midnight to the day it starts on', () => {
    const times = campaign({ weekdays: ['fri'], windows: [window(22, 2)] });
    expect(said(times, '2026-06-20T01:00')).toBe('open until 2026-06-20T02:00');
    expect(said(times, '2026-06-19T01:00')).toBe('outside_window until 2026-06-19T22:00');
  });

  it('opens neither a window that starts on a closed date nor any minute of that date', () => {
    const times = campaign({ windows: [window(22, 2)], closedDates: ['2026-06-16'] });
    expect(said(times, '2026-06-15T23:00')).toBe('open until 2026-06-16T00:00');
    expect(said(times, '2026-06-16T01:00')).toBe('closed_date until 2026-06-17T22:00');
    expect(said(times, '2026-06-17T01:00')).toBe('outside_window until 2026-06-17T22:00');
  });

  it('does not let one closed day open a window of another', () => {
    // On Tuesday morning, Monday's window goes on (Monday is closed), and Tuesday's has begun (not a day to call on).
    const times = campaign({
      weekdays: ['mon', 'wed'],
      windows: [window(20, 10), window(9, 12)],
      closedDates: [MONDAY],
    });
    expect(said(times, '2026-06-16T09:30')).toBe('outside_window until 2026-06-17T09:00');
  });

  it('is open until further notice once the closed dates are over', () => {
    const times = campaign({ closedDates: ['2026-06-15', '2026-06-16'] });
    expect(said(times, `${MONDAY}T12:00`)).toBe('closed_date until 2026-06-17T00:00');
    expect(said(times, '2026-06-17T00:00')).toBe('open until further notice');
    expect(said(campaign({ windows: [window(0, 24)] }), `${MONDAY}T12:00`)).toBe('open until further notice');
  });

  it('finds a change that is far away, and says that there is none within 400 days', () => {
    expect(said(campaign({ closedDates: ['2027-05-31'] }), `${MONDAY}T12:00`)).toBe('open until 2027-05-31T00:00');
    expect(said(campaign({ weekdays: [] }), `${MONDAY}T12:00`)).toBe('closed_weekday until further notice');
    const open24HoursOnSixDays = campaign({ windows: [window(0, 24)], weekdays: ['sun', ...MONDAY_TO_FRIDAY] });
    expect(said(open24HoursOnSixDays, '2026-06-14T00:00')).toBe('open until 2026-06-20T00:00');
  });

  it('holds all of them at once, and says which one closes it', () => {
    const times = campaign({ dailyStop: at(16), dailyStart: at(10), windows, weekdays: MONDAY_TO_FRIDAY });
    expect(said(times, `${MONDAY}T09:30`)).toBe('daily_hard_stop until 2026-06-15T10:00');
    expect(said(times, `${MONDAY}T12:30`)).toBe('outside_window until 2026-06-15T13:00');
    expect(said(times, `${MONDAY}T15:00`)).toBe('open until 2026-06-15T16:00');
    expect(said(times, '2026-06-19T17:30')).toBe('daily_hard_stop until 2026-06-22T10:00');
  });

  it('is empty where a window ends when it starts, and throws for a zone that does not exist: nothing fails open', () => {
    expect(said(campaign({ windows: [window(9, 9)] }), `${MONDAY}T09:00`)).toBe('outside_window until further notice');
    const nowhere = 'Mars/Olympus';
    const wrong: CallTimes[] = [
      campaign({ zone: nowhere, windows }),
      campaign({ zone: nowhere, weekdays: ['mon'] }),
      campaign({ zone: nowhere, closedDates: [MONDAY] }),
      campaign({ dailyStop: at(9, nowhere) }),
      campaign({ dailyStop: at(9), dailyStart: at(8, nowhere) }),
      { campaign: null, openedAt: 0, contact: { ...window(8, 21), zones: [nowhere] } },
      { campaign: null, openedAt: 0, contact: { ...window(8, 21), zones: [] } },
    ];
    for (const times of wrong) {
      expect(() => hoursAt(times, instant(`${MONDAY}T08:30`), zoneClock)).toThrow(RangeError);
      expect(() => nextOpening(times, instant(`${MONDAY}T08:30`), zoneClock)).toThrow(RangeError);
    }
  });
});

describe('changes of the clocks', () => {
  const opens = (hours: Partial<CallingHours>, from: string): string =>
    new Date(nextOpening(campaign(hours), instant(from), zoneClock) ?? NaN).toISOString();

  it('opens at the next valid instant where clocks skip the start', () => {
    const early = { windows: [{ startMinute: 150, endMinute: 300 }] };
    expect(opens(early, '2026-03-08T00:00')).toBe('2026-03-08T07:00:00.000Z');
    expect(opens({ dailyStart: { minute: 150, zone: NEW_YORK }, dailyStop: at(5) }, '2026-03-08T00:00')).toBe(
      '2026-03-08T07:00:00.000Z',
    );
  });

  it('opens and closes once where clocks repeat an hour: at the first occurrence', () => {
    const times = campaign({ windows: [{ startMinute: 0, endMinute: 90 }] });
    const [first, ...others] = openSpans(times, instant('2026-11-01T00:00'), instant('2026-11-01T12:00'), zoneClock);
    expect(new Date(first!.to).toISOString()).toBe('2026-11-01T05:30:00.000Z');
    expect(others).toEqual([]);
  });

  it('leaves out a window that clocks skip altogether, and no other', () => {
    const skipped = { windows: [{ startMinute: 130, endMinute: 170 }] };
    expect(opens(skipped, '2026-03-08T00:00')).toBe('2026-03-09T06:10:00.000Z');
  });

  it('stays open over a stop and a start that clocks skip together', () => {
    const times = campaign({ dailyStop: { minute: 135, zone: NEW_YORK }, dailyStart: { minute: 165, zone: NEW_YORK } });
    expect(said(times, '2026-03-08T01:00')).toBe('open until 2026-03-09T02:15');
  });
});
