import { Context } from '@temporalio/activity';
import type { LineStatus } from '../domain/line-status';
import type { AskedPreCall } from '../domain/pre-call';
import type { CallReport } from '../workflows/campaign/contract';
import type { CallActivities, PlaceCallInput, PlaceCallResult } from '../workflows/contact/activity-interface';
import type {
  AttemptToPlace,
  CallDependencies,
  ClaimAnswer,
  HaltToTell,
  ProviderAnswer,
  ProviderKnowledge,
} from './call-dependencies';
import { reconcileCall } from './call-reconciliation';
import { DialPacer, type DialPace } from './dial-pacer';

const HEARTBEAT_MS = 1_000;
/** A worker that was frozen between the row and the request must not dial any more: by then its attempt is looked up. */
const DIAL_WITHIN_MS = 3_000;
const LOOK_UPS = 18;
const LOOK_UP_PAUSE_MS = 1_000;
/** However slowly it answers: the activity has to end by itself, or nobody would ask less often. */
const LOOK_UPS_WITHIN_MS = 20_000;
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
    reconcileCall: ({ attemptId }) => beating(async () => reconcileCall(world, await world.attempts.find(attemptId))),
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
      if (claim.kind !== 'full' && claim.kind !== 'closing') return this.act(input, claim, paces, startedAt);
      longestWaitMs = FULL_WAIT_MS - (performance.now() - begunAt);
      if (longestWaitMs <= 0) return this.noRoom(input);
      await Context.current().sleep(FULL_PAUSE_MS);
    }
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
    claim: Exclude<ClaimAnswer<Call>, { kind: 'full' | 'closing' }>,
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
        return this.dial(input.campaignId, claim, paces, startedAt);
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
    paces: readonly DialPace[],
    startedAt: number,
  ): Promise<PlaceCallResult> {
    const { attempts, telephony } = this.world;
    const ready = await telephony.ready(attempt);
    const dialsNow = await this.pacer.turn(paces);
    const gateReadAgo = performance.now() - startedAt;
    if (gateReadAgo > GATE_READ_MS) {
      if (!(await attempts.isGateOpen(call))) return this.ended(attempt, telephony.neverTaken);
      dialsNow();
    }
    Context.current().cancellationSignal.throwIfAborted();
    if (performance.now() - startedAt > DIAL_WITHIN_MS) return this.resume(attempt);
    // Nothing may be waited for between the gate and this.
    const answer = await ready.place(call);
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
  private async resume({ id }: AttemptToPlace): Promise<PlaceCallResult> {
    const { attempts, telephony } = this.world;
    const begunAt = performance.now();
    let absentAnswers = 0;
    for (let lookUp = 0; lookUp < LOOK_UPS && performance.now() - begunAt < LOOK_UPS_WITHIN_MS; lookUp += 1) {
      // Events come while the provider is asked: what they say of the call is more than a look-up by its numbers finds.
      const attempt = await attempts.find(id);
      if (attempt.status !== 'placing') return placedOrEnded(attempt);
      if (attempt.providerCallId !== null) return this.placed(attempt, attempt.providerCallId);
      const known = await telephony.lookUp(attempt);
      if (known.kind === 'absent') absentAnswers += 1;
      const isAbsent = absentAnswers >= ABSENT_ANSWERS_BELIEVED;
      if (isAbsent && Date.now() - attempt.createdAt > ABSENCE_BELIEVED_AFTER_MS) {
        if (await attempts.endUnheardOf(id, telephony.neverTaken)) return endedAlready(attempt);
        // An event has told of it after the provider had denied it.
        continue;
      }
      const found = await this.found(attempt, known);
      if (found) return found;
      await Context.current().sleep(LOOK_UP_PAUSE_MS);
    }
    // The provider cannot tell, or not yet: its events will, or the look-up at the deadline.
    await attempts.hastenDeadline(id);
    return placedOrEnded(await attempts.find(id));
  }

  /** Null where it is to be asked about once more. */
  private async found(attempt: AttemptToPlace, known: ProviderKnowledge<End>): Promise<PlaceCallResult | null> {
    if (known.kind !== 'live' && known.kind !== 'ended') return null;
    const { ended, isOther } = await this.world.attempts.recordPlaced(attempt.id, known.providerCallId);
    if (ended) return endedAlready(attempt);
    if (known.kind === 'live') return stillPlaced(attempt);
    // An event has named the call while another one between its numbers was found.
    return isOther ? null : this.ended(attempt, known.end);
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

function placedOrEnded(attempt: AttemptToPlace): PlaceCallResult {
  return attempt.status === 'ended' ? endedAlready(attempt) : stillPlaced(attempt);
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
