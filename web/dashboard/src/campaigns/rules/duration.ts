/** Units that people enter durations in, with their length in seconds. */
export const DURATION_UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type DurationUnit = keyof typeof DURATION_UNITS;

const LARGEST_FIRST = ['days', 'hours', 'minutes', 'seconds'] as const;

/**
 * The largest unit in which a duration is a whole number; minutes for nothing.
 *
 * @param allowed those to choose among.
 * @example unitOf(7200) // 'hours'
 */
export function unitOf(
  durationS: number | null | undefined,
  allowed: readonly DurationUnit[] = LARGEST_FIRST,
): DurationUnit {
  const fallback = allowed.includes('minutes') ? 'minutes' : (allowed[0] ?? 'seconds');
  if (!durationS) return fallback;
  const whole = LARGEST_FIRST.filter((unit) => allowed.includes(unit)).find(
    (unit) => durationS % DURATION_UNITS[unit] === 0,
  );
  return whole ?? fallback;
}

/** A duration in words. @example durationText(5400) // '1 hour 30 minutes' */
export function durationText(durationS: number): string {
  const parts: string[] = [];
  let rest = Math.round(durationS);
  for (const unit of LARGEST_FIRST) {
    const count = Math.floor(rest / DURATION_UNITS[unit]);
    rest -= count * DURATION_UNITS[unit];
    if (count > 0) parts.push(`${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  }
  return parts.length === 0 ? 'no time' : parts.join(' ');
}
