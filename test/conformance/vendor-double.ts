import type { ProviderAdapter } from '../../infra/telephony/adapter';
import type { CallEnd, ReceivedWebhook } from '../../infra/telephony/provider';

/** How a call goes at a double, told in its webhooks and by its look-up. */
export type Course =
  | 'completed'
  | 'busy'
  | 'no_answer'
  | 'declined'
  | 'voicemail'
  | 'failed'
  /** The called person asks to be called back tomorrow at three, and the agent reports it. */
  | 'callback'
  /** The called person asks not to be called again, and the agent reports it. */
  | 'do_not_call';

/** How a double answers requests for calls. */
export type PlaceFault =
  | 'none'
  | 'invalid_number'
  /** The account has as many calls as it may have. */
  | 'no_capacity'
  /** With `Retry-After: 7`. */
  | 'rate_limited'
  | 'auth_refused'
  /** The request is wrong in itself: another call may be taken. */
  | 'bad_request'
  /** The call is made; the answer is a 500, or never comes, or the connection is reset. */
  | 'error_after_accepting'
  | 'silence_after_accepting'
  | 'reset_after_accepting'
  /** No call is made, and the answer is a 500. */
  | 'error_without_call';

/** A request as it has reached the double. */
export interface DoubleRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A call that the double has taken. */
export interface DoubleCall {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Ours, wherever the vendor keeps it. */
  readonly reference: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The request as it came. */
  readonly request: DoubleRequest;
  /** Null while it is live. */
  course: Course | null;
  /** We have ended it. */
  hungUp: boolean;
}

/**
 * A small HTTP server that stands where a vendor's API is. It keeps a ledger of the calls that it was asked for, and writes
 * the vendor's webhooks, signed as the vendor signs them. Requests and answers are held against the vendor's published types.
 */
export interface VendorDouble {
  /** Where the adapter finds it. */
  readonly url: string;
  /** Every call that was taken, in order. */
  readonly calls: readonly DoubleCall[];
  /** Every request, refused ones too. */
  readonly requests: readonly DoubleRequest[];
  /** How the next requests for calls are answered. */
  fault: PlaceFault;
  /** How look-ups are answered: as the ledger says, or with a 500. */
  lookUpFault: 'none' | 'error';
  /**
   * The webhooks that the vendor sends about a call that goes so, whole and in its order. The call is over with that: look-ups
   * tell so.
   */
  webhooks(call: DoubleCall, course: Course): readonly ReceivedWebhook[];
  /** The same webhook with another signature: of other credentials, or of another body. */
  forged(webhook: ReceivedWebhook): ReceivedWebhook;
  /** The same webhook, rightly signed an hour ago; null where the vendor's signature has no time. */
  stale(webhook: ReceivedWebhook): ReceivedWebhook | null;
  /** A webhook that is rightly signed, and whose body is none of the vendor's. */
  unreadable(): ReceivedWebhook;
  /** What is wrong with the requests and answers so far, held against the vendor's published types; none when all is well. */
  schemaFaults(): Promise<readonly string[]>;
  /** The vendor asks who speaks to a caller, signed; null where it offers no calls from outside. */
  inboundWebhook(from: string, to: string): ReceivedWebhook | null;
  close(): Promise<void>;
}

/** One provider in the conformance suite. */
export interface ProviderUnderTest<Credentials = unknown, Settings = unknown> {
  readonly adapter: ProviderAdapter<Credentials, Settings>;
  /** The account's own as it is stored; `url` is that of the double. */
  account(url: string): { readonly credentials: Credentials; readonly settings: Settings };
  /** Of an agent that the double knows. */
  readonly agentReference: string | null;
  startDouble(): Promise<VendorDouble>;
  /** Where webhooks are posted: their URL is part of some signatures. */
  readonly eventsUrl: string;
  /** The raw codes that a course ends with, as the vendor writes them. A course that is not here cannot be told by it. */
  readonly rawCodes: Readonly<Partial<Record<Course, string>>>;
  /** Where a look-up tells less than the events do: how a call that went so looks then. */
  readonly lookUpEnds?: Readonly<Partial<Record<Course, Pick<CallEnd, 'disposition' | 'rawCode'>>>>;
  /** False where credentials are taken as they are; true unless given. */
  readonly checksCredentials?: boolean;
  /** False where webhooks carry a secret in place of a signature; true unless given. */
  readonly signsBodies?: boolean;
  /** True where the account's settings say what its codes are. */
  readonly isMapped?: boolean;
}
