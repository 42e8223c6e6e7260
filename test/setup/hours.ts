import type { CallingHours } from '../../domain/calling-hours';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** No rule at all; give what differs. */
export function callingHours(differs: Partial<CallingHours> = {}): CallingHours {
  return {
    zone: 'UTC',
    dailyStop: null,
    dailyStart: null,
    weekdays: null,
    windows: [],
    closedDates: [],
    ...differs,
  };
}

/**
 * The minute of the day, in UTC, that lies some hours ahead.
 *
 * @param now epoch milliseconds.
 */
export function minuteAhead(now: number, hours: number): number {
  const minute = Math.floor(now / 60_000) + hours * HOUR_MINUTES;
  return ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

/** Open each day between two times, given as hours from now. */
export function openBetween(now: number, fromHours: number, toHours: number): CallingHours {
  const window = { startMinute: minuteAhead(now, fromHours), endMinute: minuteAhead(now, toHours) || DAY_MINUTES };
  return callingHours({ windows: [window] });
}

/** What the clocks of a zone show at an instant. */
export function wallClock(at: number, zone: string): { date: string; minute: number } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const [date = '', time = ''] = format.format(at).split(' ');
  const [hour, minute] = time.split(':');
  return { date, minute: Number(hour) * HOUR_MINUTES + Number(minute) };
}
