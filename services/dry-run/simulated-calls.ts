import type { Disposition } from '../../domain/disposition';
import type { CallEnd, CallLookup, CallRequest, PlaceAnswer, TelephonyProvider } from '../../infra/telephony/provider';
import { agentOutcome, isTimeZone } from '../../infra/telephony/simulator/agent-outcome';
import { planCall, type CallPlan, type Mix } from '../../infra/telephony/simulator/call-plan';

/** A call as the dry run's ledger keeps it. Instants in epoch milliseconds. */
export interface SimulatedCall {
  readonly reference: string;
  readonly providerCallId: string;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly askedAt: number;
  readonly plan: CallPlan;
  /** When it is going to end. */
  readonly endsAt: number;
  readonly talkS: number;
  /** Null while it is live. */
  end: CallEnd | null;
}

export interface SimulatedCallsOptions {
  readonly now: () => number;
  readonly mix: Mix | null;
  /** How long people talk on average, in seconds. */
  readonly talkS: number;
  /** Told when a call will end; the answer to its request waits for this. */
  readonly onPlanned: (endsAt: number) => Promise<void>;
}

/** The provider of a dry run: calls that take their time in skipped time. */
export interface SimulatedCalls {
  readonly provider: TelephonyProvider;
  /** Every call asked for, in order. */
  readonly ledger: readonly SimulatedCall[];
  /** Ends the calls whose time is over, in order. */
  endDue(): SimulatedCall[];
  /** When the next live call ends; null without one. */
  nextEnd(): number | null;
}

/** A plan is made for people who watch: a real phone rings so much longer, ... */
const RING_FACTOR = 25;
/** ... and this is the average talk of a plan. */
const PLANNED_TALK_MS = 900;
/** Calls end on a grid, sooner or later than planned: many of them then cost one beat together. */
const GRID_MS = 15_000;
const SHORTEST_MS = 2_000;

/**
 * Calls nobody: plans each call as the simulator does (docs/simulator.md), with times as people take them. The same
 * campaign gives the same calls: a plan depends on the number, and on how often it was called before.
 */
export function createSimulatedCalls(options: SimulatedCallsOptions): SimulatedCalls {
  const ledger: SimulatedCall[] = [];
  const byReference = new Map<string, SimulatedCall>();
  const live = new Set<SimulatedCall>();
  const timesCalled = new Map<string, number>();

  function take(request: CallRequest, plan: CallPlan): SimulatedCall {
    const call = callOf(request, plan, { id: ledger.length + 1, askedAt: options.now(), talkS: options.talkS });
    ledger.push(call);
    byReference.set(call.reference, call);
    live.add(call);
    return call;
  }

  async function placeCall(request: CallRequest): Promise<PlaceAnswer> {
    const times = (timesCalled.get(request.to) ?? 0) + 1;
    timesCalled.set(request.to, times);
    const facts = { reference: `${request.to} ${times}`, to: request.to, isRepeated: times > 1 };
    const plan = planCall(facts, options.mix);
    if (plan.script.answer === 'refuse') {
      return { kind: 'refused', disposition: 'invalid_number', rawCode: 'invalid_number' };
    }
    const call = take(request, plan);
    await options.onPlanned(call.endsAt);
    return plan.script.answer === 'accept'
      ? { kind: 'accepted', providerCallId: call.providerCallId }
      : { kind: 'ambiguous', rawCode: plan.script.answer };
  }

  function nextEnd(): number | null {
    let next: number | null = null;
    for (const { endsAt } of live) if (next === null || endsAt < next) next = endsAt;
    return next;
  }

  function end(call: SimulatedCall, disposition: Disposition, rawCode: string, outcome: CallEnd['outcome']): void {
    call.end = { disposition, rawCode, durationS: disposition === 'cancelled' ? 0 : call.talkS, outcome };
    live.delete(call);
  }

  return {
    ledger,
    nextEnd,
    endDue() {
      const now = options.now();
      const due = [...live].filter(({ endsAt }) => endsAt <= now).sort((left, right) => left.endsAt - right.endsAt);
      for (const call of due) {
        const { disposition, rawCode, outcome } = call.plan.ending;
        end(call, disposition, rawCode, agentOutcome(outcome, call.zone, call.endsAt));
      }
      return due;
    },
    provider: {
      name: 'simulator',
      placeCall,
      lookUpCall: ({ reference }) => Promise.resolve(lookUp(byReference.get(reference))),
      async endCall(providerCallId) {
        const call = ledger.find((one) => one.providerCallId === providerCallId);
        if (call && !call.end) end(call, 'cancelled', 'hung_up_by_request', {});
      },
      handleMachine: null,
      readEvents: () => null,
      inbound: null,
      checkCredentials: () => Promise.resolve({ kind: 'accepted' }),
      close: () => Promise.resolve(),
    },
  };
}

function callOf(
  { reference, from, to, timezone }: CallRequest,
  plan: CallPlan,
  { id, askedAt, talkS }: { readonly id: number; readonly askedAt: number; readonly talkS: number },
): SimulatedCall {
  const talkMs = plan.talkMs * ((talkS * 1_000) / PLANNED_TALK_MS);
  const over = askedAt + plan.ringMs * RING_FACTOR + talkMs;
  return {
    ...{ reference, from, to, askedAt, plan },
    providerCallId: `dry_${id}`,
    zone: isTimeZone(timezone) ? timezone : 'UTC',
    endsAt: Math.max(Math.round(over / GRID_MS) * GRID_MS, askedAt + SHORTEST_MS),
    talkS: Math.ceil(talkMs / 1_000),
    end: null,
  };
}

function lookUp(call: SimulatedCall | undefined): CallLookup {
  if (!call) return { kind: 'absent' };
  const { providerCallId, end } = call;
  return end ? { kind: 'ended', providerCallId, end } : { kind: 'live', providerCallId };
}
