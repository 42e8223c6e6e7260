import type { AttemptToPlace, CallDependencies } from './call-dependencies';

/** What settling a call needs of the world. */
export interface ReconciliationWorld<End> {
  readonly attempts: Pick<
    CallDependencies<unknown, End>['attempts'],
    'recordPlaced' | 'recordEnd' | 'recordNeverTaken' | 'extendDeadline' | 'now'
  >;
  readonly telephony: Pick<CallDependencies<unknown, End>['telephony'], 'lookUp' | 'neverTaken' | 'untold'>;
}

/** `deadline`: when whoever waits for the end asks next, epoch milliseconds. */
export interface Reconciled {
  readonly live: boolean;
  readonly deadline: number;
}

/**
 * Asks the provider about a call that has reported no end by its deadline, and stores what it says. Nothing is dialled
 * here: a call that nobody can tell of ends as unknown. It may be done by several at once.
 *
 * - It is live: it is asked about again.
 * - It is over: its end is stored.
 * - It was never taken, and nobody has ever heard of it: there was no call, and a new attempt may follow.
 * - The provider cannot tell: one that was heard of is asked about again until the longest call is over.
 */
export async function reconcileCall<End>(
  { attempts, telephony }: ReconciliationWorld<End>,
  attempt: AttemptToPlace,
): Promise<Reconciled> {
  const over = { live: false, deadline: attempt.deadline };
  if (attempt.status === 'ended') return over;
  const known = await telephony.lookUp(attempt);
  if (known.kind === 'live') {
    await attempts.recordPlaced(attempt.id, known.providerCallId);
    return askedAgain(attempts, attempt);
  }
  if (known.kind === 'ended') {
    await attempts.recordPlaced(attempt.id, known.providerCallId);
    await attempts.recordEnd(attempt.id, known.end);
    return over;
  }
  const wasHeardOf = attempt.status !== 'placing' || attempt.providerCallId !== null;
  if (!wasHeardOf && known.kind === 'absent') {
    const isNone = await attempts.recordNeverTaken(attempt.id, telephony.neverTaken);
    // An event has just told of it: it is as good as live.
    return isNone ? over : askedAgain(attempts, attempt);
  }
  if (wasHeardOf && (await attempts.now()) < attempt.lastDeadline) return askedAgain(attempts, attempt);
  await attempts.recordEnd(attempt.id, telephony.untold);
  return over;
}

/** The contact need not ask as often: whoever looks after overdue calls does. */
async function askedAgain(
  attempts: ReconciliationWorld<unknown>['attempts'],
  { id, lastDeadline }: AttemptToPlace,
): Promise<Reconciled> {
  return { live: true, deadline: Math.max(await attempts.extendDeadline(id), lastDeadline) };
}
