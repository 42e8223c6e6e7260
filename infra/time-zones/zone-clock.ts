import { Temporal } from 'temporal-polyfill';
import type { LocalDate, ZoneClock } from '../../domain/zone-clock';
import { instantOfLocal } from './local-time';

const MAX_REMEMBERED = 20_000;

/**
 * The tz database of this Node, for the rules. Instants of wall-clock times are remembered: the same few are asked for
 * over and over.
 */
export function createZoneClock(): ZoneClock {
  const remembered = new Map<string, number>();
  return {
    dateAt: (instant, zone) =>
      Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone).toPlainDate().toString(),
    instantOf(date, minuteOfDay, zone) {
      const key = `${date}|${minuteOfDay}|${zone}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const instant = instantOfWallClock(date, minuteOfDay, zone);
      // The oldest goes first: a Map keeps the order of insertion.
      if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(key, instant);
      return instant;
    },
  };
}

/** The one that processes share. */
export const zoneClock: ZoneClock = createZoneClock();

function instantOfWallClock(date: LocalDate, minuteOfDay: number, zone: string): number {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime();
  return instantOfLocal(midnight.add({ minutes: minuteOfDay }), zone);
}
