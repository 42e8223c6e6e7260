import { randomUUID } from 'node:crypto';
import type { Logger } from '../../infra/observability/logger';
import { planCall, type CallPlan, type Mix } from '../../infra/telephony/simulator/call-plan';
import { scriptOf } from '../../infra/telephony/simulator/scripts';
import { createCallBook, type CallBook, type CallRecord, type CallResult } from './call-book';
import { callEvent, runCall, type CallRun, type ListeningForMachine } from './call-run';
import { createEventPoster, type EventPoster } from './event-poster';
import { askWhoSpeaks, runInboundCall, type AskedInboundCall, type InboundAsked } from './inbound-call';
import { openLedger, type Ledger } from './ledger';

/** Greater than the number of any event that the process before may have posted for a call. */
const SEQUENCE_AFTER_RESTART = 10;
/** What was asked is kept for this many calls, so that tests can look at it. */
const KEPT_REQUESTS = 5_000;

/** A request for a call, as it came, with the fields that the simulator itself reads. */
export interface AskedCall {
  readonly reference: string;
  readonly to: string;
  readonly from: string;
  readonly events_url: string;
  readonly timezone: string;
  /** Whoever asks listens for answering machines. */
  readonly machine: ListeningForMachine | null;
  readonly [field: string]: unknown;
}

export interface SimulatorOptions {
  readonly ledgerFile: string;
  /** Signs the events. */
  readonly secret: string;
  /** Divides every delay. */
  readonly speed: number;
  readonly logger: Logger;
}

/** The telephony behind the HTTP API. */
export interface Simulator {
  readonly book: CallBook;
  readonly ledger: Ledger;
  /** Makes a call; it is in the ledger when this returns. Asking twice makes two. @throws when it can't be recorded. */
  makeCall(asked: AskedCall): { readonly call: CallRecord; readonly plan: CallPlan };
  /** Somebody calls a number: asks who speaks to them, and lets the call go on if somebody does. */
  receiveCall(asked: AskedInboundCall): Promise<InboundAsked>;
  /** Hangs up. False when there is no such call; one that is over stays as it is. */
  hangUp(callId: string): boolean;
  /** What was asked for this call, while it is among the last 5,000. */
  requestOf(callId: string): AskedCall | undefined;
  setMix(mix: Mix | null): void;
  /** Leaves live calls, which the next process finds in the ledger and ends, and closes the ledger. */
  close(): Promise<void>;
}

/**
 * Opens the ledger and starts the telephony. Calls that were live when the process before ended are ended now, as
 * `failed` with the raw code `simulator_restarted`, and their end is posted.
 *
 * @throws Error when the ledger cannot be opened or read.
 */
export async function startSimulator({ ledgerFile, secret, speed, logger }: SimulatorOptions): Promise<Simulator> {
  const book = createCallBook();
  const ledger = await openLedger(ledgerFile, (entry) => book.apply(entry));
  const poster = createEventPoster({ secret, speed, logger });
  const runs = new Map<string, CallRun>();
  const requests = new Map<string, AskedCall>();
  let mix: Mix | null = null;

  const recordEnd = (call: CallRecord, result: CallResult) => appendEnd(ledger, book, call, result);
  endCallsOfProcessBefore(book, recordEnd, poster.post, logger);

  return {
    book,
    ledger,
    makeCall(asked) {
      const isRepeated = book.hasCalled(asked.from, asked.to);
      const plan = planCall({ reference: asked.reference, to: asked.to, isRepeated }, mix);
      const call = appendAsked(ledger, book, asked);
      keepRequest(requests, call.callId, asked);
      const onOver = () => runs.delete(call.callId);
      runs.set(call.callId, runCall(call, { ...asked, plan }, { speed, recordEnd, post: poster.post }, onOver));
      return { call, plan };
    },
    async receiveCall(asked) {
      const { callId, answer } = await askWhoSpeaks(asked, secret);
      if (answer?.accept) {
        const onOver = () => runs.delete(callId);
        runs.set(callId, runInboundCall(asked, { callId, answer }, { speed, post: poster.post }, onOver));
      }
      return { callId, answer };
    },
    hangUp(callId) {
      runs.get(callId)?.hangUp();
      return book.byId(callId) !== undefined;
    },
    requestOf: (callId) => requests.get(callId),
    setMix: (next) => {
      mix = next;
    },
    async close() {
      for (const run of runs.values()) run.abandon();
      await poster.close();
      ledger.close();
    },
  };
}

function appendAsked(ledger: Ledger, book: CallBook, asked: AskedCall): CallRecord {
  const { reference, to, from, events_url } = asked;
  const callId = `sim_${randomUUID()}`;
  const { all, sameFrom } = book.inFlight(from);
  const counts = { concurrent: all + 1, concurrent_from: sameFrom + 1 };
  book.apply(ledger.append({ kind: 'asked', call_id: callId, reference, to, from, events_url, ...counts }));
  return book.byId(callId)!;
}

function appendEnd(ledger: Ledger, book: CallBook, call: CallRecord, result: CallResult): void {
  const { callId, reference, to, from } = call;
  const { all, sameFrom } = book.inFlight(from);
  const counts = { concurrent: all - 1, concurrent_from: sameFrom - 1 };
  book.apply(ledger.append({ kind: 'ended', call_id: callId, reference, to, from, ...counts, ...result }));
}

function endCallsOfProcessBefore(
  book: CallBook,
  recordEnd: (call: CallRecord, result: CallResult) => void,
  post: EventPoster['post'],
  logger: Logger,
): void {
  const calls = book.live();
  const result: CallResult = { disposition: 'failed', raw_code: 'simulator_restarted', duration_s: 0, outcome: {} };
  for (const call of calls) {
    recordEnd(call, result);
    if (scriptOf(call.to)?.reports === 'never') continue;
    post(call.eventsUrl, callEvent(call, 'call.ended', SEQUENCE_AFTER_RESTART, result));
  }
  if (calls.length > 0) logger.warn({ calls: calls.length }, 'calls of the process before were ended');
}

function keepRequest(requests: Map<string, AskedCall>, callId: string, asked: AskedCall): void {
  requests.set(callId, asked);
  if (requests.size <= KEPT_REQUESTS) return;
  const [oldest] = requests.keys();
  if (oldest !== undefined) requests.delete(oldest);
}
