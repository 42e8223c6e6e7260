/** How a campaign chooses among its caller numbers (spec, "Pace and protection"). */
export interface NumberRotation {
  readonly strategy: 'fixed_count' | 'round_robin' | 'least_recently_used' | 'matching_area_code';
  /** For `fixed_count`: calls from one number before the next one. */
  readonly callsPerNumber: number;
  /** Percent: a number that fewer people answer rests; null never rests one. */
  readonly healthThreshold: number | null;
  /** When every number rests. */
  readonly fallback: 'pause' | 'continue_best';
}

/** Where a number belongs, as far as its digits tell. */
export interface NumberArea {
  /** Without the plus: 1, 44. */
  readonly callingCode: string;
  /** The national significant number: 2125550100. */
  readonly national: string;
}

/** One of the numbers a campaign may call from. */
export interface CallerNumber {
  readonly id: number;
  /** Their order; equal ones go by id. */
  readonly sequence: number;
  readonly isActive: boolean;
  /** Calls since its turn began, for `fixed_count`. */
  readonly callsInTurn: number;
  /** Epoch milliseconds, no two of them equal; null: not used yet. */
  readonly lastUsedAt: number | null;
  /** Epoch milliseconds; null: it does not rest. */
  readonly restsUntil: number | null;
  /** 0 to 1; null while too few calls say anything. */
  readonly answerRate: number | null;
  readonly area: NumberArea | null;
}

export type NumberChoice<T> =
  | { readonly kind: 'chosen'; readonly number: T; readonly callsInTurn: number }
  /** Every active number rests; the first of them is back at `until`, epoch milliseconds. */
  | { readonly kind: 'resting'; readonly until: number }
  | { readonly kind: 'none' };

/** Answers below this many calls prove nothing about a number. */
const HEALTH_MIN_CALLS = 20;
/** A number that too few people answer is left alone for so long. */
export const REST_MS = 24 * 60 * 60 * 1000;
/** The plan that +1 numbers belong to: its area codes have three digits. */
const NANP = { callingCode: '1', areaDigits: 3 } as const;

/**
 * Chooses the number that the next call comes from.
 *
 * @param numbers all of the campaign's, in any order.
 * @param to where the called number belongs, for `matching_area_code`; null when its digits do not tell.
 * @param now epoch milliseconds.
 * @returns the number with its calls in this turn, this one counted.
 * @example chooseNumber({ strategy: 'round_robin', ... }, numbers, null, now) // { kind: 'chosen', number, callsInTurn: 1 }
 */
export function chooseNumber<T extends CallerNumber>(
  rotation: NumberRotation,
  numbers: readonly T[],
  to: NumberArea | null,
  now: number,
): NumberChoice<T> {
  const active = numbers.filter(({ isActive }) => isActive);
  const usable = active.filter(({ restsUntil }) => restsUntil === null || restsUntil <= now);
  const [first, ...others] = usable.length > 0 || rotation.fallback === 'pause' ? usable : active;
  if (!first) return active.length === 0 ? { kind: 'none' } : { kind: 'resting', until: firstBack(active) };
  if (usable.length === 0)
    return chosen(
      best([first, ...others], ({ answerRate }) => answerRate ?? 0),
      numbers,
    );
  return chosen(byStrategy(rotation, [first, ...others], numbers, to), numbers);
}

/**
 * Whether a number has to rest.
 *
 * @param answered of its last finished calls, not counting those that never rang (`failed`, `no_capacity`).
 * @example isUnhealthy(rotation, { answered: 1, finished: 20 }) // true with a threshold of 10 percent
 */
export function isUnhealthy(
  { healthThreshold }: NumberRotation,
  { answered, finished }: { readonly answered: number; readonly finished: number },
): boolean {
  return healthThreshold !== null && finished >= HEALTH_MIN_CALLS && answered * 100 < healthThreshold * finished;
}

/**
 * How well a caller number fits a called one: the digits they share after an equal country code; in +1 the whole area
 * code or nothing.
 *
 * @example areaMatch({ callingCode: '1', national: '2125550100' }, { callingCode: '1', national: '2125559999' }) // 3
 */
export function areaMatch(from: NumberArea | null, to: NumberArea | null): number {
  if (!from || !to || from.callingCode !== to.callingCode) return 0;
  let shared = 0;
  while (shared < from.national.length && from.national[shared] === to.national[shared]) shared += 1;
  if (from.callingCode !== NANP.callingCode) return shared;
  return shared >= NANP.areaDigits ? NANP.areaDigits : 0;
}

type Some<T> = readonly [T, ...T[]];

function byStrategy<T extends CallerNumber>(
  rotation: NumberRotation,
  usable: Some<T>,
  numbers: readonly T[],
  to: NumberArea | null,
): T {
  switch (rotation.strategy) {
    case 'fixed_count': {
      const current = lastUsed(numbers);
      const stays = current && usable.includes(current) && current.callsInTurn < rotation.callsPerNumber;
      return stays ? current : nextInOrder(usable, current);
    }
    case 'round_robin':
      return nextInOrder(usable, lastUsed(numbers));
    case 'least_recently_used':
      return leastRecentlyUsed(usable);
    case 'matching_area_code': {
      const closest = Math.max(...usable.map(({ area }) => areaMatch(area, to)));
      const [first, ...others] = usable.filter(({ area }) => areaMatch(area, to) === closest);
      return first ? leastRecentlyUsed([first, ...others]) : leastRecentlyUsed(usable);
    }
  }
}

function chosen<T extends CallerNumber>(number: T, numbers: readonly T[]): NumberChoice<T> {
  const goesOn = lastUsed(numbers) === number;
  return { kind: 'chosen', number, callsInTurn: goesOn ? number.callsInTurn + 1 : 1 };
}

/** The number of the last call; it may rest or be switched off by now, and the order still goes on behind it. */
function lastUsed<T extends CallerNumber>(numbers: readonly T[]): T | null {
  const used = numbers.filter(({ lastUsedAt }) => lastUsedAt !== null);
  const [first, ...others] = used;
  return first ? best([first, ...others], ({ lastUsedAt }) => lastUsedAt ?? 0) : null;
}

function nextInOrder<T extends CallerNumber>(usable: Some<T>, after: T | null): T {
  const sorted = inOrder(usable);
  const behind = after && sorted.find((number) => isBehind(number, after));
  return behind ?? sorted[0];
}

function leastRecentlyUsed<T extends CallerNumber>(usable: Some<T>): T {
  return best(inOrder(usable), ({ lastUsedAt }) => (lastUsedAt === null ? Infinity : -lastUsedAt));
}

function inOrder<T extends CallerNumber>([first, ...others]: Some<T>): Some<T> {
  const sorted = [first, ...others].sort((left, right) => left.sequence - right.sequence || left.id - right.id);
  return [sorted[0] ?? first, ...sorted.slice(1)];
}

function isBehind(number: CallerNumber, other: CallerNumber): boolean {
  return number.sequence > other.sequence || (number.sequence === other.sequence && number.id > other.id);
}

/** The one with the highest score; of equal ones the first. */
function best<T>([first, ...others]: Some<T>, score: (number: T) => number): T {
  return others.reduce((leader, number) => (score(number) > score(leader) ? number : leader), first);
}

function firstBack(resting: readonly CallerNumber[]): number {
  return Math.min(...resting.map(({ restsUntil }) => restsUntil ?? Infinity));
}
