import { Context } from '@temporalio/activity';
import type { LineStatus } from '../domain/line-status';
import type { PauseReason } from '../domain/pause-reason';
import type { AskedPreCall } from '../domain/pre-call';
import type { CallReport } from '../workflows/campaign/contract';
import { DialPacer, type DialPace } from './dial-pacer';
import type { CallActivities, PlaceCallInput, PlaceCallResult } from '../workflows/contact/activity-interface';

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
  /** Epoch milliseconds. */
  readonly deadline: number;
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
  /** The rules forbid it now; the line comes back at `until`, epoch milliseconds. */
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string }
  | { readonly kind: 'gone'; readonly status: LineStatus };

/** How a provider answered, reduced to what placing acts on. `End` is passed through to the store. */
export type ProviderAnswer<End> =
  | { readonly kind: 'accepted'; readonly providerCallId: string }
  | { readonly kind: 'refused'; readonly end: End; readonly retryAfterS: number | null }
  | { readonly kind: 'ambiguous' };

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
    recordPlaced(attemptId: number, providerCallId: string): Promise<{ readonly ended: boolean }>;
    recordEnd(attemptId: number, end: End): Promise<void>;
    /** What a provider's answer says about the campaign, not the call: its credentials are refused, or taken again. */
    noteAnswer(campaignId: number, call: Call, answer: ProviderAnswer<End>): Promise<HaltToTell | null>;
    extendDeadline(attemptId: number): Promise<number>;
  };
  readonly preCall: {
    /**
     * Asks the pre-call webhook of the agent, all tries together. Null: there is none to ask. `no_room`: too many calls of
     * this organization are being asked about, and waiting for some of them to end has not helped.
     */
    ask(input: PlaceCallInput, sleep: (ms: number) => Promise<void>): Promise<AskedPreCall | null | 'no_room'>;
  };
  readonly telephony: {
    place(attempt: AttemptToPlace, call: Call): Promise<ProviderAnswer<End>>;
    lookUp(attempt: AttemptToPlace): Promise<ProviderKnowledge<End>>;
    /** The provider is sure that it never took the call: nobody's phone rang. */
    readonly neverTaken: End;
    /** Nobody can tell how the call went. */
    readonly untold: End;
  };
  readonly campaigns: {
    report(campaignId: number, report: CallReport): Promise<void>;
    signal(campaignId: number, action: HaltToTell['kind'], reason: PauseReason): Promise<void>;
  };
}

const HEARTBEAT_MS = 1_000;
/** A worker that was frozen between the row and the request must not dial any more: by then its attempt is looked up. */
const DIAL_WITHIN_MS = 3_000;
const LOOK_UPS = 18;
const LOOK_UP_PAUSE_MS = 1_000;
/** A request that was cut off may still be on its way: one "no such call" is not believed, ... */
const ABSENT_ANSWERS_BELIEVED = 3;
/** ... nor is any before the slowest request must be over: dialled within 3 s, given up after 8 s, and a margin. */
const ABSENCE_BELIEVED_AFTER_MS = 15_000;
/** Whoever waited longer than this for the pace reads the gate again. */
const GATE_READ_MS = 100;
const LONGEST_PACE_WAIT_MS = 8_000;
/** On a full number or account room is looked for again: a slot given back at once would come back at once. */
const FULL_PAUSE_MS = 500;
const FULL_WAIT_MS = 3_000;

/**
 * The activities that ask a provider for something. One attempt, at most one call: the attempt's row is committed before
 * the request, and whatever is not a clear answer is looked up by the attempt's own reference, never asked again.
 */
export function createCallActivities<Call, End>(world: CallDependencies<Call, End>): CallActivities {
  const calls = new CallPlacer(world);
  return {
    placeCall: (input) => beating(() => calls.place(input)),
    reconcileCall: ({ attemptId }) => beating(() => calls.reconcile(attemptId)),
  };
}

class CallPlacer<Call, End> {
  private readonly pacer = new DialPacer((ms) => Context.current().sleep(ms));

  constructor(private readonly world: CallDependencies<Call, End>) {}

  async place(input: PlaceCallInput): Promise<PlaceCallResult> {
    const { attempts, preCall } = this.world;
    // A second try of this activity may follow one that has dialled: that comes before everything else.
    const earlier = Context.current().info.attempt > 1 ? await attempts.findOfSlot(input) : null;
    if (earlier) return this.resume(earlier);
    // Before anything is reserved or judged: while it is asked, all of that may change.
    const asked = await preCall.ask(input, (ms) => Context.current().sleep(ms));
    if (asked === 'no_room') return this.noRoom(input);
    let longestWaitMs = LONGEST_PACE_WAIT_MS;
    const begunAt = performance.now();
    for (;;) {
      const { waitMs, paces } = await this.dialMoment(input, asked, longestWaitMs);
      if (waitMs === null) return this.noRoom(input);
      if (waitMs > 0) await Context.current().sleep(waitMs);
      const startedAt = performance.now();
      const claim = await attempts.claim(input, asked);
      if (claim.kind !== 'full') return this.act(input, claim, paces, startedAt);
      longestWaitMs = FULL_WAIT_MS - (performance.now() - begunAt);
      if (longestWaitMs <= 0) return this.noRoom(input);
      await Context.current().sleep(FULL_PAUSE_MS);
    }
  }

  async reconcile(attemptId: number): Promise<{ live: boolean; deadline: number }> {
    const { attempts, telephony } = this.world;
    const attempt = await attempts.find(attemptId);
    if (attempt.status === 'ended') return { live: false, deadline: attempt.deadline };
    const known = await telephony.lookUp(attempt);
    if (known.kind === 'live') return { live: true, deadline: await attempts.extendDeadline(attemptId) };
    await attempts.recordEnd(attemptId, known.kind === 'ended' ? known.end : telephony.untold);
    return { live: false, deadline: attempt.deadline };
  }

  /** A call that is held off needs no moment, and takes none from the others. */
  private async dialMoment(
    { campaignId }: PlaceCallInput,
    asked: AskedPreCall | null,
    longestWaitMs: number,
  ): Promise<{ readonly waitMs: number | null; readonly paces: readonly DialPace[] }> {
    if (asked?.result?.kind === 'not_eligible') return { waitMs: 0, paces: [] };
    return this.world.attempts.reserveDialMoment(campaignId, longestWaitMs);
  }

  private async act(
    input: PlaceCallInput,
    claim: Exclude<ClaimAnswer<Call>, { kind: 'full' }>,
    paces: readonly DialPace[],
    startedAt: number,
  ): Promise<PlaceCallResult> {
    switch (claim.kind) {
      case 'held':
        // Before the slot goes back: the campaign would grant it again.
        await this.tellHalt(input.campaignId, claim.halt);
        return this.giveBack(input, 'held');
      case 'deferred':
        await this.report(input, 'deferred');
        return claim;
      case 'gone':
        return this.giveBack(input, claim.status);
      case 'unasked':
        return this.noRoom(input);
      case 'existing':
        return this.resume(claim.attempt);
      case 'failed':
        return endedAlready(claim.attempt);
      case 'claimed':
        return this.dial(input.campaignId, claim, await this.pacer.turn(paces), startedAt);
    }
  }

  private async giveBack(input: PlaceCallInput, lineStatus: LineStatus | 'held'): Promise<PlaceCallResult> {
    await this.report(input, lineStatus);
    return lineStatus === 'held' ? { kind: 'held' } : { kind: 'gone', status: lineStatus };
  }

  private async noRoom({ campaignId, lineId, lease }: PlaceCallInput): Promise<PlaceCallResult> {
    await this.world.campaigns.report(campaignId, { lineId, lease, lineStatus: 'held', noRoom: true });
    return { kind: 'held' };
  }

  private report({ campaignId, lineId, lease }: PlaceCallInput, lineStatus: CallReport['lineStatus']): Promise<void> {
    return this.world.campaigns.report(campaignId, { lineId, lease, lineStatus });
  }

  private async tellHalt(campaignId: number, halt: HaltToTell | null): Promise<void> {
    if (halt) await this.world.campaigns.signal(campaignId, halt.kind, halt.reason);
  }

  private async dial(
    campaignId: number,
    { attempt, call }: { readonly attempt: AttemptToPlace; readonly call: Call },
    dialsNow: () => void,
    startedAt: number,
  ): Promise<PlaceCallResult> {
    const { attempts, telephony } = this.world;
    const gateReadAgo = performance.now() - startedAt;
    if (gateReadAgo > GATE_READ_MS) {
      if (!(await attempts.isGateOpen(call))) return this.ended(attempt, telephony.neverTaken);
      dialsNow();
    }
    Context.current().cancellationSignal.throwIfAborted();
    if (performance.now() - startedAt > DIAL_WITHIN_MS) return this.resume(attempt);
    const answer = await telephony.place(attempt, call);
    const result = await this.settle(attempt, answer);
    await this.tellHalt(campaignId, await attempts.noteAnswer(campaignId, call, answer));
    return result;
  }

  private settle(attempt: AttemptToPlace, answer: ProviderAnswer<End>): Promise<PlaceCallResult> {
    if (answer.kind === 'accepted') return this.placed(attempt, answer.providerCallId);
    if (answer.kind === 'refused') return this.ended(attempt, answer.end);
    return this.resume(attempt);
  }

  /** Finds out what became of an attempt whose request may or may not have reached the provider. */
  private async resume(attempt: AttemptToPlace): Promise<PlaceCallResult> {
    if (attempt.status === 'ended') return endedAlready(attempt);
    if (attempt.status !== 'placing') return stillPlaced(attempt);
    const { attempts, telephony } = this.world;
    let absentAnswers = 0;
    for (let lookUp = 0; lookUp < LOOK_UPS; lookUp += 1) {
      const known = await telephony.lookUp(attempt);
      if (known.kind === 'live') return this.placed(attempt, known.providerCallId);
      if (known.kind === 'ended') {
        await attempts.recordPlaced(attempt.id, known.providerCallId);
        return this.ended(attempt, known.end);
      }
      if (known.kind === 'absent') absentAnswers += 1;
      const ageMs = Date.now() - attempt.createdAt;
      if (absentAnswers >= ABSENT_ANSWERS_BELIEVED && ageMs > ABSENCE_BELIEVED_AFTER_MS) {
        return this.ended(attempt, telephony.neverTaken);
      }
      await Context.current().sleep(LOOK_UP_PAUSE_MS);
    }
    // The provider cannot be asked: its events will tell, or the look-up at the deadline.
    return stillPlaced(attempt);
  }

  private async placed(attempt: AttemptToPlace, providerCallId: string): Promise<PlaceCallResult> {
    const { ended } = await this.world.attempts.recordPlaced(attempt.id, providerCallId);
    return ended ? endedAlready(attempt) : stillPlaced(attempt);
  }

  private async ended(attempt: AttemptToPlace, end: End): Promise<PlaceCallResult> {
    await this.world.attempts.recordEnd(attempt.id, end);
    return endedAlready(attempt);
  }
}

function stillPlaced({ id, attemptNo, deadline }: AttemptToPlace): PlaceCallResult {
  return { kind: 'placed', attemptId: id, attemptNo, deadline };
}

function endedAlready({ id, attemptNo }: AttemptToPlace): PlaceCallResult {
  return { kind: 'ended', attemptId: id, attemptNo };
}

/** Lets Temporal see that this worker lives, so that another takes over soon after it dies. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
