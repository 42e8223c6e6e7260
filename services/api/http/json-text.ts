import { isUnstorable } from '../../../domain/storable-text';
import { invalidRequest, Problem, type FieldFault } from './problem';

const MAX_DEPTH = 32;
/** Only these escapes can bring in what Postgres cannot store; most bodies have none, and need no second look. */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|d[89a-f])/i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body.
 *
 * @param raw the bytes as they came; none at all reads as an empty object.
 * @throws Problem 400 for what is no JSON in UTF-8; 422 for more than 32 levels, or characters that cannot be stored.
 */
export function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  const text = decode(raw);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notJson(error instanceof Error ? withoutQuotes(error.message) : 'unreadable');
  }
  const faults = inspect(value, SUSPICIOUS_ESCAPE.test(text));
  if (faults.length > 0) throw invalidRequest(faults);
  return value;
}

function decode(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw notJson('it is not encoded in UTF-8');
  }
}

/**
 * What is wrong, without the piece of the body that the engine quotes: it may be a credential.
 *
 * @example withoutQuotes(`Unexpected token 'x', "{"a": x}" is not valid JSON`) // `Unexpected token 'x'`
 */
function withoutQuotes(message: string): string {
  return message
    .replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 200);
}

function notJson(reason: string): Problem {
  return new Problem(400, 'malformed_json', `The body is not JSON: ${reason}.`);
}

interface Place {
  readonly value: unknown;
  readonly parent: Place | null;
  readonly key: string;
  readonly depth: number;
}

/** Walks without recursion: how deep a body goes is the sender's choice. */
function inspect(root: unknown, readStrings: boolean): FieldFault[] {
  const left: Place[] = [{ value: root, parent: null, key: '', depth: 0 }];
  for (let place = left.pop(); place; place = left.pop()) {
    const { value, depth } = place;
    if (typeof value === 'string') {
      if (readStrings && isUnstorable(value)) return [unstorable(place)];
    } else if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) return [tooDeep(place)];
      for (const key of Object.keys(value)) {
        const child = { value: (value as Record<string, unknown>)[key], parent: place, key, depth: depth + 1 };
        if (readStrings && isUnstorable(key)) return [unstorable(place)];
        left.push(child);
      }
    }
  }
  return [];
}

function unstorable(place: Place): FieldFault {
  const detail = 'NUL characters and halves of surrogate pairs (\\u0000, \\ud800) cannot be stored.';
  return { pointer: pointerTo(place), code: 'invalid_characters', detail };
}

function tooDeep(place: Place): FieldFault {
  return {
    pointer: pointerTo(place),
    code: 'too_deep',
    detail: `JSON may be nested ${MAX_DEPTH} levels deep at most.`,
  };
}

function pointerTo(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | null = place; at?.parent; at = at.parent) keys.unshift(at.key);
  return jsonPointer(keys);
}

/**
 * A JSON pointer (RFC 6901).
 *
 * @example jsonPointer(['contacts', 0, 'a/b']) // '/contacts/0/a~1b'
 */
export function jsonPointer(keys: ReadonlyArray<string | number | symbol>): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Values that belong to the customer or a page, or are read by a provider's adapter: there `null` means null. */
const OPAQUE = new Set(['custom_variables', 'metadata', 'settings', 'form']);

/**
 * Leaves out every `null`: in our own fields it is as absent. Variables, metadata, an account's settings and a draft's
 * form keep theirs.
 *
 * @example withoutNulls({ a: null, b: [1, null], metadata: { c: null } }) // { b: [1, null], metadata: { c: null } }
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.map(([key, child]) => [key, OPAQUE.has(key) ? child : withoutNulls(child)]));
}
