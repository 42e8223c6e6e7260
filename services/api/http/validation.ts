import type { z } from 'zod';
import { isUnstorable } from '../../../domain/storable-text';
import { jsonPointer } from './json-text';
import { invalidRequest, notFound, type FieldFault } from './problem';

const MAX_FAULTS = 100;

/**
 * Reads a body by its schema.
 *
 * @throws Problem 422 naming every fault by its JSON pointer.
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalidRequest(faultsOf(result.error).slice(0, MAX_FAULTS));
}

/**
 * Reads the query by its schema; parameters are strings.
 *
 * @throws Problem 422 naming every fault as `?name`.
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, url: string): z.output<Schema> {
  const search = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
  const given: Record<string, string> = {};
  for (const [name, value] of search) {
    if (isUnstorable(value)) {
      const detail = 'NUL characters cannot be searched for.';
      throw invalidRequest([{ pointer: `?${name}`, code: 'invalid_characters', detail }]);
    }
    if (value !== '') given[name] = value;
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw invalidRequest(faultsOf(result.error).map((fault) => ({ ...fault, pointer: fault.pointer.replace('/', '?') })));
}

/**
 * Reads an id of the path.
 *
 * @throws Problem 404 when it is no id: nothing has it.
 */
export function readId(text: string | undefined, what: string): number {
  if (text === undefined || !/^[1-9]\d{0,14}$/.test(text)) throw notFound(what);
  return Number(text);
}

/** The faults that a schema has found, in our words for pointers and codes. */
export function faultsOf({ issues }: Pick<z.ZodError, 'issues'>): FieldFault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue));
}

function faultsOfIssue(issue: z.core.$ZodIssue): FieldFault[] {
  const pointer = jsonPointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}${jsonPointer([key])}`,
      code: 'unknown_field',
      detail: `There is no field "${key}" here.`,
    }));
  }
  if (issue.code === 'custom') {
    const code: unknown = issue.params?.code;
    return [{ pointer, code: typeof code === 'string' ? code : 'invalid', detail: issue.message }];
  }
  const missing =
    issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message);
  if (missing) return [{ pointer, code: 'required', detail: 'This field is required.' }];
  const code = issue.code === 'invalid_union' ? 'invalid_type' : issue.code;
  return [{ pointer, code, detail: `${issue.message.replace(/\.$/, '')}.` }];
}
