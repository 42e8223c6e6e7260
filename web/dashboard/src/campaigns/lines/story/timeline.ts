import type { components } from '../../../../../client/schema';

type Attempt = components['schemas']['Attempt'];
type InboundCall = components['schemas']['InboundCall'];
type Callback = components['schemas']['Callback'];
type LineDetails = components['schemas']['LineDetails'];

/** Something that happened to a contact. `at` is RFC 3339. */
export type Happening =
  | { readonly kind: 'arrival'; readonly at: string }
  | { readonly kind: 'attempt'; readonly at: string; readonly attempt: Attempt }
  | { readonly kind: 'inbound'; readonly at: string; readonly call: InboundCall }
  | { readonly kind: 'callback'; readonly at: string; readonly callback: Callback }
  | { readonly kind: 'end'; readonly at: string; readonly status: string; readonly reason: string | null };

interface Story {
  readonly line: Pick<LineDetails, 'created_at' | 'closed_at' | 'call_status' | 'closing_reason'>;
  readonly attempts: readonly Attempt[];
  readonly inbound_calls: readonly InboundCall[];
  readonly callbacks: readonly Callback[];
}

/** Of things that were noted at the same instant: what has come of what. */
const ORDER: Readonly<Record<Happening['kind'], number>> = { arrival: 0, inbound: 1, attempt: 1, callback: 2, end: 3 };

/** What happened to a contact, in order: a promise stands behind the call in which it was made, the end comes last. */
export function timelineOf({ line, attempts, inbound_calls, callbacks }: Story): Happening[] {
  const happenings: Happening[] = [
    { kind: 'arrival', at: line.created_at },
    ...attempts.map((attempt) => ({ kind: 'attempt' as const, at: attempt.created_at, attempt })),
    ...inbound_calls.map((call) => ({ kind: 'inbound' as const, at: call.created_at, call })),
    ...callbacks.map((callback) => ({ kind: 'callback' as const, at: callback.created_at, callback })),
  ];
  if (line.closed_at !== null) {
    happenings.push({ kind: 'end', at: line.closed_at, status: line.call_status, reason: line.closing_reason });
  }
  return happenings.sort(
    (left, right) => Date.parse(left.at) - Date.parse(right.at) || ORDER[left.kind] - ORDER[right.kind],
  );
}
