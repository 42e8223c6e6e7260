import type { ApiProblem } from '../../api/problem';

/** What is wrong with the fields of a form: text by JSON pointer (`/retry_config/retry_limit`). */
export type FieldFaults = ReadonlyMap<string, string>;

/** Nothing is wrong. */
export const NO_FAULTS: FieldFaults = new Map();

/** The faults of a refusal, by field; several of one field are put together. */
export function faultsOf(problem: Pick<ApiProblem, 'errors'>): FieldFaults {
  const faults = new Map<string, string>();
  for (const fault of problem.errors) {
    const before = faults.get(fault.pointer);
    const text = faultText(fault);
    faults.set(fault.pointer, before === undefined ? text : `${before} ${text}`);
  }
  return faults;
}

/** What the API says in the words of its fields, and a page in those of its labels; by field and code. */
const IN_OTHER_WORDS: Readonly<Record<string, string>> = {
  '/calling_hours/days too_small': 'Choose at least one day.',
  '/scheduled_datetime in_the_past': 'This time has passed. Choose a later one, or start now.',
  '/enable_daily_hard_stop stop_without_auto_start':
    'After the daily stop it stays paused until somebody resumes it, every day.',
  '/daily_stop_time no_effect': 'The time of the daily stop has no effect while the daily stop is off.',
  '/daily_start_time no_effect': 'The time of the daily start has no effect while the daily start is off.',
};

/**
 * A fault or a warning of the API as a page says it.
 *
 * @example faultText({ pointer: '/calling_hours/days', code: 'too_small', detail: 'Too small.' }) // 'Choose at least one day.'
 */
export function faultText({ pointer, code, detail }: ApiProblem['errors'][number]): string {
  return IN_OTHER_WORDS[`${pointer} ${code}`] ?? detail;
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
