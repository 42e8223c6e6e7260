import type { CallingHours, DailyTime, DayWindow } from '../../../domain/calling-hours';
import type { ContactHoursChoice } from '../../../domain/contact-hours';
import { WEEKDAYS } from '../../../domain/zone-clock';
import type { SettingsInput } from './read-settings';

const DAY_MINUTES = 24 * 60;

/** The campaign's hours; null when nothing is asked of them, and it is always open. */
export function readHours(body: SettingsInput, zone: string, base: CallingHours | null): CallingHours | null {
  const stop = {
    isOn: body.enable_daily_hard_stop,
    hour: body.daily_stop_time,
    zone: body.daily_stop_timezone,
  };
  const start = {
    isOn: body.enable_daily_auto_start,
    hour: body.daily_start_time,
    zone: body.daily_start_timezone,
  };
  const given = body.calling_hours ?? {};
  const hours: CallingHours = {
    zone,
    dailyStop: readDailyTime(stop, zone, base?.dailyStop ?? null),
    dailyStart: readDailyTime(start, zone, base?.dailyStart ?? null),
    weekdays: given.days ? readWeekdays(given.days) : (base?.weekdays ?? null),
    windows: given.windows ? readWindows(given.windows) : (base?.windows ?? []),
    closedDates: given.closed_dates ? [...new Set(given.closed_dates)].sort() : (base?.closedDates ?? []),
  };
  return asksForSomething(hours) ? hours : null;
}

function asksForSomething({ dailyStop, dailyStart, weekdays, windows, closedDates }: CallingHours): boolean {
  const isDaily = dailyStop !== null || dailyStart !== null;
  return isDaily || weekdays !== null || windows.length > 0 || closedDates.length > 0;
}

interface GivenDailyTime {
  readonly isOn: boolean | undefined;
  readonly hour: number | undefined;
  readonly zone: string | undefined;
}

/** Null where it is off, and where no time is known: `hoursFaults` tells these apart. */
function readDailyTime(given: GivenDailyTime, zone: string, base: DailyTime | null): DailyTime | null {
  if (!(given.isOn ?? base !== null)) return null;
  const minute = given.hour === undefined ? base?.minute : Math.round(given.hour * 60) % DAY_MINUTES;
  return minute === undefined ? null : { minute, zone: given.zone ?? base?.zone ?? zone };
}

type HoursInput = NonNullable<SettingsInput['calling_hours']>;

function readWeekdays(days: NonNullable<HoursInput['days']>): CallingHours['weekdays'] {
  const chosen = WEEKDAYS.filter((day) => days.includes(day));
  return chosen.length === WEEKDAYS.length ? null : chosen;
}

/** A window of a whole day asks for nothing. */
function readWindows(given: NonNullable<HoursInput['windows']>): DayWindow[] {
  const windows = given.map(readWindow);
  const isWholeDay = windows.some(({ startMinute, endMinute }) => startMinute === 0 && endMinute === DAY_MINUTES);
  return isWholeDay ? [] : windows;
}

/** @example readWindow({ start: '22:00', end: '00:00' }) // { startMinute: 1320, endMinute: 1440 } */
export function readWindow({ start, end }: { readonly start: string; readonly end: string }): DayWindow {
  return { startMinute: minuteOf(start), endMinute: endMinuteOf(end) };
}

function endMinuteOf(text: string): number {
  return minuteOf(text) || DAY_MINUTES;
}

/** @param text `09:30`, as the schema has checked it. */
function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What the campaign says about the hours of the called person; null when it says nothing. */
export function readContactHours(
  { contact_hours: given = {} }: Pick<SettingsInput, 'contact_hours'>,
  base: ContactHoursChoice | null,
): ContactHoursChoice | null {
  const choice: ContactHoursChoice = {
    enabled: given.enabled ?? base?.enabled ?? null,
    startMinute: given.start === undefined ? (base?.startMinute ?? null) : minuteOf(given.start),
    endMinute: given.end === undefined ? (base?.endMinute ?? null) : endMinuteOf(given.end),
    strict: given.strict ?? base?.strict ?? null,
  };
  return Object.values(choice).some((value) => value !== null) ? choice : null;
}
