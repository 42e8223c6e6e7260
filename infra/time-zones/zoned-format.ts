import { Temporal } from 'temporal-polyfill';

/**
 * An instant as customers read it in callbacks: seconds, and the zone's own offset at that instant.
 *
 * @param zone an IANA name.
 * @throws RangeError for a zone that doesn't exist.
 * @example formatInZone(new Date('2024-01-15T03:35:00Z'), 'Asia/Kolkata') // '2024-01-15T09:05:00+05:30'
 */
export function formatInZone(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'second', timeZoneName: 'never' });
}
