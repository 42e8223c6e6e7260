import { z } from 'zod';
import type { AdapterWorld, ProviderAdapter } from '../adapter';
import { keyIdentity } from '../key-identity';
import type { CallLookup, CallRequest, CallToFind, CredentialCheck, PlaceAnswer, TelephonyProvider } from '../provider';
import { codeOf, connectProvider, lookupError, placeError, placeRefusal, type HttpAnswer } from '../provider-http';
import { CREDENTIALS_REFUSED } from '../refusals';
import {
  awaitsAnalysis,
  endOfVapiCall,
  isLive,
  readVapiCall,
  readVapiEvents,
  readVapiInbound,
  referenceOf,
  SECRET_HEADER,
  type VapiCall,
} from './vapi-calls';
import { callBody, inboundBody } from './vapi-requests';

const BASE_URL = 'https://api.vapi.ai';
/** Where calls are controlled, besides the API itself: a key is never sent there. */
const CONTROL_HOSTS = '.vapi.ai';

/** A call that Vapi took may not be listed at once. */
const LISTED_WITHIN_MS = 90_000;
/** How far from the time it was asked for a call was created at most: clocks differ, requests wait. */
const CREATED_WITHIN_MS = { before: 60_000, after: 600_000 };
/** A call may be 100 KB with all that was said in it, and an answer is bounded. */
const PAGE_SIZE = 25;
const MAX_PAGES = 20;
/** No page is asked for later than this; the last one has its own time-out. */
const SEARCHED_FOR_MS = 8_000;
/** After that no analysis is to be expected any more. */
const ANALYZED_WITHIN_MS = 5 * 60_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SECRET = /^[\x21-\x7e]{16,200}$/;

const credentialsSchema = z.strictObject({
  api_key: z.string().trim().min(1).meta({ description: 'The private key of the Vapi organization.' }),
  webhook_secret: z
    .string()
    .regex(SECRET, 'It must be 16 to 200 printable ASCII characters without spaces: it is sent in a header.')
    .meta({ description: `Chosen by you: Vapi sends it with every event, in the header ${SECRET_HEADER}.` }),
});
type VapiCredentials = z.output<typeof credentialsSchema>;

const limitsSchema = z.object({ subscriptionLimits: z.object({ concurrencyBlocked: z.literal(true) }) });
const wordsSchema = z.union([z.string(), z.array(z.string()).transform((all) => all.join(' '))]).catch('');
const errorSchema = z.object({ message: wordsSchema, error: wordsSchema });
const callsSchema = z.array(z.unknown());

/** By what Vapi says, for it has no codes: the first that fits. */
const REFUSALS: ReadonlyArray<readonly [RegExp, 'no_capacity' | 'invalid_number', string]> = [
  [/over concurrency limit|concurrency/i, 'no_capacity', 'over_concurrency_limit'],
  [/wallet balance|credits|billing limit|subscription/i, 'no_capacity', 'insufficient_funds'],
  [/daily outbound call limit/i, 'no_capacity', 'daily_outbound_limit'],
  [/customer\.number|customer number/i, 'invalid_number', 'invalid_customer_number'],
];
/** A message that speaks of our own number too says nothing about the called person. */
const IS_ABOUT_OUR_NUMBER = /\bfrom\b|phone[._ ]?number[._ ]?id/i;

/** Vapi, one organization: voice agents that speak by themselves, under numbers that Vapi knows by ids of its own. */
export const vapiAdapter: ProviderAdapter<VapiCredentials, Record<string, never>> = {
  name: 'vapi',
  title: 'Vapi',
  credentials: credentialsSchema,
  settings: z.strictObject({}),
  features: {
    lookUp: 'by_reference',
    endsCalls: true,
    detectsMachines: 'by_request',
    leavesMessages: true,
    inbound: true,
    transcripts: true,
    replayProtection: 'idempotence',
  },
  defaults: { concurrencyLimit: 10, callsPerSecond: null },
  identityOf: ({ api_key: key }) => keyIdentity('vapi', key),
  identityMayChange: true,
  numberFaults: (reference) =>
    reference !== null && UUID.test(reference)
      ? []
      : ['It must be the id of the number at Vapi, a UUID: its page in the dashboard shows it.'],
  agentFaults: (reference) =>
    reference !== null && UUID.test(reference)
      ? []
      : [
          'It must be the id of an assistant at Vapi, such as 4a170597-a0c2-4657-8c32-cb93f080cead: its page in the dashboard shows it.',
        ],
  connect: ({ credentials }, world) => new VapiProvider(credentials, world),
};

class VapiProvider implements TelephonyProvider {
  readonly name = vapiAdapter.name;
  readonly handleMachine = null;
  readonly inbound: TelephonyProvider['inbound'];
  private readonly http;
  private readonly baseUrl: string;

  constructor(
    private readonly credentials: VapiCredentials,
    private readonly world: AdapterWorld,
  ) {
    this.baseUrl = world.baseUrl ?? BASE_URL;
    this.http = connectProvider(this.baseUrl, { timeoutMs: world.timeoutMs });
    const secret = credentials.webhook_secret;
    this.inbound = {
      read: (webhook) => readVapiInbound(webhook, secret),
      answer: (answer) => ({
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify(inboundBody(answer, secret)),
      }),
    };
  }

  async placeCall(request: CallRequest): Promise<PlaceAnswer> {
    const { agentReference, fromReference } = request;
    if (agentReference === null) return { kind: 'refused', disposition: 'failed', rawCode: 'assistant_id_missing' };
    if (fromReference === null) return { kind: 'refused', disposition: 'failed', rawCode: 'phone_number_id_missing' };
    const body = callBody(request, this.credentials.webhook_secret);
    return this.ask('POST', '/call', body).then(readPlaceAnswer, placeError);
  }

  lookUpCall(call: CallToFind): Promise<CallLookup> {
    const { providerCallId } = call;
    const looked = providerCallId === null ? this.search(call) : this.find(providerCallId);
    return looked.catch(lookupError);
  }

  async endCall(providerCallId: string): Promise<void> {
    const { status, body } = await this.ask('GET', callPath(providerCallId));
    const call = status === 200 ? readVapiCall(body) : null;
    if (status === 404 || (call !== null && !isLive(call))) return;
    const control = this.controlUrlOf(call);
    if (control === null) throw new Error(`Vapi does not say how to end the call: status ${status}.`);
    const http = connectProvider(control.origin, { timeoutMs: this.world.timeoutMs });
    try {
      const headers = { 'content-type': 'application/json' };
      const path = `${control.pathname}${control.search}`;
      const ended = await http.ask({ method: 'POST', path, headers, body: JSON.stringify({ type: 'end-call' }) });
      if (ended.status >= 300 && ended.status !== 404)
        throw new Error(`Vapi did not end the call: status ${ended.status}.`);
    } finally {
      await http.close();
    }
  }

  readEvents: TelephonyProvider['readEvents'] = (webhook) => readVapiEvents(webhook, this.credentials.webhook_secret);

  /** A light question that only a good private key gets an answer to. */
  async checkCredentials(): Promise<CredentialCheck> {
    try {
      const { status } = await this.ask('GET', '/phone-number?limit=1');
      if (status === 200) return { kind: 'accepted' };
      if (status === 401 || status === 403) return { kind: 'refused', rawCode: CREDENTIALS_REFUSED };
      return { kind: 'unknown', rawCode: `http_${status}` };
    } catch (error) {
      return { kind: 'unknown', rawCode: codeOf(error) };
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async find(id: string): Promise<CallLookup> {
    const { status, body } = await this.ask('GET', callPath(id));
    return status === 200 ? readLookup(readVapiCall(body)) : { kind: 'unknown', rawCode: `http_${status}` };
  }

  /** Vapi lists the newest first, and does not search for metadata: all calls of that time are looked through. */
  private async search({ reference, askedAt }: CallToFind): Promise<CallLookup> {
    const from = new Date(askedAt - CREATED_WITHIN_MS.before).toISOString();
    let to = new Date(askedAt + CREATED_WITHIN_MS.after).toISOString();
    const until = Date.now() + SEARCHED_FOR_MS;
    for (let page = 0; page < MAX_PAGES && Date.now() < until; page += 1) {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE), createdAtGe: from, createdAtLe: to });
      const { status, body } = await this.ask('GET', `/call?${query.toString()}`);
      if (status !== 200) return { kind: 'unknown', rawCode: `http_${status}` };
      const list = callsSchema.safeParse(body).data?.map(readVapiCall);
      if (!list) return { kind: 'unknown', rawCode: 'unreadable_answer' };
      const found = list.find((call) => call && referenceOf(call) === reference);
      if (found) return readLookup(found);
      if (list.length < PAGE_SIZE) return nowhereListed(askedAt);
      const oldest = list.at(-1)?.createdAt;
      // All of a page in one millisecond: there is no way on.
      if (!oldest || oldest === to) break;
      to = oldest;
    }
    return { kind: 'unknown', rawCode: 'too_many_calls' };
  }

  /** @returns null where there is none, or none at Vapi. */
  private controlUrlOf(call: VapiCall | null): URL | null {
    const given = call?.monitor?.controlUrl;
    if (!given || !URL.canParse(given)) return null;
    const url = new URL(given);
    const isVapis = url.protocol === 'https:' && url.hostname.endsWith(CONTROL_HOSTS);
    return isVapis || url.origin === new URL(this.baseUrl).origin ? url : null;
  }

  private ask(method: 'GET' | 'POST', path: string, body?: object): Promise<HttpAnswer> {
    const authorization = `Bearer ${this.credentials.api_key}`;
    if (!body) return this.http.ask({ method, path, headers: { authorization } });
    const headers = { authorization, 'content-type': 'application/json' };
    return this.http.ask({ method, path, headers, body: JSON.stringify(body) });
  }
}

function callPath(id: string): string {
  return `/call/${encodeURIComponent(id)}`;
}

function readPlaceAnswer(answer: HttpAnswer): PlaceAnswer {
  const { status, body, retryAfterS } = answer;
  if (status >= 200 && status < 300) {
    const call = readVapiCall(body);
    // One that was made all the same may wait, and be heard of again: its end says then that there was no room.
    if (limitsSchema.safeParse(body).success && (call === null || call.status === 'ended'))
      return { kind: 'refused', disposition: 'no_capacity', rawCode: 'concurrency_blocked', retryAfterS };
    return call ? { kind: 'accepted', providerCallId: call.id } : { kind: 'ambiguous', rawCode: 'unreadable_answer' };
  }
  if (status === 400) {
    const { message, error } = errorSchema.safeParse(body).data ?? { message: '', error: '' };
    const words = `${message} ${error}`;
    const refusal = REFUSALS.find(([pattern]) => pattern.test(words));
    if (refusal && !(refusal[1] === 'invalid_number' && IS_ABOUT_OUR_NUMBER.test(words)))
      return { kind: 'refused', disposition: refusal[1], rawCode: refusal[2], retryAfterS };
  }
  return placeRefusal(answer, null);
}

function readLookup(call: VapiCall | null): CallLookup {
  if (!call) return { kind: 'unknown', rawCode: 'unreadable_answer' };
  if (isLive(call)) return { kind: 'live', providerCallId: call.id };
  // Deleted, or not to be found: how it went is not told.
  if (call.status !== 'ended') return { kind: 'unknown', rawCode: call.status ?? 'unreadable_answer' };
  if (!call.endedReason) return { kind: 'unknown', rawCode: 'no_ended_reason' };
  if (awaitsAnalysis(call, ANALYZED_WITHIN_MS, Date.now())) return { kind: 'unknown', rawCode: 'not_analyzed' };
  return { kind: 'ended', providerCallId: call.id, end: endOfVapiCall(call) };
}

function nowhereListed(askedAt: number): CallLookup {
  return Date.now() - askedAt < LISTED_WITHIN_MS ? { kind: 'unknown', rawCode: 'not_listed_yet' } : { kind: 'absent' };
}
