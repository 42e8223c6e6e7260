/** Whatever else is written down of a wish not to be called is one: it is better heeded once too often. */
const NO = /^\W*(?:no|false|0|never|n\/a\b|null\b)/i;
/** Begins like a no, and is the wish itself. */
const NO_MORE_CALLS =
  /^\W*(?:no (?:more|further|calls?)|not? (?:to )?(?:be )?call|never (?:to )?(?:be )?(?:call|contact|phon|ring|again))/i;

/**
 * What a voice agent was set up to extract from a call, in the words of structured outcomes: what is empty is left out, and
 * fields that a vendor's analysis can only write as text are read, such as a list of intents or a yes.
 *
 * @param given as the vendor sends it: fields by their names; anything else tells nothing.
 * @example readAgentReport({ do_not_call: 'yes', intents: 'buy, complain', callback_at: '' })
 * // { do_not_call: true, intents: ['buy', 'complain'] }
 */
export function readAgentReport(given: unknown): Record<string, unknown> {
  if (!isRecord(given)) return {};
  const told = Object.entries(withoutEmpty(given));
  return Object.fromEntries(told.map(([name, value]) => [name, readField(name, value)]));
}

/** The same without what is undefined, null or an empty text. @example withoutEmpty({ a: null, b: 1 }) // { b: 1 } */
export function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return Object.fromEntries(told);
}

/**
 * Variables for a vendor that takes texts only: objects and lists as JSON, nothing as an empty text.
 *
 * @example textVariables({ name: 'Ann', due: 12.5, items: ['a'] }) // { name: 'Ann', due: '12.5', items: '["a"]' }
 */
export function textVariables(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function readField(name: string, value: unknown): unknown {
  if (name === 'do_not_call' && typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return value;
  switch (name) {
    case 'do_not_call':
      return value.trim() !== '' && (NO_MORE_CALLS.test(value) || !NO.test(value));
    case 'intents':
      return readList(value);
    case 'entities':
      return parsed(value) ?? value;
    default:
      return value;
  }
}

function readList(text: string): readonly unknown[] {
  const list = parsed(text);
  if (Array.isArray(list)) return list as unknown[];
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Objects and lists; null for any other text. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
