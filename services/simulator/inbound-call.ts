import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { planCall } from '../../infra/telephony/simulator/call-plan';
import type { CallRecord } from './call-book';
import { runCall, type CallRun, type CallSurroundings } from './call-run';
import { signEvent } from './event-poster';

/** As patient as the least patient of the real ones. */
const ANSWER_WITHIN_MS = 7_500;

/** Somebody calls a number. */
export interface AskedInboundCall {
  readonly from: string;
  readonly to: string;
  /** Where to ask who speaks to the caller. */
  readonly inbound_url: string;
  readonly timezone: string;
}

const answerSchema = z.discriminatedUnion('accept', [
  z.looseObject({ accept: z.literal(true), reference: z.string().min(1), events_url: z.url() }),
  z.object({ accept: z.literal(false) }),
]);

/** What was answered to the question who speaks to a caller. */
export type InboundAnswer = z.output<typeof answerSchema>;

/** A call from outside that was asked about. */
export interface InboundAsked {
  readonly callId: string;
  /** Null: nothing that can be read was answered, and the call is refused. */
  readonly answer: InboundAnswer | null;
}

/** Asks who speaks to a caller, signed as events are. */
export async function askWhoSpeaks(asked: AskedInboundCall, secret: string): Promise<InboundAsked> {
  const callId = `sim_${randomUUID()}`;
  const body = JSON.stringify({ type: 'call.inbound', call_id: callId, from: asked.from, to: asked.to });
  try {
    const response = await request(asked.inbound_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-simulator-signature': signEvent(secret, Date.now(), body) },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = answerSchema.safeParse(JSON.parse(await response.body.text()));
    return { callId, answer: response.statusCode === 200 && answer.success ? answer.data : null };
  } catch {
    return { callId, answer: null };
  }
}

/** Lets an accepted call go as the script of its caller says; it is in no ledger, for nobody has asked us for it. */
export function runInboundCall(
  asked: AskedInboundCall,
  { callId, answer }: { readonly callId: string; readonly answer: Extract<InboundAnswer, { accept: true }> },
  surroundings: Omit<CallSurroundings, 'recordEnd'>,
  onOver: () => void,
): CallRun {
  const call: CallRecord = {
    callId,
    reference: answer.reference,
    to: asked.to,
    from: asked.from,
    eventsUrl: answer.events_url,
    askedAt: new Date().toISOString(),
    status: 'queued',
    endedAt: null,
    result: null,
  };
  const plan = planCall({ reference: answer.reference, to: asked.from, isRepeated: true }, null);
  const recordEnd: CallSurroundings['recordEnd'] = (ended, result) => {
    ended.status = 'ended';
    ended.endedAt = new Date().toISOString();
    ended.result = result;
  };
  return runCall(call, { plan, timezone: asked.timezone, machine: null }, { ...surroundings, recordEnd }, onOver);
}
