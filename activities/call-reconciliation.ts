import type { AttemptToPlace, CallDependencies, ProviderKnowledge } from './call-dependencies';

type Attempts<End> = CallDependencies<unknown, End>['attempts'];
type Telephony<End> = CallDependencies<unknown, End>['telephony'];

/** What settling a call needs of the world. */
export interface ReconciliationWorld<End> {
  readonly attempts: Pick<Attempts<End>, 'recordPlaced' | 'recordEnd' | 'endUnheardOf' | 'extendDeadline' | 'now'>;
  readonly telephony: Pick<Telephony<End>, 'lookUp' | 'neverTaken' | 'untold' | 'stillLive' | 'endLongCall'>;
}

/** `deadline`: when whoever waits for the end asks next, epoch milliseconds. */
export interface Reconciled {
  readonly live: boolean;
  readonly deadline: number;
}

/** A call that goes on for so long after the longest one must be over is hung up, milliseconds. */
const HANGS_UP_AFTER_MS = 10 * 60_000;
/** And after so long nobody believes any more that it goes on, milliseconds. */
const BELIEVED_LIVE_MS = 60 * 60_000;

/**
 * Asks the provider about a call that has reported no end by its deadline, and stores what it says. Nothing is dialled
 * here: a call that nobody can tell of ends as unknown. It may be done by several at once.
 *
 * - It is live: it is asked about again; long after the longest call must be over it is hung up, and given up in the end.
 * - It is over: its end is stored.
 * - It was never taken, and nobody has ever heard of it: there was no call, and a new attempt may follow.
 * - The provider cannot tell: it is asked again until the longest call is over. One answer that fails decides nothing.
 */
export async function reconcileCall<End>(
  world: ReconciliationWorld<End>,
  attempt: AttemptToPlace,
): Promise<Reconciled> {
  const { attempts, telephony } = world;
  const over = { live: false, deadline: attempt.deadline };
  if (attempt.status === 'ended') return over;
  const known = await telephony.lookUp(attempt);
  const isOver = await settle(world, attempt, known, await attempts.now());
  return isOver ? over : askedAgain(attempts, attempt);
}

/** @returns true when the call is over, false when it is asked about again. */
async function settle<End>(
  { attempts, telephony }: ReconciliationWorld<End>,
  attempt: AttemptToPlace,
  known: ProviderKnowledge<End>,
  now: number,
): Promise<boolean> {
  switch (known.kind) {
    case 'live': {
      await attempts.recordPlaced(attempt.id, known.providerCallId);
      const tooLongMs = now - attempt.lastDeadline;
      if (tooLongMs >= HANGS_UP_AFTER_MS) await telephony.endLongCall(attempt, known.providerCallId);
      if (tooLongMs < BELIEVED_LIVE_MS) return false;
      await attempts.recordEnd(attempt.id, telephony.stillLive);
      return true;
    }
    case 'ended': {
      const { isOther } = await attempts.recordPlaced(attempt.id, known.providerCallId);
      // It was found by its numbers, and an event has named the call meanwhile: from now on it is asked for by that name.
      if (isOther && attempt.providerCallId === null) return false;
      await attempts.recordEnd(attempt.id, known.end);
      return true;
    }
    case 'absent':
    case 'unknown': {
      const wasHeardOf = attempt.status !== 'placing' || attempt.providerCallId !== null;
      // An event that tells of it meanwhile wins, however long the provider was asked.
      if (!wasHeardOf && known.kind === 'absent') return attempts.endUnheardOf(attempt.id, telephony.neverTaken);
      if (now < attempt.lastDeadline) return false;
      if (!wasHeardOf) return attempts.endUnheardOf(attempt.id, telephony.untold);
      await attempts.recordEnd(attempt.id, telephony.untold);
      return true;
    }
  }
}

/** The contact need not ask as often: whoever looks after overdue calls does. */
async function askedAgain(
  attempts: ReconciliationWorld<unknown>['attempts'],
  { id, lastDeadline }: AttemptToPlace,
): Promise<Reconciled> {
  return { live: true, deadline: Math.max(await attempts.extendDeadline(id), lastDeadline) };
}
