const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What clocks of a zone show. */
export interface WallClock {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Minutes since midnight. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone, by quarter of an hour. */
const offsets = new Map<string, Map<number, number>>();

/**
 * What clocks of a zone show at an instant, told by the calendar of this Node, without the code that plans calls.
 *
 * @param instant epoch milliseconds.
 * @throws RangeError for a zone that does not exist.
 * @example wallClockAt(Date.UTC(2026, 2, 27, 8), 'Europe/Berlin') // { date: '2026-03-27', minute: 540 }
 */
export function wallClockAt(instant: number, zone: string): WallClock {
  const date = new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10);
  return { date, minute: minuteAt(instant, zone) };
}

/** The minute since midnight that clocks of a zone show at an instant. */
export function minuteAt(instant: number, zone: string): number {
  const shown = instant + offsetAt(instant, zone);
  return Math.floor((((shown % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** The day before. @example dayBefore('2026-03-01') // '2026-02-28' */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** Zones change their offset at quarters of an hour only. */
function offsetAt(instant: number, zone: string): number {
  const quarter = Math.floor(instant / QUARTER_MS);
  let ofZone = offsets.get(zone);
  if (!ofZone) {
    ofZone = new Map<number, number>();
    offsets.set(zone, ofZone);
  }
  let offset = ofZone.get(quarter);
  if (offset === undefined) {
    offset = shownAt(quarter * QUARTER_MS, zone) - quarter * QUARTER_MS;
    ofZone.set(quarter, offset);
  }
  return offset;
}

/** The wall clock's face, read as if it were UTC. */
function shownAt(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...fields, ...time });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
