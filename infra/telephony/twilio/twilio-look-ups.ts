import { z } from 'zod';
import type { CallLookup, CallToFind } from '../provider';
import type { HttpAnswer } from '../provider-http';
import type { TwilioApi } from './twilio-api';
import { endOf } from './twilio-call-end';

/** A call that Twilio took may not be listed at once. */
const LISTED_WITHIN_MS = 90_000;
/** How far from the time it was asked for a call was created: clocks differ, requests wait. */
const CREATED_WITHIN_MS = {
  /** Where several may be the one, the only one of them that fits clocks which go right. */
  likely: { before: 10_000, after: 30_000 },
  near: { before: 120_000, after: 120_000 },
  /** Nobody can say that a call of this time is not the one. */
  doubtful: { before: 600_000, after: 600_000 },
};
/** The time of an answer is told to the second, and is a moment old. */
const CLOCKS_AGREE_MS = 2_000;
const CALLS_LISTED = 200;

const callSchema = z.object({
  sid: z.string().min(1),
  status: z.string(),
  date_created: z.string().nullish(),
  direction: z.string().nullish(),
  duration: z.string().nullish(),
  answered_by: z.string().nullish(),
});
const callsSchema = z.object({ calls: z.array(callSchema) });
type TwilioCall = z.output<typeof callSchema>;

/** A call that may be the one. */
interface Candidate {
  readonly call: TwilioCall;
  /** Milliseconds from when the one was asked for until this was created; null where Twilio does not say. */
  readonly afterMs: number | null;
}

/** Where a call is, behind the account's own path. */
export function callPath(sid: string): string {
  return `/Calls/${encodeURIComponent(sid)}.json`;
}

/**
 * What Twilio knows of a call: by its id, or, where that never came, by its numbers and its time.
 *
 * @throws what the network does.
 */
export async function lookUpTwilioCall(api: TwilioApi, sought: CallToFind): Promise<CallLookup> {
  if (sought.providerCallId === null) return findByNumbers(api, sought);
  const answer = await api.get(callPath(sought.providerCallId));
  if (answer.status === 404) return { kind: 'absent' };
  const found = callSchema.safeParse(answer.body);
  if (answer.status !== 200 || !found.success) return unread(answer);
  return knowledgeOf(found.data);
}

/** Twilio keeps nothing of ours with a call. Its own clock tells when it was created: what ours is off by is taken out. */
async function findByNumbers(api: TwilioApi, { from, to, askedAt, otherCallIds }: CallToFind): Promise<CallLookup> {
  const query = new URLSearchParams({ To: to, From: from, PageSize: String(CALLS_LISTED) });
  const answer = await api.get(`/Calls.json?${query.toString()}`);
  const list = callsSchema.safeParse(answer.body);
  if (answer.status !== 200 || !list.success) return unread(answer);
  const now = Date.now();
  const aheadMs = (answer.serverTime ?? now) - now;
  const askedThere = askedAt + (Math.abs(aheadMs) > CLOCKS_AGREE_MS ? aheadMs : 0);
  const { calls } = list.data;
  const candidates = calls
    .filter(({ sid, direction }) => !otherCallIds.includes(sid) && direction !== 'inbound')
    .map((call) => ({ call, afterMs: msUntilCreated(call, askedThere) }));
  const found = chooseCall(candidates);
  if (found !== null) return found;
  const oldest = calls.at(-1);
  const oldestAfterMs = oldest ? msUntilCreated(oldest, askedThere) : null;
  // Newest come first: those around the time may stand on a further page.
  if (calls.length >= CALLS_LISTED && (oldestAfterMs === null || oldestAfterMs > -CREATED_WITHIN_MS.doubtful.before))
    return unknown('too_many_calls');
  return now - askedAt < LISTED_WITHIN_MS ? unknown('not_listed_yet') : { kind: 'absent' };
}

/** Null where none can be the one: whoever takes a call that was made for none dials its number again. */
function chooseCall(candidates: readonly Candidate[]): CallLookup | null {
  const { likely, near, doubtful } = CREATED_WITHIN_MS;
  const close = candidates.filter((each) => isWithin(each, near));
  const fitting = close.length > 1 ? close.filter((each) => isWithin(each, likely)) : close;
  const [only] = fitting;
  if (only && fitting.length === 1) {
    const found = knowledgeOf(only.call);
    // Calls that wait have no time yet; those that are over should have one.
    return only.afterMs === null && found.kind === 'ended' ? unknown('not_sure') : found;
  }
  if (close.length > 1) return unknown('several_calls');
  return candidates.some((each) => isWithin(each, doubtful)) ? unknown('not_sure') : null;
}

/** One without a time may be of any. */
function isWithin(
  { afterMs }: Candidate,
  { before, after }: { readonly before: number; readonly after: number },
): boolean {
  return afterMs === null || (afterMs >= -before && afterMs <= after);
}

function msUntilCreated({ date_created: created }: TwilioCall, askedAt: number): number | null {
  const at = Date.parse(created ?? '');
  return Number.isNaN(at) ? null : at - askedAt;
}

function unknown(rawCode: string): CallLookup {
  return { kind: 'unknown', rawCode };
}

function unread({ status }: HttpAnswer): CallLookup {
  return unknown(status === 200 ? 'unreadable_answer' : `http_${status}`);
}

function knowledgeOf(call: TwilioCall): CallLookup {
  const end = endOf({ status: call.status, duration: call.duration, answeredBy: call.answered_by });
  return end ? { kind: 'ended', providerCallId: call.sid, end } : { kind: 'live', providerCallId: call.sid };
}
