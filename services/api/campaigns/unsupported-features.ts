import type { FieldFault } from '../http/problem';

/** The fault of everything that a later release brings. */
export function notSupportedYet(pointer: string, detail: string): FieldFault {
  return { pointer, code: 'not_supported_yet', detail };
}
