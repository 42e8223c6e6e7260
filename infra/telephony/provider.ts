import type { ConversationReport } from '../../domain/conversation';
import type { Disposition } from '../../domain/disposition';

/** One call to be asked for. `metadata` of the contact is never part of it. */
export interface CallRequest {
  /** Our own reference of the attempt: the provider keeps it, and we find the call again by it. */
  readonly reference: string;
  readonly from: string;
  readonly to: string;
  readonly agentReference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** IANA zone of the called person, for times they ask for. */
  readonly timezone: string;
  readonly eventsUrl: string;
}

/** How a provider answered a request for a call. */
export type PlaceAnswer =
  /** It took the call. */
  | { readonly kind: 'accepted'; readonly providerCallId: string }
  /** It said no, or was never reached: certainly no call. */
  | { readonly kind: 'refused'; readonly disposition: Disposition; readonly rawCode: string }
  /** A time-out, a reset or a 5xx: there may be a call. Look it up, never ask again blindly. */
  | { readonly kind: 'ambiguous'; readonly rawCode: string };

/** What a provider knows about one call. */
export type CallLookup =
  | { readonly kind: 'live'; readonly providerCallId: string }
  | { readonly kind: 'ended'; readonly providerCallId: string; readonly end: CallEnd }
  /** The provider is sure that no such call was ever taken. */
  | { readonly kind: 'absent' }
  /** It could not be asked, or has no look-up. */
  | { readonly kind: 'unknown'; readonly rawCode: string };

/** How a call ended, with what the agent reported. */
export interface CallEnd {
  readonly disposition: Disposition;
  readonly rawCode: string;
  readonly durationS: number | null;
  /** Structured outcome of a voice agent (spec/providers): `callback_at`, `callback_text`, `do_not_call`, `summary`, ... */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** One event from a provider, read and mapped. */
export type ProviderEvent = { readonly reference: string; readonly providerCallId: string | null } & (
  | { readonly type: 'ringing' }
  | { readonly type: 'answered' }
  | { readonly type: 'ended'; readonly end: CallEnd }
  /** What is said, or understood: also after the end of the call. `eventId` is the provider's own, null without one. */
  | ({ readonly eventId: string | null } & ConversationReport)
);

/** The narrow interface that every provider implements, one file each. */
export interface TelephonyProvider {
  readonly name: string;
  /** Never throws for what the network or the provider does. */
  placeCall(request: CallRequest): Promise<PlaceAnswer>;
  lookUpCall(reference: string): Promise<CallLookup>;
  endCall(providerCallId: string): Promise<void>;
  /**
   * Verifies and reads a webhook.
   *
   * @param rawBody the bytes as they came; the signature covers them.
   * @returns null when the signature does not hold.
   * @throws when the body is signed but cannot be read.
   */
  readEvent(rawBody: Buffer, headers: Readonly<Record<string, string | undefined>>): ProviderEvent | null;
}
