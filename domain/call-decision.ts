import { intoHours, NO_OPENING, withMove, type CallCalendar } from './call-calendar';
import { grantCallback, type CallbackPolicy, type CallbackRequest, type CallbackSource } from './callback-promise';
import { countsAsAttempt, noCapacityText, type Disposition } from './disposition';
import { finalLineStatusOf, type LineStatus } from './line-status';
import { nextRetryAt, retryBudget, type RetryPolicy } from './retry-policy';

export type { CallbackPolicy, CallbackRequest } from './callback-promise';

/** What is known when an attempt has ended. */
export interface AttemptFacts {
  readonly disposition: Disposition;
  /** The provider's own word for it. */
  readonly rawCode: string | null;
  readonly callback: CallbackRequest | null;
  readonly doNotCall: boolean;
  /** Counted attempts before this one that were retries. */
  readonly retriesUsed: number;
  readonly callbacksUsed: number;
  /** Attempts before this one that did not count, in a row. */
  readonly uncountedInARow: number;
  /** The provider account wants no further call before then, epoch milliseconds; null where it has not asked for quiet. */
  readonly providerRestsUntil: number | null;
  /** The campaign takes no further attempts: it was cancelled or has failed. */
  readonly campaignEnded: boolean;
  /** When the call was over, epoch milliseconds. */
  readonly endedAt: number;
  /** Epoch milliseconds, from which retries are counted. */
  readonly now: number;
}

/** What happens to a contact after an attempt, with the reason in words. */
export type CallDecision =
  | { readonly kind: 'close'; readonly status: LineStatus; readonly reason: string }
  | { readonly kind: 'retry'; readonly at: number; readonly counted: boolean; readonly reason: string }
  | {
      readonly kind: 'callback';
      readonly at: number;
      /** Before the hours were looked at. */
      readonly askedFor: number;
      readonly source: CallbackSource;
      readonly reason: string;
    };

const SECOND_MS = 1000;
const FIRST_CAPACITY_WAIT_MS = 15 * SECOND_MS;
const LONGEST_CAPACITY_WAIT_MS = 5 * 60 * SECOND_MS;

/**
 * Decides what follows an attempt: done, a retry, a callback, or suppression. What is due outside the calling hours moves
 * to the next opening, and the reason says so.
 *
 * @returns instants in epoch milliseconds, never before `facts.now` and never outside the hours.
 * @example decideAfterAttempt(facts, retry, callback, calendar) // { kind: 'retry', at: ..., counted: true, reason: 'busy: retry 1 of 3' }
 */
export function decideAfterAttempt(
  facts: AttemptFacts,
  retry: RetryPolicy,
  callback: CallbackPolicy,
  calendar: CallCalendar,
): CallDecision {
  if (facts.doNotCall) {
    return { kind: 'close', status: 'suppressed', reason: 'the called person asked not to be called again' };
  }
  if (facts.campaignEnded) {
    const status = countsAsAttempt(facts.disposition) ? finalLineStatusOf(facts.disposition) : 'cancelled';
    const reason = status === 'completed' ? 'reached' : `${facts.disposition}; the campaign has ended`;
    return { kind: 'close', status, reason };
  }
  if (facts.callback && callback.enabled && facts.callbacksUsed < callback.limit) {
    const { askedFor, source, reason } = grantCallback(facts.callback, facts, callback);
    const moment = intoHours(askedFor, calendar);
    if (!moment) return closing(facts, `${reason}; ${NO_OPENING}`);
    return { kind: 'callback', at: moment.at, askedFor, source, reason: withMove(reason, moment.moved) };
  }
  if (!countsAsAttempt(facts.disposition)) return waitForCapacity(facts, calendar);

  const due = nextRetryAt(retry, facts.disposition, facts.retriesUsed, facts.now, calendar);
  if (due === null) return closing(facts, closingReason(facts, retry, callback));
  const reason = retryReason(facts.disposition, facts.retriesUsed + 1, retry);
  const moment = intoHours(due, calendar);
  if (!moment) return closing(facts, `${facts.disposition}; ${NO_OPENING}`);
  return { kind: 'retry', at: moment.at, counted: true, reason: withMove(reason, moment.moved) };
}

/**
 * The rule that sets a retry, in words.
 *
 * @param retryNo 1 for the first.
 * @example retryReason('busy', 1, policy) // 'busy: retry 1 of 3'
 */
export function retryReason(disposition: Disposition, retryNo: number, policy: RetryPolicy): string {
  return `${disposition}: retry ${retryNo} of ${retryBudget(policy)}`;
}

/**
 * How long to wait for a provider that had no room: longer each time in a row, five minutes at most.
 *
 * @param uncountedInARow attempts before this one that did not count.
 * @returns milliseconds.
 * @example capacityWaitMs(0) // 15_000
 */
export function capacityWaitMs(uncountedInARow: number): number {
  return Math.min(FIRST_CAPACITY_WAIT_MS * 2 ** uncountedInARow, LONGEST_CAPACITY_WAIT_MS);
}

function waitForCapacity(facts: AttemptFacts, calendar: CallCalendar): CallDecision {
  const why = noCapacityText(facts.rawCode);
  const due = Math.max(facts.now + capacityWaitMs(facts.uncountedInARow), facts.providerRestsUntil ?? 0);
  const moment = intoHours(due, calendar);
  if (!moment) return closing(facts, `${why}; ${NO_OPENING}`);
  return { kind: 'retry', at: moment.at, counted: false, reason: withMove(`${why}; not an attempt`, moment.moved) };
}

function closing({ disposition }: AttemptFacts, reason: string): CallDecision {
  return { kind: 'close', status: finalLineStatusOf(disposition), reason };
}

function closingReason(facts: AttemptFacts, retry: RetryPolicy, callback: CallbackPolicy): string {
  const { disposition, retriesUsed } = facts;
  const refused =
    facts.callback && callback.enabled ? `; asked to be called back, and all ${callback.limit} callbacks are used` : '';
  if (disposition === 'completed') return `reached${refused}`;
  if (retry.enabled && retriesUsed > 0 && retriesUsed >= retryBudget(retry)) {
    return `${disposition}; all ${retryBudget(retry)} retries used${refused}`;
  }
  return `${disposition}${refused}`;
}
