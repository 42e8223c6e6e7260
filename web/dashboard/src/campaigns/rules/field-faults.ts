import type { ApiProblem } from '../../api/problem';

/** What is wrong with the fields of a form: text by JSON pointer (`/retry_config/retry_limit`). */
export type FieldFaults = ReadonlyMap<string, string>;

/** Nothing is wrong. */
export const NO_FAULTS: FieldFaults = new Map();

/** The faults of a refusal, by field; several of one field are put together. */
export function faultsOf(problem: Pick<ApiProblem, 'errors'>): FieldFaults {
  const faults = new Map<string, string>();
  for (const { pointer, detail } of problem.errors) {
    const before = faults.get(pointer);
    faults.set(pointer, before === undefined ? detail : `${before} ${detail}`);
  }
  return faults;
}

/**
 * What is wrong with one field; undefined when nothing is.
 *
 * @example faultAt(faults, '/retry_config/retry_limit')
 */
export function faultAt(faults: FieldFaults | undefined, pointer: string): string | undefined {
  return faults?.get(pointer);
}

/** What is wrong with anything below a pointer, and with itself. @example faultBelow(faults, '/calling_hours/windows/0') */
export function faultBelow(faults: FieldFaults | undefined, pointer: string): string | undefined {
  const found = [...(faults ?? [])].filter(([at]) => at === pointer || at.startsWith(`${pointer}/`));
  return found.length === 0 ? undefined : found.map(([, text]) => text).join(' ');
}
