const LONGEST_TEXT = 200;
/** Postgres has no larger integer. */
const LONGEST_DURATION_S = 2 ** 31 - 1;

/**
 * A code or an id as a provider tells it, as Postgres takes it: without NUL, and not longer than 200 characters. What is
 * compared with a stored one goes through here as well.
 *
 * @example storableCode('busy\0') // 'busy'
 */
export function storableCode(code: string): string {
  return code.replaceAll('\0', '').slice(0, LONGEST_TEXT);
}

/**
 * A duration as a provider tells it, in whole seconds; null where it can be none.
 *
 * @param durationS seconds, of whatever size.
 * @example storableDurationS(12.4) // 12
 * @example storableDurationS(-1) // null
 */
export function storableDurationS(durationS: number | null): number | null {
  if (durationS === null) return null;
  const rounded = Math.round(durationS);
  return rounded >= 0 && rounded <= LONGEST_DURATION_S ? rounded : null;
}
