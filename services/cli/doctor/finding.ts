/** What one look has found. */
export interface Finding {
  readonly name: string;
  /** `optional`: it is not there, and not everybody needs it. */
  readonly state: 'ok' | 'optional' | 'missing';
  readonly detail: string;
  /** How to get it; null where nothing is to be done. */
  readonly fix: string | null;
}

/** It is there. */
export function found(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, fix: null };
}

/** It is not there. */
export function absent(name: string, state: 'optional' | 'missing', detail: string, fix: string): Finding {
  return { name, state, detail, fix };
}
