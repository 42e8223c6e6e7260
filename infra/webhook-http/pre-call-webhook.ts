import type { PreCallResult } from '../../domain/pre-call';
import { readPreCallAnswer, type PreCallAnswer } from './pre-call-answer';
import { signWebhook } from './standard-webhooks';

const TRY_TIMEOUT_MS = 3_000;
/** Before the second and the third try, which is the last. */
const PAUSES_MS = [1_000, 2_000];
/** There is no other try in less time than this. */
const SHORTEST_TRY_MS = 500;
const MAX_ANSWER_BYTES = 64 * 1024;

/** One call, as the webhook is told of it. Neither metadata nor the contact's variables are part of it. */
export interface PreCallQuestion {
  readonly url: string;
  /** The organization's callback secrets, `whsec_...`; two while they rotate, the new one first. */
  readonly secrets: readonly string[];
  /** The `webhook-id`: the same over all tries for one call. */
  readonly webhookId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly agentId: number;
  /** E.164. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  /** All tries together take no longer, milliseconds; twelve seconds unless somebody waits for the answer. */
  readonly withinMs?: number;
}

/** What asking needs of the world. */
export interface PreCallWorld {
  readonly sender: {
    send(request: {
      readonly method: 'POST';
      readonly url: string;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
      /** Bytes of the answer that are read. */
      readonly readBytes: number;
    }): Promise<{ readonly status: number; readonly body: string } | { readonly error: string }>;
  };
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Asks a pre-call webhook about one call: three tries of three seconds, one and two seconds between them. Any answer but a
 * 200 that can be read is a failed try. Calls in both directions are asked about here.
 *
 * @returns within twelve seconds, or those given; never throws for what the network or the webhook does.
 */
export async function askPreCallWebhook(world: PreCallWorld, question: PreCallQuestion): Promise<PreCallResult> {
  const startedAt = performance.now();
  const leftMs = (): number => Math.round((question.withinMs ?? Infinity) - (performance.now() - startedAt));
  const taken = (tries: number) => ({ tries, durationMs: Math.round(performance.now() - startedAt) });
  for (let tryNo = 1; ; tryNo += 1) {
    const answer = await askOnce(world, question, tryNo, Math.min(TRY_TIMEOUT_MS, leftMs()));
    if (answer.kind !== 'unreadable') return { ...answer, ...taken(tryNo) };
    const pauseMs = PAUSES_MS[tryNo - 1];
    if (pauseMs === undefined || leftMs() < pauseMs + SHORTEST_TRY_MS)
      return { kind: 'failed', error: answer.problem, ...taken(tryNo) };
    await world.sleep(pauseMs);
  }
}

async function askOnce(
  { sender }: PreCallWorld,
  question: PreCallQuestion,
  tryNo: number,
  timeoutMs: number,
): Promise<PreCallAnswer> {
  const { url, secrets, webhookId: id } = question;
  const body = bodyOf(question, tryNo);
  const timestampS = Math.floor(Date.now() / 1_000);
  const result = await sender.send({
    method: 'POST',
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': signWebhook({ secrets, id, timestampS, body }),
    },
    timeoutMs,
    // One more than may come tells whether more has come.
    readBytes: MAX_ANSWER_BYTES + 1,
  });
  if ('error' in result) return { kind: 'unreadable', problem: result.error };
  if (result.status !== 200) return { kind: 'unreadable', problem: `http_${result.status}: only 200 is an answer` };
  if (Buffer.byteLength(result.body) > MAX_ANSWER_BYTES) {
    return { kind: 'unreadable', problem: `answer_too_large: more than ${MAX_ANSWER_BYTES} bytes` };
  }
  return readPreCallAnswer(result.body);
}

/** Exactly these fields, in this order; the number of the try is a string. */
function bodyOf({ direction, agentId, from, to }: PreCallQuestion, tryNo: number): string {
  return JSON.stringify({
    event: 'call',
    call: { direction, bot_id: String(agentId), from_number: from, to_number: to, attempt: String(tryNo) },
  });
}
