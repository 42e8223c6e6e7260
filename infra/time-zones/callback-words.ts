import { en, type ParsedComponents, type ParsedResult } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { plainPhrases } from './callback-phrases';
import { instantOfLocal, wallClockOf, zonedAt } from './local-time';

/** When a called person wants to be called back. */
export interface CallbackTime {
  /** Epoch milliseconds, later than the words were spoken. */
  readonly instant: number;
  /** What clocks in the person's zone show then: `2026-10-25T15:00`. */
  readonly wallClock: string;
}

/** When the words were spoken. */
interface Spoken {
  readonly at: number;
  readonly zone: string;
  readonly local: Temporal.PlainDateTime;
}

const MAX_LENGTH = 500;
/** What is further away was not meant. */
const MAX_AHEAD_MS = 10 * 366 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const FROM_NOW = /^(?:in|within|next|after)\b|\b(?:from now|later)$/;
/** "03:00" is how a clock with 24 hours is read. */
const OF_24_HOURS = /\b0\d:/;
/** "At 8", said at noon, is 8 in the evening; "at 9" is tomorrow: nobody is called at 9 in the evening. */
const LATEST_EVENING_HOUR = 8;

/** Parts of the day, by chrono-node's tag: the hour at which people are called, and the one at which it is over. */
const DAY_PARTS = [
  ['casualReference/morning', { from: 9, until: 12 }],
  ['casualReference/afternoon', { from: 15, until: 18 }],
  ['casualReference/evening', { from: 19, until: 22 }],
  ['casualReference/tonight', { from: 19, until: 22 }],
] as const;

/**
 * Reads when a called person wants to be called back, in English (spec, "Callback"). Durations are real time; anything
 * else is a wall-clock time in the zone. An hour from 1 to 7 without am or pm is in the afternoon, and what has passed
 * is meant for the next time.
 *
 * @param text what the person said; what is behind its 500th character is not read.
 * @param spokenAt epoch milliseconds.
 * @param zone an IANA name.
 * @returns null when no time can be read from it.
 * @throws RangeError for a zone that does not exist.
 * @example readCallbackWords('tomorrow at 3', Date.UTC(2026, 9, 24, 18), 'Europe/Berlin')
 * // { instant: Date.UTC(2026, 9, 25, 14), wallClock: '2026-10-25T15:00' }
 */
export function readCallbackWords(text: string, spokenAt: number, zone: string): CallbackTime | null {
  const at = Math.floor(spokenAt);
  const spoken = { at, zone, local: zonedAt(at, zone).toPlainDateTime() };
  const read = en.casual
    .parse(plainPhrases(text.slice(0, MAX_LENGTH)), referenceDate(spoken.local), { forwardDate: true })
    .filter(saysWhen)
    .map((result) => ({ instant: instantOfResult(result, spoken), weight: weightOf(result) }))
    .filter((moment): moment is { instant: number; weight: number } => isUsable(moment.instant, spokenAt));
  const [best] = read.sort((left, right) => right.weight - left.weight);
  return best ? { instant: best.instant, wallClock: wallClockOf(best.instant, zone) } : null;
}

function isUsable(instant: number | null, spokenAt: number): boolean {
  return instant !== null && instant > spokenAt && instant - spokenAt < MAX_AHEAD_MS;
}

/** chrono-node knows no zones: it is shown the wall clock as if it were the process's own, and only its parts are used. */
function referenceDate({ year, month, day, hour, minute, second }: Temporal.PlainDateTime): Date {
  return new Date(year, month - 1, day, hour, minute, second);
}

/** Of several times said, the most definite one counts; of equals, the first. */
function weightOf({ start, text }: ParsedResult): number {
  if (isDuration(start)) return FROM_NOW.test(text) ? 3 : 1;
  return start.isCertain('hour') ? 3 : 2;
}

/** False for what looks like a time and is none: "now", "later today", "the day", "this week", the verb "may". */
function saysWhen({ start, text }: ParsedResult): boolean {
  const tags = start.tags();
  if (tags.has('casualReference/now')) return false;
  if (isDuration(start) || start.isCertain('hour') || dayPartOf(start)) return true;
  if (tags.has('result/relativeDate')) return FROM_NOW.test(text);
  if (tags.has('casualReference/today')) return false;
  return start.isCertain('day') || start.isCertain('weekday');
}

function instantOfResult({ start, text }: ParsedResult, spoken: Spoken): number | null {
  if (isDuration(start)) return spoken.at + elapsedMs(start, referenceDate(spoken.local));
  if (start.isCertain('timezoneOffset')) return inSaidZone(start, spoken);
  const local = localOf(start, text, spoken);
  const instant = instantOfLocal(local, spoken.zone);
  return instant > spoken.at ? instant : movedForward(start, text, local, spoken);
}

/** True for "in two hours", false for "in two days", which keeps the wall-clock time. */
function isDuration(start: ParsedComponents): boolean {
  return start.tags().has('result/relativeDateAndTime');
}

function elapsedMs(start: ParsedComponents, reference: Date): number {
  const { year, month, day } = dateOf(start);
  const second = start.get('second') ?? 0;
  const shown = Date.UTC(year, month - 1, day, start.get('hour') ?? 0, start.get('minute') ?? 0, second);
  const from = Date.UTC(
    reference.getFullYear(),
    reference.getMonth(),
    reference.getDate(),
    reference.getHours(),
    reference.getMinutes(),
    reference.getSeconds(),
  );
  return shown - from;
}

function localOf(start: ParsedComponents, text: string, { local }: Spoken): Temporal.PlainDateTime {
  const time = timeOf(start, text);
  const isTimeOnly = !start.isCertain('day') && !start.isCertain('weekday') && !start.isCertain('month');
  if (isTimeOnly && !start.tags().has('result/relativeDate')) return local.withPlainTime(time);
  const date = Temporal.PlainDate.from(dateOf(start));
  // chrono-node has judged by its own reading of the hour: on a Wednesday morning "Wednesday at 5" is today.
  const isThisWeekday = start.isCertain('weekday') && !start.isCertain('day') && date.dayOfWeek === local.dayOfWeek;
  const isToday = isThisWeekday && start.isCertain('hour') && !/\bnext\b/.test(text);
  const today = local.withPlainTime(time);
  return isToday && Temporal.PlainDateTime.compare(today, local) > 0 ? today : date.toPlainDateTime(time);
}

function timeOf(start: ParsedComponents, text: string): Temporal.PlainTime {
  const [hour, minute, second] = [start.get('hour') ?? 0, start.get('minute') ?? 0, start.get('second') ?? 0];
  if (!start.isCertain('hour')) return new Temporal.PlainTime(dayPartOf(start)?.from ?? hour, minute, second);
  return new Temporal.PlainTime(isAfternoon(start, hour, text) ? hour + 12 : hour, minute, second);
}

/** Nobody is called at 3 at night; "03:00" and "3 am" say that they mean it. */
function isAfternoon(start: ParsedComponents, hour: number, text: string): boolean {
  if (hour < 1 || hour > 7 || start.isCertain('meridiem')) return false;
  return !start.tags().has('casualReference/morning') && !OF_24_HOURS.test(text);
}

function dayPartOf(start: ParsedComponents): { from: number; until: number } | null {
  return DAY_PARTS.find(([tag]) => start.tags().has(tag))?.[1] ?? null;
}

function dateOf(start: ParsedComponents): { year: number; month: number; day: number } {
  return { year: start.get('year') ?? 0, month: start.get('month') ?? 0, day: start.get('day') ?? 0 };
}

/** What has passed is meant for the next time; null when there is none, as for a date. */
function movedForward(
  start: ParsedComponents,
  text: string,
  local: Temporal.PlainDateTime,
  { at, zone }: Spoken,
): number | null {
  const part = start.isCertain('hour') ? null : dayPartOf(start);
  const soon = at + HOUR_MS;
  // "This afternoon", said in the afternoon.
  if (part && wallClockOf(soon, zone) < local.with({ hour: part.until }).toString()) return soon;

  const tags = start.tags();
  const saysToday = tags.has('casualReference/today') || tags.has('casualReference/tonight');
  const isEitherHalf = start.isCertain('hour') && !start.isCertain('meridiem') && !OF_24_HOURS.test(text);
  const steps: Temporal.DurationLike[] = [];
  if (isEitherHalf && local.hour < 12 && (saysToday || local.hour <= LATEST_EVENING_HOUR)) steps.push({ hours: 12 });
  if (start.isCertain('weekday')) steps.push({ weeks: 1 });
  if (saysToday || !start.isCertain('day')) steps.push({ days: 1 });
  const moved = steps.map((step) => instantOfLocal(local.add(step), zone));
  return moved.find((instant) => instant > at) ?? null;
}

/** "3 pm EST": the time said is one of another zone than the person's. */
function inSaidZone(start: ParsedComponents, { at }: Spoken): number {
  const saysDay = start.isCertain('day') || start.isCertain('weekday');
  const offsetMs = (start.get('timezoneOffset') ?? 0) * 60_000;
  const there = new Date(at + offsetMs);
  const { year, month, day } = saysDay
    ? dateOf(start)
    : { year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.getUTCDate() };
  const instant = Date.UTC(year, month - 1, day, start.get('hour') ?? 0, start.get('minute') ?? 0) - offsetMs;
  return saysDay || instant > at ? instant : instant + 24 * HOUR_MS;
}
