import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { httpAdapter } from '../../infra/telephony/http/http-provider';
import {
  httpCredentials,
  httpSettings,
  type HttpCredentials,
  type HttpSettings,
} from '../../infra/telephony/http/http-settings';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { startRecordingServer, type Reply } from './recording-server';
import type { Course, DoubleCall, DoubleRequest, PlaceFault, ProviderUnderTest, VendorDouble } from './vendor-double';

const API_KEY = 'k-of-the-house-0815';
const SIGNING_SECRET = 'a-secret-of-the-dialler-4711';
const EVENTS_URL = 'https://everdial.example/providers/http/12/events';
const HOUR_S = 3_600;

/** How the dialler calls what has happened to a call. */
const COURSES: Readonly<Record<Course, { readonly states: readonly string[]; readonly cause: string }>> = {
  completed: { states: ['RINGING', 'UP', 'HANGUP_OK'], cause: '16' },
  busy: { states: ['RINGING', 'BUSY'], cause: '17' },
  no_answer: { states: ['RINGING', 'NO_ANSWER'], cause: '19' },
  declined: { states: ['RINGING', 'REJECTED'], cause: '21' },
  voicemail: { states: ['RINGING', 'UP', 'MACHINE', 'HANGUP_MACHINE'], cause: '16/machine' },
  failed: { states: ['CONGESTION'], cause: '34' },
  callback: { states: ['RINGING', 'UP', 'HANGUP_OK'], cause: '16' },
  do_not_call: { states: ['RINGING', 'UP', 'HANGUP_OK'], cause: '16' },
};
const OUTCOMES: Readonly<Partial<Record<Course, object>>> = {
  completed: { summary: 'All said.', transcript: 'agent: Hello' },
  callback: { callback_at: '2027-03-02T15:00:00+05:30', callback_text: 'tomorrow at three' },
  do_not_call: { do_not_call: true },
};

/** What the dialler takes: what the account's template makes of a request. */
const originate = z.strictObject({
  originate: z.strictObject({
    ref: z.string().min(1),
    cli: z.string().regex(/^\+\d+$/),
    dst: z.string().regex(/^\+\d+$/),
    bot: z.string(),
    say: z.string(),
    prompt: z.string(),
    vars: z.record(z.string(), z.unknown()),
    label: z.string(),
    tz: z.string(),
    amd: z
      .strictObject({ wait_for_beep: z.boolean(), timeout_s: z.number(), message: z.string().nullable() })
      .nullable(),
    max_s: z.number().int(),
    hook: z.url(),
  }),
});
const BODY = `{"originate": {
  "ref": "{{ reference }}", "cli": "{{ from }}", "dst": "{{ to }}", "bot": "{{ agent_reference }}",
  "say": "{{ welcome_message }}", "prompt": "{{ prompt }}", "vars": "{{ variables }}",
  "label": "{{ variables.name }} ({{ from_reference }})", "tz": "{{ timezone }}", "amd": "{{ machine }}",
  "max_s": "{{ max_duration_s }}", "hook": "{{ events_url }}"
}}`;

/** A dialler of one's own, and the settings by which it is spoken to. */
export const httpUnderTest: ProviderUnderTest<HttpCredentials, HttpSettings> = {
  adapter: httpAdapter,
  account: (url) => ({
    credentials: httpCredentials.parse({
      headers: { 'X-Api-Key': API_KEY, 'X-Ref': 'ref {{ reference }}' },
      signing_secret: SIGNING_SECRET,
    }),
    settings: httpSettings.parse({
      url: `${url}/v9/originate`,
      body: BODY,
      answer: {
        call_id: 'channel.uid',
        code: 'error.cause',
        codes: { UNALLOCATED: 'invalid_number', ALL_TRUNKS_BUSY: 'no_capacity' },
      },
      events: {
        reference: 'channel.ref',
        call_id: 'channel.uid',
        status: 'channel.state',
        code: 'channel.cause',
        duration_s: 'channel.billsec',
        outcome: 'report',
        statuses: {
          NEW: 'queued',
          RINGING: 'ringing',
          UP: 'answered',
          MACHINE: 'machine_detected',
          HANGUP_OK: 'completed',
          HANGUP_MACHINE: 'voicemail',
          BUSY: 'busy',
          NO_ANSWER: 'no_answer',
          REJECTED: 'declined',
          CONGESTION: 'failed',
        },
      },
      look_up: { url: `${url}/v9/channels?ref={{ reference }}`, call: 'list.0' },
      end: { method: 'DELETE', url: `${url}/v9/channels/{{ call_id }}` },
      check: { url: `${url}/v9/ping` },
      inbound: { from: 'cli', to: 'did', call_id: 'uid' },
    }),
  }),
  agentReference: 'bot 7/b',
  startDouble: startHttpDouble,
  eventsUrl: EVENTS_URL,
  isMapped: true,
  rawCodes: Object.fromEntries(Object.entries(COURSES).map(([course, { cause }]) => [course, cause])),
};

/** A dialler whose calls never end by themselves. */
async function startHttpDouble(): Promise<VendorDouble> {
  const calls: DoubleCall[] = [];
  const faults: string[] = [];
  const server = await startRecordingServer((request) => replyTo(double, calls, faults, request));
  const double: VendorDouble = {
    url: server.url,
    calls,
    requests: server.requests,
    fault: 'none',
    lookUpFault: 'none',
    webhooks(call, course) {
      call.course = course;
      return COURSES[course].states.map((state) => signed(eventOf(call, state)));
    },
    forged: ({ url, rawBody }) => ({ url, rawBody, headers: { [HEADER]: signature(rawBody, 'another-secret-0000') } }),
    stale: ({ url, rawBody }) => ({ url, rawBody, headers: { [HEADER]: signature(rawBody, SIGNING_SECRET, HOUR_S) } }),
    unreadable: () => signed({ hello: 'world' }),
    schemaFaults: () => Promise.resolve(faults),
    inboundWebhook: (from, to) => signed({ uid: randomUUID(), cli: from, did: to }),
    close: server.close,
  };
  return double;
}

const refusal = (status: number, cause: string, headers = {}): Reply => ({
  status,
  body: { error: { cause } },
  headers,
});

function replyTo(double: VendorDouble, calls: DoubleCall[], faults: string[], request: DoubleRequest): Reply {
  const { method, path, headers } = request;
  const url = new URL(path, double.url);
  if (headers['x-api-key'] !== API_KEY) return refusal(401, 'KEY');
  if (method === 'GET' && path === '/v9/ping') return { status: 200, body: { pong: true } };
  if (method === 'POST' && path === '/v9/originate') return replyToOriginate(double.fault, calls, faults, request);
  if (method === 'GET' && url.pathname === '/v9/channels') {
    if (double.lookUpFault === 'error') return refusal(500, 'OOPS');
    const found = calls.filter(({ reference }) => reference === url.searchParams.get('ref'));
    return { status: 200, body: { list: found.map((call) => eventOf(call, stateOf(call))) } };
  }
  const call = calls.find(({ id }) => method === 'DELETE' && path === `/v9/channels/${encodeURIComponent(id)}`);
  if (!call) return refusal(404, 'NO_SUCH_CHANNEL');
  call.hungUp = true;
  return { status: 204 };
}

function replyToOriginate(fault: PlaceFault, calls: DoubleCall[], faults: string[], request: DoubleRequest): Reply {
  const asked = originate.safeParse(JSON.parse(request.body));
  if (!asked.success) {
    faults.push(z.prettifyError(asked.error));
    return refusal(422, 'BAD_ORIGINATE');
  }
  const { ref, cli, dst } = asked.data.originate;
  if (request.headers['x-ref'] !== `ref ${ref}`) faults.push(`x-ref: ${request.headers['x-ref']}`);
  const refused = REFUSALS[fault];
  if (refused) return refused;
  const id = `ch/${randomUUID()}`;
  calls.push({ id, from: cli, to: dst, reference: ref, createdAt: Date.now(), request, course: null, hungUp: false });
  if (fault === 'error_after_accepting') return refusal(500, 'OOPS');
  if (fault === 'reset_after_accepting') return 'reset';
  if (fault === 'silence_after_accepting') return 'silence';
  return { status: 202, body: { channel: { uid: id, ref, state: 'NEW' } } };
}

/** Without a call. */
const REFUSALS: Readonly<Partial<Record<PlaceFault, Reply>>> = {
  invalid_number: refusal(404, 'UNALLOCATED'),
  // With a 200, as some do.
  no_capacity: refusal(200, 'ALL_TRUNKS_BUSY'),
  rate_limited: refusal(429, 'SLOW_DOWN', { 'retry-after': '7' }),
  auth_refused: refusal(403, 'KEY'),
  bad_request: refusal(422, 'BAD_ORIGINATE'),
  error_without_call: refusal(500, 'OOPS'),
};

function stateOf({ course }: DoubleCall): string {
  return course === null ? 'NEW' : COURSES[course].states.at(-1)!;
}

function eventOf({ id, reference, course }: DoubleCall, state: string): object {
  const isOver = course !== null && state === COURSES[course].states.at(-1);
  const end = isOver && { cause: COURSES[course].cause, billsec: state.startsWith('HANGUP') ? '12' : '0' };
  return {
    channel: { uid: id, ref: reference, state, ...end },
    ...(isOver && { report: OUTCOMES[course] ?? null }),
  };
}

const HEADER = 'x-everdial-signature';

function signed(event: object): ReceivedWebhook {
  const rawBody = Buffer.from(JSON.stringify(event));
  const headers = { 'content-type': 'application/json', [HEADER]: signature(rawBody, SIGNING_SECRET) };
  return { url: EVENTS_URL, rawBody, headers };
}

function signature(rawBody: Buffer, secret: string, agoS = 0): string {
  const at = Math.floor(Date.now() / 1_000) - agoS;
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.`).update(rawBody).digest('hex')}`;
}
