import type { CallingHours, ContactWindow, DayWindow } from '../../domain/calling-hours';
import { dayBefore, minuteAt, wallClockAt, type WallClock } from './wall-clock';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * Judges, minute by minute and by the face of the clock alone, whether a campaign may call. Written anew on purpose: it
 * shares nothing with the rules that it is to check (domain/calling-hours).
 *
 * @param hours null: always open.
 * @param openedAt epoch milliseconds at which the campaign was opened.
 * @returns whether calls may start at an instant; instants have to be asked for in order.
 */
export function openMinutes(hours: CallingHours | null, openedAt: number): (instant: number) => boolean {
  if (hours === null) return () => true;
  const allowsDaily = dailyGate(hours, openedAt);
  return (instant) => allowsDaily(instant) && isCalendarOpen(hours, wallClockAt(instant, hours.zone));
}

/** Whether the called person's clocks, in every zone they may be in, show a time at which they may be called. */
export function isContactAwake(window: ContactWindow, instant: number): boolean {
  return window.zones.every((zone) => isWithin(window, minuteAt(instant, zone)));
}

function isCalendarOpen({ weekdays, windows, closedDates }: CallingHours, { date, minute }: WallClock): boolean {
  if (closedDates.includes(date)) return false;
  const isDay = (day: string): boolean =>
    !closedDates.includes(day) && (weekdays === null || weekdays.includes(weekdayOf(day)));
  if (windows.length === 0) return isDay(date);
  return windows.some(({ startMinute, endMinute }) => {
    if (startMinute <= endMinute) return isDay(date) && minute >= startMinute && minute < endMinute;
    return (isDay(date) && minute >= startMinute) || (isDay(dayBefore(date)) && minute < endMinute);
  });
}

function isWithin({ startMinute, endMinute }: DayWindow, minute: number): boolean {
  if (startMinute <= endMinute) return minute >= startMinute && minute < endMinute;
  return minute >= startMinute || minute < endMinute;
}

/** Walks along the minutes: a start opens, a stop closes, whichever came last. */
function dailyGate({ dailyStop, dailyStart }: CallingHours, openedAt: number): (instant: number) => boolean {
  if (dailyStop === null) return () => true;
  // With a start, whether it is open at first is told by the starts and stops of the days before.
  let at = (Math.floor(openedAt / MINUTE_MS) - (dailyStart ? 3 * 24 * 60 : 0)) * MINUTE_MS;
  let open = dailyStart === null;
  return (instant) => {
    while (at + MINUTE_MS <= instant) {
      at += MINUTE_MS;
      if (dailyStart && reaches(dailyStart, at)) open = true;
      if (reaches(dailyStop, at)) open = false;
    }
    return open;
  };
}

/** The clock shows this time, or has just been put forward over it. */
function reaches({ minute, zone }: { readonly minute: number; readonly zone: string }, at: number): boolean {
  const before = minuteAt(at - MINUTE_MS, zone);
  const passed = (minuteAt(at, zone) - before + DAY_MINUTES) % DAY_MINUTES;
  const wanted = (minute - before + DAY_MINUTES) % DAY_MINUTES;
  // More than half a day ahead is back: an hour that is repeated.
  return passed < DAY_MINUTES / 2 && wanted > 0 && wanted <= passed;
}

function weekdayOf(date: string): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun';
}
