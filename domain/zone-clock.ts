/** A day of the calendar, `YYYY-MM-DD`. */
export type LocalDate = string;

/**
 * What the rules need to know about time zones. Implemented outside `domain`, where the tz database is; workflow code
 * never calls it.
 */
export interface ZoneClock {
  /** The day that clocks of a zone show at an instant (epoch milliseconds). */
  dateAt(instant: number, zone: string): LocalDate;
  /**
   * The instant of a wall-clock time, in epoch milliseconds. A time that daylight saving skips gives the next valid
   * instant, one that it repeats gives its first occurrence (spec, "Campaign hours").
   *
   * @param minuteOfDay 0 to 1440; 1440 is the next day's midnight.
   */
  instantOf(date: LocalDate, minuteOfDay: number, zone: string): number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** @example addDays('2026-12-31', 1) // '2027-01-01' */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** @example weekdayOf('2026-12-25') // 'fri' */
export function weekdayOf(date: LocalDate): Weekday {
  return WEEKDAYS[new Date(Date.parse(`${date}T00:00:00Z`)).getUTCDay()] ?? 'sun';
}

/** Minutes of the day as people write them. @example minuteText(570) // '09:30' */
export function minuteText(minuteOfDay: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
