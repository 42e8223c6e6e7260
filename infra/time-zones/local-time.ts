import { Temporal } from 'temporal-polyfill';

/** True for an IANA zone that this Node knows; offsets such as `+02:00` are no zones. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a wall-clock time in a zone. A time that daylight saving skips gives the next valid instant (the end
 * of the gap), one that it repeats gives its first occurrence (spec, "Campaign hours").
 *
 * @param text `2026-12-25 10:00:00`, with a space or a T, with or without seconds; or RFC 3339 with an offset, which
 * is an instant already.
 * @param zone an IANA zone that `isTimeZone` accepts.
 * @returns epoch milliseconds, or null when the text is no such time.
 * @example instantOfLocalTime('2026-12-25 10:00:00', 'America/New_York') // Date.UTC(2026, 11, 25, 15)
 */
export function instantOfLocalTime(text: string, zone: string): number | null {
  const iso = text.trim().replace(' ', 'T');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso)) return null;
  try {
    if (/(?:[Zz]|[+-]\d{2}:\d{2})$/.test(iso)) return Temporal.Instant.from(iso).epochMilliseconds;
    return instantOfLocal(Temporal.PlainDateTime.from(iso), zone);
  } catch {
    return null;
  }
}

/** The first instant at which clocks of a zone show a time; where they skip it, the end of the gap. */
export function instantOfLocal(local: Temporal.PlainDateTime, zone: string): number {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  // In a gap: what lies before it has exactly one transition ahead, the end of the gap.
  const transition = earlier.getTimeZoneTransition('next');
  return (transition ?? local.toZonedDateTime(zone, { disambiguation: 'later' })).epochMilliseconds;
}

/**
 * The wall-clock time of an instant, as `instantOfLocalTime` reads it.
 *
 * @example localTimeOf(new Date('2026-12-25T15:00:00Z'), 'America/New_York') // '2026-12-25 10:00:00'
 */
export function localTimeOf(instant: Date, zone: string): string {
  const local = zonedAt(instant.getTime(), zone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/**
 * What clocks of a zone show at an instant, to the minute.
 *
 * @param instant epoch milliseconds.
 * @throws RangeError for a zone that does not exist.
 * @example wallClockOf(Date.UTC(2026, 9, 25, 14), 'Europe/Berlin') // '2026-10-25T15:00'
 */
export function wallClockOf(instant: number, zone: string): string {
  return zonedAt(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/**
 * The instant that `wallClockOf` shows, in epoch milliseconds; for times skipped or repeated see `instantOfLocalTime`.
 *
 * @param wallClock such as `2026-10-25T15:00`.
 * @throws RangeError for what is no such time, and for a zone that does not exist.
 * @example instantOfWallClock('2026-10-25T15:00', 'Europe/Berlin') // Date.UTC(2026, 9, 25, 14)
 */
export function instantOfWallClock(wallClock: string, zone: string): number {
  return instantOfLocal(Temporal.PlainDateTime.from(wallClock), zone);
}

/**
 * An instant as people say when something opens, in English.
 *
 * @param at epoch milliseconds.
 * @throws RangeError for a zone that does not exist.
 * @example describeOpening(Date.UTC(2026, 6, 20, 13), 'America/New_York') // 'Mon 09:00 America/New_York'
 */
export function describeOpening(at: number, zone: string): string {
  const local = zonedAt(at, zone);
  const weekday = DAY_NAMES[local.dayOfWeek - 1] ?? '';
  return `${weekday} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** @param instant epoch milliseconds. */
export function zonedAt(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
}
