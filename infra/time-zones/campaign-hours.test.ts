import type { CallingHours } from '../../domain/calling-hours';
import { readCampaignHours } from './campaign-hours';

const hours = (differs: Partial<CallingHours> = {}): CallingHours => ({
  zone: 'Europe/Berlin',
  dailyStop: { minute: 18 * 60, zone: 'Europe/Berlin' },
  dailyStart: { minute: 9 * 60, zone: 'America/New_York' },
  weekdays: null,
  windows: [],
  closedDates: [],
  ...differs,
});

/** A Monday, 16:00 in Berlin and 10:00 in New York. */
const MONDAY = Date.UTC(2026, 6, 20, 14);
const HOUR_MS = 3_600_000;

test('what opens or closes next is told in the zone in which it was set', () => {
  const open = readCampaignHours({ hours: hours(), openedAt: MONDAY, now: MONDAY });
  expect(open).toMatchObject({ open: true, changesAt: MONDAY + 2 * HOUR_MS });
  expect(open.summary).toBe('Open until Mon 18:00 Europe/Berlin');
  const closed = readCampaignHours({ hours: hours(), openedAt: MONDAY, now: MONDAY + 3 * HOUR_MS });
  expect(closed).toMatchObject({ open: false, heldBy: 'daily_hard_stop', changesAt: Date.UTC(2026, 6, 21, 13) });
  expect(closed.summary).toBe('Daily hard stop: opens Tue 09:00 America/New_York');
});

test('a stop without a start says who can open it', () => {
  const asked = { hours: hours({ dailyStart: null }), openedAt: MONDAY, now: MONDAY + 3 * HOUR_MS };
  expect(readCampaignHours(asked)).toEqual({
    open: false,
    changesAt: null,
    heldBy: 'daily_hard_stop',
    summary: 'Daily hard stop: closed until somebody resumes it',
  });
});

test('an opening more than a week ahead is told with its date', () => {
  const closedDates = Array.from({ length: 12 }, (_, day) => `2026-07-${20 + day}`);
  const { summary } = readCampaignHours({
    hours: hours({ dailyStop: null, dailyStart: null, closedDates }),
    openedAt: MONDAY,
    now: MONDAY,
  });
  expect(summary).toBe('Closed on this date: opens Sat 00:00 Europe/Berlin, on 2026-08-01');
});

test.each([
  ['the campaign', { zone: 'Mars/Olympus' }],
  ['the stop', { dailyStop: { minute: 60, zone: 'Mars/Olympus' } }],
  ['a start without effect', { dailyStop: null, dailyStart: { minute: 60, zone: 'Mars/Olympus' } }],
])('a zone of %s that does not exist is an error, never open hours', (_, differs) => {
  expect(() => readCampaignHours({ hours: hours(differs), openedAt: MONDAY, now: MONDAY })).toThrow(RangeError);
});
