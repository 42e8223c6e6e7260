import { countsAsAttempt, type Disposition } from '../../../../../../domain/disposition';
import type { components } from '../../../../../client/schema';

type Schemas = components['schemas'];
type Attempt = Schemas['Attempt'];
type Callback = Schemas['Callback'];

interface Story {
  readonly attempts: readonly Attempt[];
  readonly inbound_calls: readonly Schemas['InboundCall'][];
  readonly callbacks: readonly Callback[];
}

/** The call with which a promise was kept, or was late. `at` is RFC 3339. */
export interface KeptCall {
  readonly kind: 'attempt' | 'inbound';
  readonly id: number;
  readonly at: string;
}

/** The call that a promise has led to, ours or the contact's own; null while there is none. */
export function callOf(callback: Callback, { attempts, inbound_calls }: Story): KeptCall | null {
  const { status, created_at, settled_at } = callback;
  if ((status !== 'kept' && status !== 'late') || settled_at === null) return null;
  const calls: KeptCall[] = [
    ...attempts.filter(counts).map((attempt) => ({
      kind: 'attempt' as const,
      id: attempt.attempt_id,
      at: attempt.created_at,
    })),
    ...inbound_calls.map((call) => ({ kind: 'inbound' as const, id: call.call_id, at: call.created_at })),
  ];
  // It is settled when the call has ended: the last one that began between.
  return calls
    .filter(({ at }) => isBetween(at, created_at, settled_at))
    .reduce<KeptCall | null>((last, call) => (last && Date.parse(last.at) > Date.parse(call.at) ? last : call), null);
}

/** How many of a contact's attempts were retries and callbacks, those under way included; what is only planned is not. */
export function callsMade(story: Story): { readonly retries: number; readonly callbacks: number } {
  const kept = new Set(
    story.callbacks.flatMap((callback) => {
      const call = callOf(callback, story);
      return call?.kind === 'attempt' ? [call.id] : [];
    }),
  );
  const attempts = story.attempts.filter(counts);
  const isCallback = (attempt: Attempt) => kept.has(attempt.attempt_id) || isForPromise(attempt, story.callbacks);
  const isRetry = (attempt: Attempt, index: number) => {
    const before = attempts[index - 1]?.decision;
    // After an end it was put back into the queue: that is a beginning.
    return before !== undefined && before?.kind !== 'close' && !isCallback(attempt);
  };
  return { retries: attempts.filter(isRetry).length, callbacks: attempts.filter(isCallback).length };
}

/** Under way for a promise that is settled when it ends. */
function isForPromise({ decision, created_at }: Attempt, callbacks: readonly Callback[]): boolean {
  const isOpen = (callback: Callback) => callback.status === 'pending' && isBefore(callback.created_at, created_at);
  return decision === null && callbacks.some(isOpen);
}

/** Whether it reached anybody's telephone, as far as one knows. */
function counts({ disposition }: Attempt): boolean {
  return disposition === null || countsAsAttempt(disposition as Disposition);
}

function isBetween(at: string, from: string, until: string): boolean {
  return isBefore(from, at) && isBefore(at, until);
}

function isBefore(one: string, other: string): boolean {
  return Date.parse(one) <= Date.parse(other);
}
