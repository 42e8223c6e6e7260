import type { ConversationReport } from '../../domain/conversation';
import type { Disposition } from '../../domain/disposition';

/** One call to be asked for. `metadata` of the contact is never part of it. */
export interface CallRequest {
  /** Our own reference of the attempt: the provider keeps it, and we find the call again by it. */
  readonly reference: string;
  readonly from: string;
  /** The provider's own id of that number; null where it goes by the number itself. */
  readonly fromReference: string | null;
  readonly to: string;
  /** What the provider knows the agent by. */
  readonly agentReference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** IANA zone of the called person, for times they ask for. */
  readonly timezone: string;
  /** What is done when a machine answers; null: nobody listens whether one does. */
  readonly machine: MachineHandling | null;
  /** Longest call in seconds, ring included: a provider that can, ends it then. */
  readonly maxDurationS: number;
  /** Where the provider posts its events. */
  readonly eventsUrl: string;
}

/** What to do about an answering machine. */
export interface MachineHandling {
  /** Listens until the greeting is over. */
  readonly waitForBeep: boolean;
  /** How long to listen, seconds. */
  readonly timeoutS: number;
  /** Spoken to it before hanging up; null hangs up. */
  readonly message: string | null;
}

/** How a provider answered a request for a call. */
export type PlaceAnswer =
  /** It took the call. */
  | { readonly kind: 'accepted'; readonly providerCallId: string }
  /** It said no, or was never reached: certainly no call. */
  | {
      readonly kind: 'refused';
      readonly disposition: Disposition;
      readonly rawCode: string;
      /** For how long it wants no further request, seconds; null or absent where it says nothing. */
      readonly retryAfterS?: number | null;
    }
  /** A time-out, a reset or a 5xx: there may be a call. Look it up, never ask again blindly. */
  | { readonly kind: 'ambiguous'; readonly rawCode: string };

/** A call that was asked for, to be found at its provider. */
export interface CallToFind {
  readonly reference: string;
  /** As far as it is known. */
  readonly providerCallId: string | null;
  readonly from: string;
  readonly to: string;
  /** When it was asked for, epoch milliseconds. */
  readonly askedAt: number;
  /** The provider's ids of our other calls between the same two numbers. */
  readonly otherCallIds: readonly string[];
}

/** What a provider knows about one call. */
export type CallLookup =
  | { readonly kind: 'live'; readonly providerCallId: string }
  | { readonly kind: 'ended'; readonly providerCallId: string; readonly end: CallEnd }
  /** The provider is sure that no such call was ever taken. */
  | { readonly kind: 'absent' }
  /** It could not be asked, is not sure yet, or has no look-up. */
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
export type ProviderEvent = {
  /** Ours, as the provider has kept it; null where it has none, as for calls from outside: then its own id names the call. */
  readonly reference: string | null;
  readonly providerCallId: string | null;
} &
  /** The provider has the call: its id is known from here on. */
  (
    | { readonly type: 'taken' }
    | { readonly type: 'ringing' }
    | { readonly type: 'answered' }
    | { readonly type: 'machine_detected' }
    /** It is over; how it went, and what the agent has to report, is told a moment later. */
    | { readonly type: 'ending' }
    | { readonly type: 'ended'; readonly end: CallEnd }
    /** What is said, or understood: also after the end of the call. `eventId` is the provider's own, null without one. */
    | ({ readonly eventId: string | null } & ConversationReport)
  );

/** A request that a provider makes of us, as it came. */
export interface ReceivedWebhook {
  /** The whole URL as the provider called it: some signatures cover it. */
  readonly url: string;
  /** The bytes as they came; signatures cover them. */
  readonly rawBody: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Somebody calls one of our numbers. */
export interface InboundCall {
  /** Null where the provider tells it only later; then it keeps our reference. */
  readonly providerCallId: string | null;
  readonly from: string;
  readonly to: string;
}

/** Who speaks to a caller, and what about. Null: nobody, and the call is refused. */
export interface InboundAnswer {
  readonly reference: string;
  readonly agentReference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly eventsUrl: string;
}

/** What an HTTP request of the provider is answered with. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** How a provider asks who speaks to a caller. */
export interface InboundCalls {
  /** As `readEvents`. */
  read(webhook: ReceivedWebhook): InboundCall | null;
  /** The answer in the provider's own format. */
  answer(answer: InboundAnswer | null): WebhookAnswer;
}

/** What a provider says about the credentials of an account. */
export type CredentialCheck =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly rawCode: string }
  /** There is nothing by which they could be asked about. */
  | { readonly kind: 'unasked' }
  /** It could not be asked. */
  | { readonly kind: 'unknown'; readonly rawCode: string };

/** One account with a provider: the narrow interface that every adapter implements, one room each. */
export interface TelephonyProvider {
  readonly name: string;
  /** Never throws for what the network or the provider does. */
  placeCall(request: CallRequest): Promise<PlaceAnswer>;
  lookUpCall(call: CallToFind): Promise<CallLookup>;
  /** @throws when the provider does not end it; a call that it does not know needs no ending. */
  endCall(providerCallId: string): Promise<void>;
  /**
   * Carries out what is to be done about a machine that has answered; null where the provider does it by itself.
   *
   * @throws when the provider does not take it.
   */
  readonly handleMachine: ((providerCallId: string, handling: MachineHandling) => Promise<void>) | null;
  /**
   * Verifies and reads a webhook, which may tell of several events, or of none that matters.
   *
   * @returns null when the signature does not hold.
   * @throws when the body is signed but cannot be read.
   */
  readEvents(webhook: ReceivedWebhook): readonly ProviderEvent[] | null;
  /** Null where nobody can call in. */
  readonly inbound: InboundCalls | null;
  checkCredentials(): Promise<CredentialCheck>;
  /** Ends its connections. */
  close(): Promise<void>;
}
