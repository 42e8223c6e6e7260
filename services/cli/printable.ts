/**
 * Control characters, and those that turn the direction of text around: from somebody else's name they could
 * rewrite a terminal.
 */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Text from somewhere else as it may stand on a terminal: control characters are shown, not obeyed.
 *
 * @example printable('\u001b]0;gone') // '\\u001b]0;gone'
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped).replace(LONE_SURROGATE, escaped);
}

/**
 * A document on one line, with nothing in it that a terminal obeys.
 *
 * @example jsonLine({ name: '\u009b2J' }) // '{"name":"\\u009b2J"}'
 */
export function jsonLine(document: unknown): string {
  // JSON escapes only some of them; inside of JSON they can stand in strings alone.
  return printable(JSON.stringify(document));
}

/** Text no longer than so many characters. */
export function clip(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
