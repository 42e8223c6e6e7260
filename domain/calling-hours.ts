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
  /** Minutes since midnight, 1 to 1440; never the start. */
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
/** How far ahead is looked, step by step: most answers lie within the first one. */
const HORIZONS_DAYS = [3, 10, 40, 130, 400];

/**
 * Whether calls may start at an instant.
 *
 * @param at epoch milliseconds.
 * @example hoursAt(times, Date.UTC(2026, 11, 25, 22), zones) // { open: false, changesAt: ..., heldBy: 'daily_hard_stop' }
 */
export function hoursAt(times: CallTimes, at: number, zones: ZoneClock): HoursState {
  if (isAlwaysOpen(times)) return { open: true, changesAt: null, heldBy: null };
  for (const days of HORIZONS_DAYS) {
    const until = at + days * DAY_MS;
    const span = openSpans(times, at, until, zones).find(({ to }) => to > at);
    // A stretch that reaches the horizon may go on behind it.
    if (!span || span.to >= until) continue;
    if (span.from <= at) return { open: true, changesAt: span.to, heldBy: null };
    return { open: false, changesAt: span.from, heldBy: ruleHolding(times, at, zones) };
  }
  const heldBy = ruleHolding(times, at, zones);
  return { open: heldBy === null, changesAt: heldBy === null ? null : nextOpening(times, at, zones), heldBy };
}

/**
 * The first instant, not before the given one, at which a call may start; null when there is none within 400 days.
 *
 * @example nextOpening(times, saturday, zones) // Monday 09:00 in the campaign's zone
 */
export function nextOpening(times: CallTimes, from: number, zones: ZoneClock): number | null {
  if (isAlwaysOpen(times)) return from;
  for (const days of HORIZONS_DAYS) {
    const span = openSpans(times, from, from + days * DAY_MS, zones).find(({ to }) => to > from);
    if (span) return Math.max(span.from, from);
  }
  return null;
}

/**
 * Every stretch between two instants in which calls may start, in order. Stretches are cut off at both instants.
 *
 * @param from epoch milliseconds, as `to`.
 */
export function openSpans(times: CallTimes, from: number, to: number, zones: ZoneClock): Span[] {
  return rulesOf(times)
    .map((rule) => normalized(rule.spans({ from, to }, zones)))
    .reduce(intersection, [{ from, to }]);
}

function isAlwaysOpen(times: CallTimes): boolean {
  return rulesOf(times).length === 0;
}

/** The first rule that closes an instant; null when all allow it. */
function ruleHolding(times: CallTimes, at: number, zones: ZoneClock): HoursRule | null {
  const moment = { from: at, to: at + 1 };
  const holding = rulesOf(times).find(
    (rule) => intersection([moment], normalized(rule.spans(moment, zones))).length === 0,
  );
  return holding?.name ?? null;
}

interface Rule {
  readonly name: HoursRule;
  /** The stretches it allows that touch a span; they may reach beyond it. */
  readonly spans: (within: Span, zones: ZoneClock) => Span[];
}

function rulesOf({ campaign, openedAt, contact }: CallTimes): Rule[] {
  const rules: Rule[] = [];
  if (campaign) rules.push(...campaignRules(campaign, openedAt));
  if (contact) {
    for (const zone of contact.zones) {
      rules.push({ name: 'contact_hours', spans: (within, zones) => windowSpans([contact], zone, within, zones) });
    }
  }
  return rules;
}

function campaignRules(hours: CallingHours, openedAt: number): Rule[] {
  const { dailyStop, dailyStart, weekdays, windows, closedDates, zone } = hours;
  const rules: Rule[] = [];
  if (dailyStop) {
    rules.push({
      name: 'daily_hard_stop',
      spans: (within, zones) =>
        dailyStart
          ? startToStop(dailyStart, dailyStop, within, zones)
          : [{ from: -Infinity, to: firstStopAfter(openedAt, dailyStop, zones) }],
    });
  }
  const onWeekday = (date: LocalDate): boolean => weekdays === null || weekdays.includes(weekdayOf(date));
  const isOpenDate = (date: LocalDate): boolean => onWeekday(date) && !closedDates.includes(date);
  if (closedDates.length > 0) {
    rules.push({
      name: 'closed_date',
      spans: (within, zones) => difference([within], normalized(wholeDays(closedDates, zone, zones))),
    });
  }
  if (windows.length > 0) {
    const name = weekdays === null ? 'outside_window' : 'closed_weekday';
    rules.push({ name: 'outside_window', spans: (within, zones) => windowSpans(windows, zone, within, zones) });
    if (weekdays !== null || closedDates.length > 0) {
      rules.push({ name, spans: (within, zones) => windowSpans(windows, zone, within, zones, isOpenDate) });
    }
  } else if (weekdays !== null) {
    rules.push({
      name: 'closed_weekday',
      spans: (within, zones) => wholeDays(datesAround(within, zone, zones).filter(onWeekday), zone, zones),
    });
  }
  return rules;
}

/** Windows of every day that touches a span; `isOpenDate` looks at the day a window starts on. */
function windowSpans(
  windows: readonly DayWindow[],
  zone: string,
  within: Span,
  zones: ZoneClock,
  isOpenDate: (date: LocalDate) => boolean = () => true,
): Span[] {
  const dates = datesAround(within, zone, zones).filter(isOpenDate);
  return dates.flatMap((date) =>
    windows.map(({ startMinute, endMinute }) => ({
      from: zones.instantOf(date, startMinute, zone),
      to: zones.instantOf(endMinute > startMinute ? date : addDays(date, 1), endMinute, zone),
    })),
  );
}

function wholeDays(dates: readonly LocalDate[], zone: string, zones: ZoneClock): Span[] {
  return dates.map((date) => ({
    from: zones.instantOf(date, 0, zone),
    to: zones.instantOf(addDays(date, 1), 0, zone),
  }));
}

/** From each start to its stop. In one zone they are paired by the clock's face, so that a day on which both fall into a gap stays right. */
function startToStop(start: DailyTime, stop: DailyTime, within: Span, zones: ZoneClock): Span[] {
  if (start.zone === stop.zone) {
    return windowSpans([{ startMinute: start.minute, endMinute: stop.minute }], start.zone, within, zones);
  }
  return datesAround(within, start.zone, zones).map((date) => {
    const from = zones.instantOf(date, start.minute, start.zone);
    return { from, to: firstStopFrom(from, stop, zones) };
  });
}

function firstStopAfter(instant: number, stop: DailyTime, zones: ZoneClock): number {
  return firstStopFrom(instant + 1, stop, zones);
}

function firstStopFrom(instant: number, { minute, zone }: DailyTime, zones: ZoneClock): number {
  const today = zones.dateAt(instant, zone);
  for (const days of [-1, 0, 1]) {
    const at = zones.instantOf(addDays(today, days), minute, zone);
    if (at >= instant) return at;
  }
  return zones.instantOf(addDays(today, 2), minute, zone);
}

/** The days of a zone that touch a span, with one more on either side for windows over midnight. */
function datesAround({ from, to }: Span, zone: string, zones: ZoneClock): LocalDate[] {
  const dates: LocalDate[] = [];
  const last = addDays(zones.dateAt(to, zone), 1);
  for (let date = addDays(zones.dateAt(from, zone), -1); date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
