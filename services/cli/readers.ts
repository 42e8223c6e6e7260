import { InvalidArgumentError } from 'commander';

/** A whole number in a range. Commander shows the message with the option's name. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
  };
}

/** An id as the API shows it: 12, or camp_12 in callbacks. */
export function readId(text: string): number {
  const match = /^(?:camp_|call_)?([1-9]\d{0,14})$/.exec(text);
  if (match) return Number(match[1]);
  throw new InvalidArgumentError('An id is needed: a positive whole number.');
}

/** Collects an option that is given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** @example readSwitch('on') // true */
export function readSwitch(text: string): boolean {
  if (/^(on|true|yes)$/i.test(text)) return true;
  if (/^(off|false|no)$/i.test(text)) return false;
  throw new InvalidArgumentError('Say on or off.');
}

/** A wall-clock time as hours: 17:30 or 17.5. Commander takes null for an empty text. */
export function readHour(text: string): number | 'off' {
  if (/^off$/i.test(text)) return 'off';
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text);
  const hour = clock ? Number(clock[1]) + Number(clock[2]) / 60 : /^\d{1,2}(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (hour >= 0 && hour <= 24 && Number(clock?.[2] ?? 0) < 60) return hour;
  throw new InvalidArgumentError('A time of day is needed, like 17:30 or 17.5, or off.');
}
