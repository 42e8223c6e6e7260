import { CallBudget, type ForecastLimits, type LastingLimit } from './call-budget';
import type { CallCalendar } from './call-calendar';
import type { Pacing } from './campaign-settings';
import type { Disposition } from './disposition';
import { MAX_RETRY_LIMIT, mayRetry, nextRetryAt, type RetryPolicy } from './retry-policy';
import type { Span } from './spans';

/** Lines of a campaign that are alike: they have used as many retries, and are due at the same time. */
export interface QueuedLines {
  /** Counted retries, the one that they wait for included. */
  readonly retriesUsed: number;
  /** Epoch milliseconds; in the past: now. */
  readonly dueAt: number;
  readonly lines: number;
}

/** How often calls end in a certain way. The shares of all sum to 1. */
export interface ExpectedOutcome {
  readonly disposition: Disposition;
  /** 0 to 1. */
  readonly share: number;
}

/** What a forecast is made from. Instants in epoch milliseconds. */
export interface ForecastFacts {
  readonly now: number;
  readonly pacing: Pacing;
  /** How long a call keeps its slot on average, ringing included, in seconds; more than 0. */
  readonly averageCallS: number;
  readonly outcomes: readonly ExpectedOutcome[];
  readonly retry: RetryPolicy;
  readonly queue: readonly QueuedLines[];
  readonly limits: ForecastLimits;
  readonly calendar: CallCalendar;
  /** The stretches between two instants in which calls may start, in order. */
  readonly open: (from: number, to: number) => readonly Span[];
}

/** How long a campaign will take, if nobody changes anything. */
export interface Forecast {
  /** When its last call is over, epoch milliseconds; null: not within 400 days, or a limit keeps it from getting there. */
  readonly throughAt: number | null;
  /** Retries included, and only what the limits allow. */
  readonly expectedCalls: number;
  /** The limit that ends it before it is through; null without one. */
  readonly stop: ForecastStop | null;
}

/** From when on a limit lets nobody be called any more. */
export interface ForecastStop {
  readonly limit: LastingLimit;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Lines that are not done with by then: never called, or not once more. */
  readonly lines: number;
}

const SECOND_MS = 1000;
const HORIZON_MS = 400 * 24 * 3600 * SECOND_MS;
/** Steps grow with their distance, so that half a percent of it is all that is lost, and their number stays bounded. */
const STEP_GROWTH = 0.005;
const FIRST_STEP_MS = SECOND_MS;
/** So little is left that nobody will be called any more. */
const THROUGH = 0.5;

/**
 * Simulates a campaign coarsely, as a stream: how many calls its lines will need, and when the last is over. Retries go
 * before fresh lines, as they do in the queue. More slots or a faster pace never make it later.
 *
 * The work is bounded: 2,700 steps of at most 7 classes of lines, however many lines there are, and 400 more with a
 * limit of calls a day.
 *
 * @example forecast({ queue: [{ retriesUsed: 0, dueAt: now, lines: 600 }], pacing: { concurrency: 10, callsPerSecond: null },
 *   averageCallS: 60, outcomes: [{ disposition: 'completed', share: 1 }], ... })
 * // { throughAt: one hour from now, expectedCalls: 600, stop: null }
 */
export function forecast(facts: ForecastFacts): Forecast {
  const expectedCalls = callsNeeded(facts);
  if (expectedCalls === 0) return { throughAt: facts.now, expectedCalls, stop: null };
  return simulate(facts, expectedCalls);
}

/** Calls that all lines together will need: one each, and the retries of those that are not reached. */
function callsNeeded({ queue, retry, outcomes }: ForecastFacts): number {
  const perLine: number[] = [];
  for (let used = MAX_RETRY_LIMIT; used >= 0; used -= 1) {
    const retried = outcomes.filter(({ disposition }) => mayRetry(retry, disposition, used));
    perLine[used] = 1 + retried.reduce((sum, { share }) => sum + share, 0) * (perLine[used + 1] ?? 0);
  }
  return queue.reduce((sum, { lines, retriesUsed }) => sum + lines * (perLine[classOf(retriesUsed)] ?? 1), 0);
}

function simulate(facts: ForecastFacts, expectedCalls: number): Forecast {
  const { now, pacing, averageCallS, calendar } = facts;
  const callsPerMs = Math.min(pacing.concurrency / averageCallS, pacing.callsPerSecond ?? Infinity) / SECOND_MS;
  const spans = facts.open(now, now + HORIZON_MS);
  const arrivals = new Arrivals(facts);
  const budget = new CallBudget(facts.limits, calendar, now);
  const queued = new Array<number>(MAX_RETRY_LIMIT + 1).fill(0);
  let left = expectedCalls;
  let firstSpan = 0;
  let lastCallAt = now;
  for (let step = 0; step + 1 < STEPS.length; step += 1) {
    arrivals.takeInto(queued, step);
    for (const part of budget.partsOf({ from: now + (STEPS[step] ?? 0), to: now + (STEPS[step + 1] ?? 0) })) {
      const limit = budget.reached(part.from);
      if (limit !== null) {
        const at = limit === 'end_date' ? part.from : lastCallAt;
        const stop = { limit, at, lines: sum(queued) + arrivals.pending };
        return { throughAt: null, expectedCalls: expectedCalls - left, stop };
      }
      while ((spans[firstSpan]?.to ?? Infinity) <= part.from) firstSpan += 1;
      const openMs = openWithin(spans, firstSpan, part);
      const capacity = Math.min(openMs * callsPerMs, budget.allowance(part.from));
      const served = serve(queued, capacity, (used, calls) => arrivals.addRetries(step, used, calls));
      budget.spend(served);
      const last = Math.min(served, Math.max(0, left - THROUGH));
      if (served > 0) lastCallAt = afterOpen(spans, firstSpan, part, Math.min(openMs, last / callsPerMs));
      left -= served;
      if (left <= THROUGH) {
        return { throughAt: Math.round(lastCallAt + averageCallS * SECOND_MS), expectedCalls, stop: null };
      }
    }
  }
  return { throughAt: null, expectedCalls, stop: null };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Calls as many as the capacity allows, those first that were called most often. */
function serve(queued: number[], capacity: number, onCalled: (used: number, calls: number) => void): number {
  let left = capacity;
  for (let used = MAX_RETRY_LIMIT; used >= 0 && left > 0; used -= 1) {
    const calls = Math.min(queued[used] ?? 0, left);
    if (calls === 0) continue;
    queued[used] = (queued[used] ?? 0) - calls;
    left -= calls;
    onCalled(used, calls);
  }
  return capacity - left;
}

/** Lines by the step in which they are due, and by the retries they have used. */
class Arrivals {
  private readonly byStep = new Map<number, number[]>();
  private readonly calendar: CallCalendar;

  constructor(private readonly facts: ForecastFacts) {
    this.calendar = rememberingLast(facts.calendar);
    for (const { dueAt, retriesUsed, lines } of facts.queue) this.add(stepOf(dueAt - facts.now), retriesUsed, lines);
  }

  /** Lines that are due later. */
  get pending(): number {
    return [...this.byStep.values()].reduce((total, lines) => total + sum(lines), 0);
  }

  takeInto(queued: number[], step: number): void {
    this.byStep.get(step)?.forEach((lines, used) => (queued[used] = (queued[used] ?? 0) + lines));
    this.byStep.delete(step);
  }

  /** Part of the lines called in a step are called again. */
  addRetries(step: number, used: number, calls: number): void {
    const { now, retry, outcomes } = this.facts;
    const endedAt = now + (STEPS[step + 1] ?? 0);
    for (const { disposition, share } of outcomes) {
      const dueAt = nextRetryAt(retry, disposition, used, endedAt, this.calendar);
      if (dueAt !== null) this.add(Math.max(step + 1, stepOf(dueAt - now)), used + 1, calls * share);
    }
  }

  private add(step: number, used: number, lines: number): void {
    const due = this.byStep.get(step) ?? new Array<number>(MAX_RETRY_LIMIT + 1).fill(0);
    due[classOf(used)] = (due[classOf(used)] ?? 0) + lines;
    this.byStep.set(step, due);
  }
}

/** Every disposition of a step asks the calendar about the same instant. */
function rememberingLast(calendar: CallCalendar): CallCalendar {
  const remember = <T>(look: (at: number) => T): ((at: number) => T) => {
    let last: { readonly at: number; readonly found: T } | null = null;
    return (at) => {
      if (last?.at !== at) last = { at, found: look(at) };
      return last.found;
    };
  };
  return {
    openingFrom: remember((at) => calendar.openingFrom(at)),
    nextMidnight: remember((at) => calendar.nextMidnight(at)),
    sameTimeNextDay: remember((at) => calendar.sameTimeNextDay(at)),
  };
}

function classOf(retriesUsed: number): number {
  return Math.min(Math.max(retriesUsed, 0), MAX_RETRY_LIMIT);
}

/** Where steps begin, in milliseconds from now. The same for every campaign, so that forecasts can be compared. */
const STEPS: readonly number[] = stepsUpTo(HORIZON_MS);

function stepsUpTo(horizonMs: number): number[] {
  const steps = [0];
  for (let at = 0; at < horizonMs; steps.push(at)) at += Math.max(FIRST_STEP_MS, at * STEP_GROWTH);
  return steps;
}

/** The first step that begins no earlier than an instant; one that is never reached for an instant behind the horizon. */
function stepOf(fromNowMs: number): number {
  let [low, high] = [0, STEPS.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((STEPS[middle] ?? Infinity) < fromNowMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function openWithin(spans: readonly Span[], first: number, within: Span): number {
  let openMs = 0;
  for (let index = first; index < spans.length; index += 1) {
    const part = partOf(spans[index], within);
    if (part === null) break;
    openMs += part.to - part.from;
  }
  return openMs;
}

/** The instant at which so much open time of a step has passed. */
function afterOpen(spans: readonly Span[], first: number, within: Span, usedMs: number): number {
  let left = usedMs;
  let at = within.from;
  for (let index = first; index < spans.length; index += 1) {
    const part = partOf(spans[index], within);
    if (part === null) break;
    if (part.to - part.from >= left) return part.from + left;
    left -= part.to - part.from;
    at = part.to;
  }
  return at;
}

function partOf(span: Span | undefined, within: Span): Span | null {
  if (!span || span.from >= within.to) return null;
  return { from: Math.max(span.from, within.from), to: Math.min(span.to, within.to) };
}
