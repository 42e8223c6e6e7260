import { isUnstorable } from '../../domain/storable-text';

/** What a pre-call webhook has answered, or what is wrong with its answer. */
export type PreCallAnswer =
  | { readonly kind: 'answered'; readonly variables: Readonly<Record<string, unknown>> }
  /** `retryAt` in epoch milliseconds. */
  | { readonly kind: 'not_eligible'; readonly reason: string | null; readonly retryAt: number | null }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Bytes of the variables, written as JSON. */
const MAX_VARIABLES_BYTES = 32 * 1024;
const MAX_DEPTH = 32;
const MAX_REASON_LENGTH = 200;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;
const UNREADABLE_TIME = 'its retry_at cannot be read';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a 200 (spec/webhooks, "Pre-call webhook"). Anything but the fields it asks for is ignored, and `null` is
 * as absent. Who is told not to be called is not called, even where `retry_at` cannot be read.
 *
 * @example readPreCallAnswer('{"call":{"dynamic_variables":{"plan":"pro"}}}') // { kind: 'answered', variables: { plan: 'pro' } }
 */
export function readPreCallAnswer(body: string): PreCallAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return unreadable('invalid_json: the answer is not JSON');
  }
  if (!isObject(answer)) return unreadable('invalid_shape: the answer is not a JSON object');
  const call = answer['call'] ?? {};
  if (!isObject(call)) return unreadable('invalid_shape: "call" is not an object');
  const eligible = call['eligible'] ?? true;
  if (typeof eligible !== 'boolean') return unreadable('invalid_shape: "eligible" is not true or false');
  return eligible ? readVariables(call['dynamic_variables'] ?? {}) : readHold(call);
}

function readVariables(variables: unknown): PreCallAnswer {
  if (!isObject(variables)) return unreadable('invalid_shape: "dynamic_variables" is not an object');
  const problem = problemOf(variables);
  return problem === null ? { kind: 'answered', variables } : unreadable(problem);
}

function readHold({ reason, retry_at }: Fields): PreCallAnswer {
  const given = typeof reason === 'string' ? shorten(reason) : '';
  if (retry_at === undefined || retry_at === null) return notEligible(given, null);
  const retryAt = typeof retry_at === 'string' && INSTANT.test(retry_at) ? Date.parse(retry_at) : NaN;
  if (!Number.isNaN(retryAt)) return notEligible(given, retryAt);
  return notEligible(given === '' ? UNREADABLE_TIME : `${given} (${UNREADABLE_TIME})`, null);
}

function notEligible(reason: string, retryAt: number | null): PreCallAnswer {
  return { kind: 'not_eligible', reason: reason === '' ? null : reason, retryAt };
}

/** One line that can be stored and shown. */
function shorten(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return [...line].slice(0, MAX_REASON_LENGTH).join('');
}

/** Why variables cannot be used; null when they can. Walks without recursion: how deep they go is the sender's choice. */
function problemOf(variables: Fields): string | null {
  const left: Array<{ readonly value: unknown; readonly depth: number }> = [{ value: variables, depth: 1 }];
  for (let place = left.pop(); place; place = left.pop()) {
    const { value, depth } = place;
    if (typeof value === 'string' && isUnstorable(value)) return UNSTORABLE;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) return `variables_too_deep: they may be nested ${MAX_DEPTH} levels deep at most`;
    for (const [key, child] of Object.entries(value)) {
      if (isUnstorable(key)) return UNSTORABLE;
      left.push({ value: child, depth: depth + 1 });
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  return bytes > MAX_VARIABLES_BYTES ? `variables_too_large: ${bytes} bytes, ${MAX_VARIABLES_BYTES} at most` : null;
}

const UNSTORABLE = 'invalid_characters: NUL characters and halves of surrogate pairs cannot be stored';

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(problem: string): PreCallAnswer {
  return { kind: 'unreadable', problem };
}
