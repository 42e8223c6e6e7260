import { addDays, minuteText } from '../../../../../domain/zone-clock';

/** A stretch of time in which calls may start, as POST /calls/bulk_call/check answers. */
export interface Opening {
  readonly from: string;
  /** Null: it does not close. */
  readonly until: string | null;
}

/** Clocks are put forward or back, as POST /calls/bulk_call/check answers. */
export interface ClockChange {
  readonly at: string;
  /** The day of the zone. */
  readonly date: string;
  /** Seconds ahead of UTC. */
  readonly offset_before_s: number;
  readonly offset_after_s: number;
}

/** A part of a day; minutes since midnight as clocks show them, 0 to 1440. */
export interface DayPart {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** One day of the week that is drawn. */
export interface WeekDay {
  /** `2026-10-25`. */
  readonly date: string;
  /** `Sun, Oct 25`. */
  readonly label: string;
  readonly open: readonly DayPart[];
  /** Minutes of the day that are over; 0 for days to come. */
  readonly pastMinutes: number;
  /** `09:00–12:00, 14:00–24:00`, or `closed`. */
  readonly text: string;
  /** `Clocks go back 1 hour at 03:00.`; null on other days. */
  readonly clockText: string | null;
}

const DAYS = 7;
const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

/**
 * The seven days from today on, as clocks of a zone count them; from the first opening on where that lies further ahead.
 *
 * @param now epoch milliseconds.
 * @param zone IANA zone.
 */
export function weekOf(
  openings: readonly Opening[],
  clockChanges: readonly ClockChange[],
  zone: string,
  now: number,
): WeekDay[] {
  const clock = clockOf(zone);
  const today = clock(now);
  const [first] = openings;
  const opens = first === undefined ? today : clock(Date.parse(first.from));
  const begins = opens.date >= addDays(today.date, DAYS) ? opens.date : today.date;
  const parts = openings.map(({ from, until }) => ({
    from: clock(Date.parse(from)),
    until: until === null ? null : clock(Date.parse(until)),
  }));
  return Array.from({ length: DAYS }, (_, index) => {
    const date = addDays(begins, index);
    const open = parts.flatMap((part) => partOfDay(part, date));
    return {
      date,
      label: labelOf(date),
      open,
      pastMinutes: date === today.date ? today.minute : 0,
      text: textOf(open),
      clockText: clockTextOf(clockChanges.filter((change) => change.date === date)),
    };
  });
}

interface WallClock {
  readonly date: string;
  readonly minute: number;
}

function partOfDay({ from, until }: { from: WallClock; until: WallClock | null }, date: string): DayPart[] {
  if (date < from.date || (until !== null && date > until.date)) return [];
  const startMinute = date === from.date ? from.minute : 0;
  const endMinute = until !== null && date === until.date ? until.minute : DAY_MINUTES;
  return endMinute > startMinute ? [{ startMinute, endMinute }] : [];
}

/** What clocks of a zone show at an instant. */
function clockOf(zone: string): (instant: number) => WallClock {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return {
      date: `${parts.year}-${parts.month}-${parts.day}`,
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    };
  };
}

function labelOf(date: string): string {
  const midnight = new Date(`${date}T00:00:00Z`);
  return midnight.toLocaleDateString('en-US', { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' });
}

function textOf(open: readonly DayPart[]): string {
  const [only] = open;
  if (!only) return 'closed';
  if (open.length === 1 && only.startMinute === 0 && only.endMinute === DAY_MINUTES) return 'open all day';
  return open.map(({ startMinute, endMinute }) => `${minuteText(startMinute)}–${minuteText(endMinute)}`).join(', ');
}

function clockTextOf(changes: readonly ClockChange[]): string | null {
  if (changes.length === 0) return null;
  return changes.map(oneClockText).join(' ');
}

/** @example `Clocks go back 1 hour at 03:00.` */
function oneClockText({ at, offset_before_s, offset_after_s }: ClockChange): string {
  const minutes = Math.abs(offset_after_s - offset_before_s) / 60;
  const hours = minutes / 60;
  const length = Number.isInteger(hours) ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${minutes} minutes`;
  const direction = offset_after_s > offset_before_s ? 'forward' : 'back';
  const shown = Math.floor(Date.parse(at) / MINUTE_MS) + offset_before_s / 60;
  return `Clocks go ${direction} ${length} at ${minuteText(((shown % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES)}.`;
}
