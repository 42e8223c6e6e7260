let known: readonly string[] | undefined;

/** Names of all IANA zones that this browser knows, with UTC before all others. */
export function timeZones(): readonly string[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return known;
}

/**
 * What a zone is ahead of UTC.
 *
 * @param at epoch milliseconds; now unless told.
 * @returns an empty text for a zone that the browser does not know.
 * @example offsetTextOf('Asia/Kolkata') // 'UTC+05:30'
 */
export function offsetTextOf(zone: string, at: number = Date.now()): string {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return name.replace('GMT', 'UTC').replace('+00:00', '').replace('-', '−');
  } catch {
    return '';
  }
}
