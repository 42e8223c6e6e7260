/*
 * Reads what stands behind the "?" of an address. Anybody may have written it: what makes no sense is undefined. A route
 * names every key of its search, also those that are undefined: else the router hands on what stands in the address.
 */

const MAX_TEXT_LENGTH = 200;

/** A search as it stands in an address. */
export type Unread<Search> = { readonly [Key in keyof Search]?: unknown };

/** @example idIn('12') // 12 */
export function idIn(value: unknown): number | undefined {
  return wholeNumberIn(value, /^[1-9]\d{0,14}$/);
}

/** The number of a page from the second on; the first needs no number. @example pageIn(1) // undefined */
export function pageIn(value: unknown): number | undefined {
  const page = wholeNumberIn(value, /^[1-9]\d{0,5}$/);
  return page === 1 ? undefined : page;
}

/** A text to look for, up to 200 characters. Digits come as a number. @example textIn(' Ada ') // 'Ada' */
export function textIn(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  // Nothing that is stored has a NUL character.
  return text === '' || text.length > MAX_TEXT_LENGTH || text.includes('\0') ? undefined : text;
}

/** One of several names. @example oneOf(['dynamic', 'finite'], 'finite') // 'finite' */
export function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}

function wholeNumberIn(value: unknown, pattern: RegExp): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return pattern.test(String(value)) ? Number(value) : undefined;
}
