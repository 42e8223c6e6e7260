// JSON.stringify writes pairs as they are: an escape of half a pair is one that has lost the other.
const UNSTORABLE = /\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g;
const ESCAPED_BACKSLASH = '\\\\';

/**
 * Writes JSON that Postgres takes as `jsonb`, whatever texts came from outside: NUL and halves of surrogate pairs become
 * U+FFFD.
 *
 * @example storableJson({ text: 'a\0b' }) // '{"text":"a\\ufffdb"}'
 */
export function storableJson(value: object): string {
  return JSON.stringify(value).replace(UNSTORABLE, (match) => (match === ESCAPED_BACKSLASH ? match : '\\ufffd'));
}
