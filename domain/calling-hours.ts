import { difference, intersection, normalized, type Span } from './spans';
import { addDays, weekdayOf, type LocalDate, type Weekday, type ZoneClock } from './zone-clock';

/** A daily wall-clock time in a zone of its own. */
export interface DailyTime {
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
  /** IANA zone. */
  readonly zone: string;
}

/** A part of a day; one that ends before it starts crosses midnight and belongs to the day it starts on. */
export interface DayWindow {
  /** Minutes since midnight, 0 to 1439. */
  readonly startMinute: number;
  /** Minutes since midnight, 1 to 1440. A window that ends where it starts is refused; if there were one, it would be empty. */
  readonly endMinute: number;
}

/**
 * When a campaign may start calls (spec, "Campaign hours"). All of it must hold: the daily stop and start, the days, the
 * windows, and no closed date.
 */
export interface CallingHours {
  /** IANA zone of days, windows and closed dates: the campaign's. */
  readonly zone: string;
  readonly dailyStop: DailyTime | null;
  /** Without a stop it has no effect. */
  readonly dailyStart: DailyTime | null;
  /** Null: every day. */
  readonly weekdays: readonly Weekday[] | null;
  /** None: the whole day. */
  readonly windows: readonly DayWindow[];
  readonly closedDates: readonly LocalDate[];
}

/** The called person's own hours: every zone they may be in must allow the call. */
export interface ContactWindow extends DayWindow {
  readonly zones: readonly string[];
}

/** Everything that says when one contact may be called. */
export interface CallTimes {
  /** Null: always open. */
  readonly campaign: CallingHours | null;
  /**
   * When somebody last opened the campaign (created or resumed), epoch milliseconds: a daily stop without a start closes
   * it from the first stop after this.
   */
  readonly openedAt: number;
  /** Null: the called person's hours are not asked. */
  readonly contact: ContactWindow | null;
}

/** Whether calls may start at an instant, and until when that holds. */
export interface HoursState {
  readonly open: boolean;
  /** Epoch milliseconds at which it changes; null: not within the next 400 days. */
  readonly changesAt: number | null;
  /** Which rule closes it; null while open. */
  readonly heldBy: HoursRule | null;
}

export type HoursRule = 'daily_hard_stop' | 'closed_weekday' | 'closed_date' | 'outside_window' | 'contact_hours';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How far ahead is looked, stretch by stretch: most answers lie within the first one. Together 400 days. */
const STRETCHES_DAYS = [3, 7, 30, 90, 270];

/**
 * Whether calls may start at an instant. At the very instant of a stop it is closed, at that of a start open.
 *
 * @param at epoch milliseconds.
 * @throws RangeError for a zone that does not exist, as all functions here: nothing opens by mistake.
 * @example hoursAt(times, Date.UTC(2026, 11, 25, 22), zones) // { open: false, changesAt: ..., heldBy: 'daily_hard_stop' }
 */
export function hoursAt(times: CallTimes, at: number, zones: ZoneClock): HoursState {
  const rules = rulesOf(times);
  const heldBy = rules.find((rule) => !allows(rule, at, zones))?.name ?? null;
  const changesAt = heldBy === null ? nextClosing(rules, at, zones) : firstOpen(rules, at, zones);
  return { open: heldBy === null, changesAt, heldBy };
}

/**
 * The first instant, not before the given one, at which a call may start; null when there is none within 400 days.
 *
 * @example nextOpening(times, saturday, zones) // Monday 09:00 in the campaign's zone
 */
export function nextOpening(times: CallTimes, from: number, zones: ZoneClock): number | null {
  return firstOpen(rulesOf(times), from, zones);
}

/**
 * Every stretch between two instants in which calls may start, in order. Stretches are cut off at both instants.
 *
 * @param from epoch milliseconds, as `to`.
 * @example openSpans(times, monday, tuesday, zones) // [{ from: ..., to: ... }]
 */
export function openSpans(times: CallTimes, from: number, to: number, zones: ZoneClock): Span[] {
  return spansOf(rulesOf(times), { from, to }, zones);
}

/** One of the things that must hold. */
interface Rule {
  readonly name: HoursRule;
  /** The stretches it allows that touch a span; they may reach beyond it. */
  readonly spans: (within: Span, zones: ZoneClock) => Span[];
}

function allows(rule: Rule, at: number, zones: ZoneClock): boolean {
  return rule.spans({ from: at, to: at + 1 }, zones).some(({ from, to }) => from <= at && at < to);
}

function spansOf(rules: readonly Rule[], within: Span, zones: ZoneClock): Span[] {
  let open: Span[] = [within];
  for (const rule of rules) {
    // One that closes all of it saves asking the others.
    if (open.length === 0) return open;
    open = intersection(open, normalized(rule.spans(within, zones)));
  }
  return open;
}

function firstOpen(rules: readonly Rule[], from: number, zones: ZoneClock): number | null {
  for (const stretch of stretchesFrom(from)) {
    const [first] = spansOf(rules, stretch, zones);
    if (first) return first.from;
  }
  return null;
}

/** When it closes; it is open at `from`. */
function nextClosing(rules: readonly Rule[], from: number, zones: ZoneClock): number | null {
  // Without rules it never does; nothing need be looked at.
  if (rules.length === 0) return null;
  for (const stretch of stretchesFrom(from)) {
    const [first] = spansOf(rules, stretch, zones);
    if (!first || first.from > stretch.from) return stretch.from;
    if (first.to < stretch.to) return first.to;
  }
  return null;
}

function stretchesFrom(instant: number): Span[] {
  let from = instant;
  return STRETCHES_DAYS.map((days) => {
    const stretch = { from, to: from + days * DAY_MS };
    from = stretch.to;
    return stretch;
  });
}

function rulesOf({ campaign, openedAt, contact }: CallTimes): Rule[] {
  return [...(campaign ? campaignRules(campaign, openedAt) : []), ...(contact ? contactRules(contact) : [])];
}

function contactRules(contact: ContactWindow): Rule[] {
  if (contact.zones.length === 0) throw new RangeError("a contact's hours need a zone");
  return contact.zones.map((zone) => ({
    name: 'contact_hours',
    spans: (within, zones) => windowSpans([contact], datesTouching(within, zone, zones), zone, zones),
  }));
}

function campaignRules(hours: CallingHours, openedAt: number): Rule[] {
  const { dailyStop, dailyStart, weekdays, windows, closedDates, zone } = hours;
  const rules: Rule[] = [];
  if (dailyStop) rules.push(stopRule(dailyStop, dailyStart, openedAt));

  const isClosed = (date: LocalDate): boolean => closedDates.includes(date);
  if (closedDates.length > 0) {
    rules.push({
      name: 'closed_date',
      spans: (within, zones) =>
        difference([within], normalized(wholeDays(datesTouching(within, zone, zones).filter(isClosed), zone, zones))),
    });
  }

  const isWeekday = (date: LocalDate): boolean => weekdays === null || weekdays.includes(weekdayOf(date));
  if (weekdays !== null) {
    rules.push({
      name: 'closed_weekday',
      spans: (within, zones) => {
        const dates = datesTouching(within, zone, zones).filter(isWeekday);
        // A window goes on over midnight into a closed day.
        return [...wholeDays(dates, zone, zones), ...windowSpans(windows, dates, zone, zones)];
      },
    });
  }

  if (windows.length > 0) {
    rules.push({
      name: 'outside_window',
      spans: (within, zones) => {
        const dates = datesTouching(within, zone, zones).filter((date) => isWeekday(date) && !isClosed(date));
        return windowSpans(windows, dates, zone, zones);
      },
    });
  }
  return rules;
}

/** With a start, open from each one to the next stop; without, until the first stop after somebody has opened it. */
function stopRule(stop: DailyTime, start: DailyTime | null, openedAt: number): Rule {
  return {
    name: 'daily_hard_stop',
    spans: (within, zones) =>
      start
        ? startToStop(start, stop, within, zones)
        : [{ from: -Infinity, to: firstStopFrom(openedAt + 1, stop, zones) }],
  };
}

function startToStop(start: DailyTime, stop: DailyTime, within: Span, zones: ZoneClock): Span[] {
  const dates = datesTouching(within, start.zone, zones);
  // In one zone they are paired by the clock's face: on a day on which both fall into a gap, they are one instant.
  if (start.zone === stop.zone) {
    return windowSpans([{ startMinute: start.minute, endMinute: stop.minute }], dates, start.zone, zones);
  }
  return dates.map((date) => {
    const from = zones.instantOf(date, start.minute, start.zone);
    return { from, to: firstStopFrom(from, stop, zones) };
  });
}

/** The first stop at an instant or after it. */
function firstStopFrom(instant: number, { minute, zone }: DailyTime, zones: ZoneClock): number {
  const today = zones.dateAt(instant, zone);
  for (const days of [-1, 0, 1]) {
    const at = zones.instantOf(addDays(today, days), minute, zone);
    if (at >= instant) return at;
  }
  return zones.instantOf(addDays(today, 2), minute, zone);
}

/** The windows that start on the given days. */
function windowSpans(
  windows: readonly DayWindow[],
  dates: readonly LocalDate[],
  zone: string,
  zones: ZoneClock,
): Span[] {
  return dates.flatMap((date) =>
    windows.map(({ startMinute, endMinute }) => ({
      from: zones.instantOf(date, startMinute, zone),
      to: zones.instantOf(endMinute >= startMinute ? date : addDays(date, 1), endMinute, zone),
    })),
  );
}

function wholeDays(dates: readonly LocalDate[], zone: string, zones: ZoneClock): Span[] {
  return windowSpans([{ startMinute: 0, endMinute: 1440 }], dates, zone, zones);
}

/** The days of a zone that touch a span, and the one before, whose windows may go on over midnight. */
function datesTouching({ from, to }: Span, zone: string, zones: ZoneClock): LocalDate[] {
  const dates: LocalDate[] = [];
  const last = zones.dateAt(to, zone);
  for (let date = addDays(zones.dateAt(from, zone), -1); date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
