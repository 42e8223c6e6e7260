const DAY_MINUTES = 1_440;

/**
 * What the API writes as hours (17.5), for an input of type time.
 *
 * @returns an empty text for null; 24 is midnight.
 * @example timeTextOf(17.5) // '17:30'
 */
export function timeTextOf(hours: number | null | undefined): string {
  if (hours === null || hours === undefined) return '';
  const minutes = Math.round(hours * 60) % DAY_MINUTES;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The other way round, exact to the minute.
 *
 * @returns null for a text that is no time.
 * @example hoursOf('17:30') // 17.5
 */
export function hoursOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  return Math.round((Number(hours) + Number(minutes) / 60) * 10_000) / 10_000;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
