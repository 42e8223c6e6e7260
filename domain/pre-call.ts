/** Which calls an agent's pre-call webhook is asked about (spec/webhooks, "Pre-call webhook"). */
export type PreCallDirection = 'inbound' | 'outbound' | 'both';

/** What a campaign does when every try of the pre-call webhook has failed. */
export type PreCallPolicy = 'fail_call' | 'proceed' | 'requeue';

/** What is left of an agent's pre-call webhook for one kind of call. */
export interface PreCallWebhook {
  readonly url: string | null;
  /** Null: nobody has said, and every call is asked about. */
  readonly direction: PreCallDirection | null;
}

/** How asking went, all tries together. */
export type PreCallResult = PreCallTries &
  (
    | { readonly kind: 'answered'; readonly variables: Readonly<Record<string, unknown>> }
    /** It holds this call off; `retryAt` in epoch milliseconds, null where it gave no time. */
    | { readonly kind: 'not_eligible'; readonly reason: string | null; readonly retryAt: number | null }
    /** Every try has failed; `error` is that of the last one. */
    | { readonly kind: 'failed'; readonly error: string }
  );

/** What asking has taken. */
export interface PreCallTries {
  readonly tries: number;
  readonly durationMs: number;
}

/** A call that was asked about, or whose number was chosen to see whether there is anybody to ask. */
export interface AskedPreCall {
  /** The number that the webhook was told. */
  readonly fromNumber: string;
  /** Its place in the campaign's rotation, whose turn is taken; null without one. */
  readonly campaignNumberId: number | null;
  /** Null: the agent of that number has no webhook, and nobody was asked. */
  readonly result: PreCallResult | null;
}

/** What the answer means for the call. Instants in epoch milliseconds. */
export type PreCallStep =
  | { readonly kind: 'call'; readonly variables: Readonly<Record<string, unknown>> }
  /** Not now; it uses up no attempt. */
  | { readonly kind: 'hold'; readonly until: number; readonly reason: string }
  /** The attempt ends as failed, and nobody is called. */
  | { readonly kind: 'fail'; readonly error: string };

/** What the step depends on beside the answer. */
export interface PreCallRules {
  readonly policy: PreCallPolicy;
  /** Calls of this contact that were held off since its last attempt. */
  readonly heldOffInARow: number;
  /** A call is not held off any longer than this. */
  readonly maxDays: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** So often in a row a contact's call is held off; then the policy decides. */
export const HOLD_OFFS_IN_A_ROW = 10;

/** Raw code of an attempt that failed at the pre-call webhook. */
export const PRE_CALL_WEBHOOK = 'pre_call_webhook';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const REQUEUE_MS = 5 * MINUTE_MS;
const DEFAULT_HOLD_MS = HOUR_MS;
const SHORTEST_HOLD_MS = MINUTE_MS;
/** Reasons that begin so mark a line that is held off. */
export const HELD_OFF = 'the pre-call webhook ';

/**
 * The URL to ask before a call; null when the call goes on without.
 *
 * @example preCallUrlOf({ url: 'https://example.com/pre', direction: 'inbound' }, 'outbound') // null
 */
export function preCallUrlOf({ url, direction }: PreCallWebhook, call: 'inbound' | 'outbound'): string | null {
  return direction === null || direction === 'both' || direction === call ? url : null;
}

/**
 * What follows for a call that was asked about. A webhook that says no is never overruled: `proceed` is for one that
 * fails, and a contact that was held off ten times in a row fails instead.
 *
 * @example decideAfterPreCall({ kind: 'failed', error: 'timeout', tries: 3, durationMs: 12_000 }, { policy: 'requeue', ... })
 * // { kind: 'hold', until: now + 300_000, reason: 'the pre-call webhook failed: timeout' }
 */
export function decideAfterPreCall(result: PreCallResult, rules: PreCallRules): PreCallStep {
  const { policy, now } = rules;
  switch (result.kind) {
    case 'answered':
      return { kind: 'call', variables: result.variables };
    case 'not_eligible': {
      const reason = `${HELD_OFF}holds it off${result.reason === null ? '' : `: ${result.reason}`}`;
      return hold(heldUntil(result.retryAt, rules), reason, rules);
    }
    case 'failed':
      if (policy === 'proceed') return { kind: 'call', variables: {} };
      if (policy === 'requeue') return hold(now + REQUEUE_MS, `${HELD_OFF}failed: ${result.error}`, rules);
      return { kind: 'fail', error: result.error };
  }
}

/**
 * Whether a line waits because its pre-call webhook has held it off, by the reason it waits for.
 *
 * @example isHeldOff('the pre-call webhook holds it off: out of stock') // true
 */
export function isHeldOff(reason: string | null): boolean {
  return reason?.startsWith(HELD_OFF) ?? false;
}

function hold(until: number, reason: string, { heldOffInARow }: PreCallRules): PreCallStep {
  if (heldOffInARow < HOLD_OFFS_IN_A_ROW) return { kind: 'hold', until, reason };
  return { kind: 'fail', error: `held off ${HOLD_OFFS_IN_A_ROW} times in a row; at last, ${reason}` };
}

/** Neither at once, which would ask again and again, nor later than a callback might be. */
function heldUntil(retryAt: number | null, { now, maxDays }: PreCallRules): number {
  const asked = retryAt ?? now + DEFAULT_HOLD_MS;
  return Math.min(Math.max(asked, now + SHORTEST_HOLD_MS), now + maxDays * DAY_MS);
}
