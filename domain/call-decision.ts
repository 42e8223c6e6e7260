import { countsAsAttempt, type Disposition } from './disposition';
import { finalLineStatusOf, type LineStatus } from './line-status';
import { nextRetryDelayS, type RetryPolicy } from './retry-policy';

/** Whether, and within which bounds, the called person may ask to be called back. */
export interface CallbackPolicy {
  readonly enabled: boolean;
  /** Used when the person asked for a callback and no time could be read. */
  readonly defaultDelayS: number;
  /** Callbacks granted to one contact; retries are counted apart. */
  readonly limit: number;
  readonly maxDays: number;
}

/** A called person's wish to be called later. */
export interface CallbackRequest {
  /** The instant asked for in epoch milliseconds, or null when only words are known. */
  readonly at: number | null;
  /** The words it came from. */
  readonly text: string | null;
}

/** What is known when an attempt has ended. */
export interface AttemptFacts {
  readonly disposition: Disposition;
  readonly callback: CallbackRequest | null;
  readonly doNotCall: boolean;
  /** Counted attempts before this one that were retries. */
  readonly retriesUsed: number;
  readonly callbacksUsed: number;
  /** Attempts before this one that did not count, in a row. */
  readonly uncountedInARow: number;
  /** The campaign takes no further attempts: it was cancelled or has failed. */
  readonly campaignEnded: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What happens to a contact after an attempt, with the reason in words. */
export type CallDecision =
  | { readonly kind: 'close'; readonly status: LineStatus; readonly reason: string }
  | { readonly kind: 'retry'; readonly at: number; readonly counted: boolean; readonly reason: string }
  | { readonly kind: 'callback'; readonly at: number; readonly reason: string };

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const FIRST_CAPACITY_WAIT_MS = 15 * SECOND_MS;
const LONGEST_CAPACITY_WAIT_MS = 5 * 60 * SECOND_MS;

/**
 * Decides what follows an attempt: done, a retry, a callback, or suppression.
 *
 * @returns instants in epoch milliseconds, never before `facts.now`.
 * @example decideAfterAttempt(facts, retry, callback) // { kind: 'retry', at: ..., counted: true, reason: 'busy: retry 1 of 3' }
 */
export function decideAfterAttempt(facts: AttemptFacts, retry: RetryPolicy, callback: CallbackPolicy): CallDecision {
  if (facts.doNotCall) {
    return { kind: 'close', status: 'suppressed', reason: 'the called person asked not to be called again' };
  }
  if (facts.campaignEnded) {
    const status = countsAsAttempt(facts.disposition) ? finalLineStatusOf(facts.disposition) : 'cancelled';
    const reason = status === 'completed' ? 'reached' : `${facts.disposition}; the campaign has ended`;
    return { kind: 'close', status, reason };
  }
  if (facts.callback && callback.enabled) {
    const granted = grantCallback(facts.callback, facts, callback);
    if (granted) return granted;
  }
  if (!countsAsAttempt(facts.disposition)) return waitForCapacity(facts);

  const delayS = nextRetryDelayS(retry, facts.disposition, facts.retriesUsed);
  if (delayS !== null) {
    const reason = `${facts.disposition}: retry ${facts.retriesUsed + 1} of ${retry.limit}`;
    return { kind: 'retry', at: facts.now + delayS * SECOND_MS, counted: true, reason };
  }
  return { kind: 'close', status: finalLineStatusOf(facts.disposition), reason: closingReason(facts, retry) };
}

function grantCallback(request: CallbackRequest, facts: AttemptFacts, policy: CallbackPolicy): CallDecision | null {
  if (facts.callbacksUsed >= policy.limit) return null;
  const words = request.text ? ` ("${request.text}")` : '';
  const latest = facts.now + policy.maxDays * DAY_MS;
  if (request.at === null || request.at <= facts.now) {
    const at = Math.min(facts.now + policy.defaultDelayS * SECOND_MS, latest);
    return { kind: 'callback', at, reason: `asked to be called back${words}; no usable time, so the default delay` };
  }
  if (request.at > latest) {
    return {
      kind: 'callback',
      at: latest,
      reason: `asked to be called back${words}; bounded to ${policy.maxDays} days`,
    };
  }
  return { kind: 'callback', at: request.at, reason: `asked to be called back${words}` };
}

function waitForCapacity(facts: AttemptFacts): CallDecision {
  const wait = Math.min(FIRST_CAPACITY_WAIT_MS * 2 ** facts.uncountedInARow, LONGEST_CAPACITY_WAIT_MS);
  return {
    kind: 'retry',
    at: facts.now + wait,
    counted: false,
    reason: 'the provider had no capacity; not an attempt',
  };
}

function closingReason(facts: AttemptFacts, retry: RetryPolicy): string {
  if (facts.disposition === 'completed') return 'reached';
  if (retry.enabled && facts.retriesUsed > 0 && facts.retriesUsed >= retry.limit) {
    return `${facts.disposition}; all ${retry.limit} retries used`;
  }
  return facts.disposition;
}
