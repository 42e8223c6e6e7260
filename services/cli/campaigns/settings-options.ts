import { InvalidArgumentError } from 'commander';
import { MAX_CALLS_PER_SECOND, MAX_CONCURRENCY } from '../../../domain/campaign-settings';
import { MAX_RETRY_LIMIT } from '../../../domain/retry-policy';

export const MOST_AT_ONCE = MAX_CONCURRENCY;
export const MOST_RETRIES = MAX_RETRY_LIMIT;

/** Calls a second; 0 for no limit. */
export function readRate(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= MAX_CALLS_PER_SECOND) return value;
  throw new InvalidArgumentError(`A number up to ${MAX_CALLS_PER_SECOND} is needed; 0 for no limit.`);
}

/** A window of a day. @example readWindow('09:00-12:00') // { start: '09:00', end: '12:00' } */
export function readWindow(text: string): { readonly start: string; readonly end: string } {
  const match = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(text);
  const padded = (time = ''): string => time.padStart(5, '0');
  if (match) return { start: padded(match[1]), end: padded(match[2]) };
  throw new InvalidArgumentError('A window is needed, like 09:00-12:00.');
}

/** A rule of retries. @example readRetryRule('busy=300') // ['busy', { delay_s: 300 }] */
export function readRetryRule(
  text: string,
): readonly [string, { readonly delay_s: number; readonly backoff?: number }] {
  const match = /^([a-z_]+)=(\d{1,9})(?:x(\d+(?:\.\d+)?))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('A rule is needed, like busy=300 (seconds), or busy=300x2 (doubling).');
  const [, disposition = '', delay, backoff] = match;
  return [disposition, { delay_s: Number(delay), ...(backoff !== undefined && { backoff: Number(backoff) }) }];
}
