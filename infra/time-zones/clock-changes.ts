import type { Temporal } from 'temporal-polyfill';
import { zonedAt } from './local-time';

/** Clocks of a zone are put forward or back. */
export interface ClockChange {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The day of the zone, `2026-10-25`. */
  readonly date: string;
  /** Seconds ahead of UTC. */
  readonly offsetBeforeS: number;
  readonly offsetAfterS: number;
}

const NANOSECONDS = 1_000_000_000;

/**
 * When clocks of a zone are changed between two instants, in order.
 *
 * @param from epoch milliseconds, as `to`; a change at `from` itself counts, one at `to` does not.
 * @throws RangeError for a zone that does not exist.
 * @example clockChanges('Europe/Berlin', october1, november1) // [{ date: '2026-10-25', offsetBeforeS: 7200, offsetAfterS: 3600, ... }]
 */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = [];
  let next = zonedAt(from - 1, zone).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < to) {
    const change = changeAt(next);
    // A zone may change its name alone.
    if (change.offsetBeforeS !== change.offsetAfterS) changes.push(change);
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

function changeAt(moment: Temporal.ZonedDateTime): ClockChange {
  const before = moment.subtract({ milliseconds: 1 });
  return {
    at: moment.epochMilliseconds,
    date: moment.toPlainDate().toString(),
    offsetBeforeS: before.offsetNanoseconds / NANOSECONDS,
    offsetAfterS: moment.offsetNanoseconds / NANOSECONDS,
  };
}
