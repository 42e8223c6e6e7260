import type { LineStatus } from '../domain/line-status';
import type { PauseReason } from '../domain/pause-reason';
import type { AskedPreCall } from '../domain/pre-call';
import type { CallReport } from '../workflows/campaign/contract';
import type { PlaceCallInput } from '../workflows/contact/activity-interface';
import type { DialPace } from './dial-pacer';

/** An attempt, as far as placing its call goes. */
export interface AttemptToPlace {
  readonly id: number;
  readonly attemptNo: number;
  readonly reference: string;
  readonly provider: string;
  /** Null for an attempt of a release that knew no accounts. */
  readonly accountId: number | null;
  /** As far as it is known. */
  readonly providerCallId: string | null;
  readonly from: string;
  readonly to: string;
  readonly status: 'placing' | 'placed' | 'ringing' | 'answered' | 'ended';
  /** When the provider is asked, unless the end is reported before. Epoch milliseconds. */
  readonly deadline: number;
  /** When the longest call is over: then nobody waits for its report any longer. Epoch milliseconds. */
  readonly lastDeadline: number;
  /** When its row was written, epoch milliseconds. */
  readonly createdAt: number;
}

/** A campaign that was halted because of what placing a call has found: its workflow is to be told. */
export interface HaltToTell {
  readonly kind: 'pause' | 'fail';
  readonly reason: PauseReason;
}

export type ClaimAnswer<Call> =
  | { readonly kind: 'claimed'; readonly attempt: AttemptToPlace; readonly call: Call }
  | { readonly kind: 'existing'; readonly attempt: AttemptToPlace }
  /** The pre-call webhook has failed it: the attempt is over, and nobody is called. */
  | { readonly kind: 'failed'; readonly attempt: AttemptToPlace }
  /** A pre-call webhook has come up that was not asked. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'held'; readonly halt: HaltToTell | null }
  /** The number or the provider account has no room for another call at this moment. */
  | { readonly kind: 'full' }
  /** The hours are all but over; a moment later they are closed. */
  | { readonly kind: 'closing' }
  /** The rules forbid it now; the line comes back at `until`, epoch milliseconds. */
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string }
  | { readonly kind: 'gone'; readonly status: LineStatus };

/** How a provider answered, reduced to what placing acts on. `End` is passed through to the store. */
export type ProviderAnswer<End> =
  | { readonly kind: 'accepted'; readonly providerCallId: string }
  | { readonly kind: 'refused'; readonly end: End; readonly retryAfterS: number | null }
  | { readonly kind: 'ambiguous' };

/** A call that only has to be asked for. */
export interface ReadyCall<Call, End> {
  place(call: Call): Promise<ProviderAnswer<End>>;
}

export type ProviderKnowledge<End> =
  | { readonly kind: 'live'; readonly providerCallId: string }
  | { readonly kind: 'ended'; readonly providerCallId: string; readonly end: End }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** What placing a call needs of the world. `Call` and `End` are the store's and the provider's own business. */
export interface CallDependencies<Call, End> {
  readonly attempts: {
    /** The attempt that was made in this slot already. */
    findOfSlot(input: PlaceCallInput): Promise<AttemptToPlace | null>;
    /** Reserves the moment at which the paces let the next call start; `waitMs` null when it is too far off. */
    reserveDialMoment(
      campaignId: number,
      longestWaitMs: number,
    ): Promise<{ readonly waitMs: number | null; readonly paces: readonly DialPace[] }>;
    /** Since the claim nobody has halted the campaign or suppressed the number, and the hours are not over. */
    isGateOpen(call: Call): Promise<boolean>;
    claim(input: PlaceCallInput, asked: AskedPreCall | null): Promise<ClaimAnswer<Call>>;
    find(attemptId: number): Promise<AttemptToPlace>;
    /** `isOther`: the attempt is known by another id already, which stays: what was found is another call. */
    recordPlaced(
      attemptId: number,
      providerCallId: string,
    ): Promise<{ readonly ended: boolean; readonly isOther: boolean }>;
    recordEnd(attemptId: number, end: End): Promise<void>;
    /** Unless somebody has told of the call meanwhile: then there is one, and the answer is false. */
    endUnheardOf(attemptId: number, end: End): Promise<boolean>;
    /** What a provider's answer says about the campaign, not the call: its credentials are refused, or taken again. */
    noteAnswer(campaignId: number, call: Call, answer: ProviderAnswer<End>): Promise<HaltToTell | null>;
    /** Has the provider asked again a while from now. */
    extendDeadline(attemptId: number): Promise<number>;
    /** Has it asked soon about a call that nobody has heard of: its slot is not held for the longest call. */
    hastenDeadline(attemptId: number): Promise<number>;
    /** By the clock that judges calls, epoch milliseconds. */
    now(): Promise<number>;
  };
  readonly preCall: {
    /**
     * Asks the pre-call webhook of the agent, all tries together. Null: there is none to ask. `no_room`: too many calls of
     * this organization are being asked about, and waiting for some of them to end has not helped.
     */
    ask(input: PlaceCallInput, sleep: (ms: number) => Promise<void>): Promise<AskedPreCall | null | 'no_room'>;
  };
  readonly telephony: {
    /** Takes time; the request that follows it takes none before it leaves. */
    ready(attempt: AttemptToPlace): Promise<ReadyCall<Call, End>>;
    lookUp(attempt: AttemptToPlace): Promise<ProviderKnowledge<End>>;
    /** The provider is sure that it never took the call: nobody's phone rang. */
    readonly neverTaken: End;
    /** Nobody can tell how the call went. */
    readonly untold: End;
    /** The provider says that it goes on, long after every call must be over. */
    readonly stillLive: End;
    /** Hangs up; never throws. */
    endLongCall(attempt: AttemptToPlace, providerCallId: string): Promise<void>;
  };
  readonly campaigns: {
    report(campaignId: number, report: CallReport): Promise<void>;
    signal(campaignId: number, action: HaltToTell['kind'], reason: PauseReason): Promise<void>;
  };
}
