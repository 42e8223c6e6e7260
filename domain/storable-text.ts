/** With the flag `u`, pairs are one character each: what is left of this category are lone halves. */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * True for text that Postgres cannot store: a NUL character, or half of a surrogate pair.
 *
 * @example isUnstorable('a\0b') // true
 */
export function isUnstorable(text: string): boolean {
  return text.includes('\0') || LONE_SURROGATE.test(text);
}
