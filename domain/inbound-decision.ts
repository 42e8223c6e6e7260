import { intoHours, NO_OPENING, withMove, type CallCalendar } from './call-calendar';
import { grantCallback, type CallbackPolicy, type CallbackRequest, type CallbackSource } from './callback-promise';
import type { Disposition } from './disposition';
import type { InboundPolicy } from './inbound-policy';

/** What is known when a waiting contact has called by itself, and that call is over. Instants in epoch milliseconds. */
export interface InboundFacts {
  readonly disposition: Disposition;
  /** What the caller asked for; null: nothing. */
  readonly callback: CallbackRequest | null;
  readonly callbacksUsed: number;
  readonly endedAt: number;
  readonly now: number;
}

/** What becomes of the contact, with the reason in words. */
export type InboundDecision =
  /** It stays as it is. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** It has been reached. */
  | { readonly kind: 'close'; readonly reason: string }
  | {
      readonly kind: 'callback';
      readonly at: number;
      /** Before the hours were looked at. */
      readonly askedFor: number;
      readonly source: CallbackSource;
      /** The caller has asked for it, which uses up one of the contact's callbacks. */
      readonly isGranted: boolean;
      readonly reason: string;
    };

/** Why a line ends whose contact has called by itself. */
export const CALLED_BY_ITSELF = 'called back by itself';

/** Why a line is not called while its contact is on the line with us; reasons that begin so mark it. */
export const CALLING_US = 'is calling us';

const SECOND_MS = 1_000;

/**
 * Decides what a call from outside means for the contact that waited for ours. Only a call in which somebody was spoken to
 * changes anything; a callback that the caller asks for goes before what the campaign does otherwise, as in our own calls.
 *
 * @returns instants not before `facts.now`, inside the hours.
 * @example decideAfterInbound(facts, { inbound: 'settle', callback }, calendar) // { kind: 'close', reason: 'called back by itself' }
 */
export function decideAfterInbound(
  facts: InboundFacts,
  { inbound, callback }: { readonly inbound: InboundPolicy; readonly callback: CallbackPolicy },
  calendar: CallCalendar,
): InboundDecision {
  if (facts.disposition !== 'completed') return { kind: 'nothing', reason: 'its call was not answered' };
  if (inbound === 'ignore') return { kind: 'nothing', reason: 'the campaign ignores inbound calls' };
  if (facts.callback && callback.enabled && facts.callbacksUsed < callback.limit) {
    const { askedFor, source, reason } = grantCallback(facts.callback, facts, callback);
    return callAt({ askedFor, source, isGranted: true, reason }, calendar);
  }
  if (inbound === 'settle') return { kind: 'close', reason: CALLED_BY_ITSELF };
  const askedFor = Math.max(facts.endedAt + callback.defaultDelayS * SECOND_MS, facts.now);
  const reason = `${CALLED_BY_ITSELF}; called again after the default delay`;
  return callAt({ askedFor, source: 'default_delay', isGranted: false, reason }, calendar);
}

function callAt(
  call: { readonly askedFor: number; readonly source: CallbackSource; readonly isGranted: boolean; reason: string },
  calendar: CallCalendar,
): InboundDecision {
  const moment = intoHours(call.askedFor, calendar);
  if (!moment) return { kind: 'close', reason: `${call.reason}; ${NO_OPENING}` };
  return { kind: 'callback', ...call, at: moment.at, reason: withMove(call.reason, moment.moved) };
}
