import type { Disposition } from '../../../domain/disposition';

/** What Vapi's `endedReason` says about a call. */
export interface EndedReason {
  readonly disposition: Disposition;
  /** The called person was certainly never spoken to: nothing more is to be reported about such a call. */
  readonly neverConnected: boolean;
}

const connected = (disposition: Disposition): EndedReason => ({ disposition, neverConnected: false });
const never = (disposition: Disposition): EndedReason => ({ disposition, neverConnected: true });

const REASONS: ReadonlyMap<string, EndedReason> = new Map(
  Object.entries({
    'customer-busy': never('busy'),
    'customer-did-not-answer': never('no_answer'),
    'call.in-progress.error-providerfault-outbound-sip-408-request-timeout': never('no_answer'),
    'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable': never('no_answer'),
    'call.ringing.sip-inbound-caller-hungup-before-call-connect': never('no_answer'),
    'vonage-rejected': never('declined'),
    'twilio-reported-customer-misdialed': never('invalid_number'),
    voicemail: connected('voicemail'),
    'manually-canceled': connected('completed'),
    'scheduled-call-deleted': never('cancelled'),
    'call-deleted': connected('unknown'),
    'exceeded-max-duration': connected('completed'),
    'silence-timed-out': connected('completed'),
    'vonage-completed': connected('completed'),
    'vonage-disconnected': connected('completed'),
    'twilio-failed-to-connect-call': never('failed'),
    'vonage-failed-to-connect-call': never('failed'),
    'assistant-not-valid': never('failed'),
    'assistant-not-found': never('failed'),
    'assistant-join-timed-out': connected('failed'),
    'phone-call-provider-bypass-enabled-but-no-call-received': never('failed'),
    'call.in-progress.error-sip-outbound-call-failed-to-connect': never('failed'),
    'call.in-progress.error-sip-inbound-call-failed-to-connect': never('failed'),
    'call.in-progress.error-providerfault-outbound-sip-403-forbidden': never('failed'),
    // Our side of the trunk: nobody's phone rang.
    'call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required': never('no_capacity'),
    'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable': never('no_capacity'),
    'call.start.error-vapi-number-outbound-daily-limit': never('no_capacity'),
  }),
);

/** By how they begin, first come first: hundreds are named after the part of the pipeline that failed. */
const FAMILIES: ReadonlyArray<readonly [RegExp, EndedReason]> = [
  [/^call\.start\.error-(subscription|vapifault)-/, never('no_capacity')],
  [/^call\.start\.|^call-start-error-|^assistant-request-/, never('failed')],
  [/^customer-ended-call/, connected('completed')],
  [/^assistant-(ended|said|forwarded)-/, connected('completed')],
  [/^call\.(ending|forwarding)\.|^call\.ringing\.hook-executed-/, connected('completed')],
  [/^call\.in-progress\.(twilio|sip)-completed-call$/, connected('completed')],
  // Whoever was to be transferred has been spoken to.
  [/^call\.in-progress\.error-(transfer|warm-transfer)-/, connected('completed')],
  [/^call\.ringing\.error-/, never('failed')],
];

/**
 * What a call's end means. Reasons that are not known are failures of something in the call: Vapi adds some with every
 * provider of models and voices.
 *
 * @param reason Vapi's `endedReason`.
 * @example readEndedReason('customer-busy') // { disposition: 'busy', neverConnected: true }
 */
export function readEndedReason(reason: string): EndedReason {
  return REASONS.get(reason) ?? FAMILIES.find(([family]) => family.test(reason))?.[1] ?? connected('failed');
}
