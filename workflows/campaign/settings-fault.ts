import type { CampaignSettingsChange } from './contract';

/**
 * What is wrong with settings that somebody sends, in words; null when they may be taken over. Zones are not known here:
 * hours of a zone that does not exist keep the campaign closed.
 */
export function faultOf(change: CampaignSettingsChange): string | null {
  const { settingsVersion, pacing, hours, startsAt } = change;
  if (!Number.isInteger(settingsVersion)) return 'The version of the settings must be a whole number.';
  if (!isWithin(pacing?.concurrency, 1, Infinity)) return 'Concurrency must be a whole number of 1 or more.';
  const pace: unknown = pacing.callsPerSecond;
  if (pace !== null && !(typeof pace === 'number' && pace > 0)) return 'Calls per second must be above 0, or null.';
  if (hours !== undefined && hours !== null && !areHours(hours)) {
    return 'Hours must have a zone, windows and closed dates; daily times a minute of the day and a zone.';
  }
  const start: unknown = startsAt ?? null;
  if (start !== null && !Number.isFinite(start)) return 'A start must be an instant in epoch milliseconds, or null.';
  return null;
}

function areHours(hours: unknown): boolean {
  const { zone, dailyStop, dailyStart, weekdays, windows, closedDates } = hours as Record<string, unknown>;
  const isWeekdays = weekdays === null || isListOf(weekdays, isText);
  return (
    isText(zone) &&
    isDailyTime(dailyStop) &&
    isDailyTime(dailyStart) &&
    isWeekdays &&
    isListOf(windows, isDayWindow) &&
    isListOf(closedDates, isText)
  );
}

function isDailyTime(time: unknown): boolean {
  if (time === null) return true;
  const { minute, zone } = (time ?? {}) as Record<string, unknown>;
  return isWithin(minute, 0, 1439) && isText(zone);
}

function isDayWindow(window: unknown): boolean {
  const { startMinute, endMinute } = (window ?? {}) as Record<string, unknown>;
  return isWithin(startMinute, 0, 1439) && isWithin(endMinute, 1, 1440);
}

function isWithin(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}
