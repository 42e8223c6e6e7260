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
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
}
