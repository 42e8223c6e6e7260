import { Temporal } from 'temporal-polyfill';
import { addDays, type LocalDate, type ZoneClock } from '../../domain/zone-clock';
import { instantOfLocal, zonedAt } from './local-time';

const MAX_REMEMBERED = 20_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The tz database of this Node, for the rules. Where days begin is remembered: the same few are asked for over and over.
 */
export function createZoneClock(): ZoneClock {
  const remembered = new Map<string, number>();

  function midnightOf(date: LocalDate, zone: string): number {
    const key = `${date}|${zone}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const instant = instantOfMinute(date, 0, zone);
    // The oldest goes first: a Map keeps the order of insertion.
    if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(key, instant);
    return instant;
  }

  return {
    dateAt: (instant, zone) => zonedAt(instant, zone).toPlainDate().toString(),
    instantOf(date, minuteOfDay, zone) {
      const midnight = midnightOf(date, zone);
      // No clock is changed on a day of 24 hours.
      const isPlain = midnightOf(addDays(date, 1), zone) - midnight === DAY_MS;
      return isPlain ? midnight + minuteOfDay * MINUTE_MS : instantOfMinute(date, minuteOfDay, zone);
    },
  };
}

/** The one that processes share. */
export const zoneClock: ZoneClock = createZoneClock();

function instantOfMinute(date: LocalDate, minuteOfDay: number, zone: string): number {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime();
  return instantOfLocal(midnight.add({ minutes: minuteOfDay }), zone);
}
