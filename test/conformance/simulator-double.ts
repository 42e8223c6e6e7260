import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createLogger } from '../../infra/observability/logger';
import type { ProviderAdapter } from '../../infra/telephony/adapter';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { agentOutcome } from '../../infra/telephony/simulator/agent-outcome';
import { ENDINGS } from '../../infra/telephony/simulator/scripts';
import { createSimulatorProvider } from '../../infra/telephony/simulator/simulator-provider';
import type { CallResult } from '../../services/simulator/call-book';
import { callEvent } from '../../services/simulator/call-run';
import { signEvent, type CallEvent } from '../../services/simulator/event-poster';
import { startSimulatorServer, type SimulatorServer } from '../../services/simulator/server';
import { startRecordingServer, type Reply } from './recording-server';
import type { Course, DoubleCall, DoubleRequest, PlaceFault, ProviderUnderTest, VendorDouble } from './vendor-double';

const SECRET = 'a-secret-of-the-conformance-suite';
const EVENTS_URL = 'https://everdial.example/providers/simulator/events';
const HOUR_MS = 3_600_000;
/** Divides every delay: its calls ring after hours, so that each goes as the test says. */
const STANDSTILL = 1e-6;
/** Where the service posts events of its own, such as of a call that was ended. */
const SINK = '/sink';

type SimulatorCredentials = z.output<typeof credentials>;
const credentials = z.strictObject({ secret: z.string() });

/** It needs no account, so it is none of `ADAPTERS`; as one it would be this. */
const simulatorAdapter: ProviderAdapter<SimulatorCredentials, object> = {
  name: 'simulator',
  title: 'Simulator',
  credentials,
  settings: z.strictObject({}),
  features: {
    lookUp: 'by_reference',
    endsCalls: true,
    detectsMachines: 'by_request',
    leavesMessages: true,
    inbound: true,
    transcripts: true,
    replayProtection: 'timestamp',
  },
  defaults: { concurrencyLimit: null, callsPerSecond: null },
  identityOf: () => 'simulator',
  agentFaults: () => [],
  connect: ({ credentials: { secret } }, { baseUrl = '', timeoutMs }) =>
    createSimulatorProvider({ baseUrl, secret, timeoutMs }),
};

/** The simulator's own service, with faults before it that it does not have, and calls that go as they are told to. */
export const simulatorUnderTest: ProviderUnderTest<SimulatorCredentials, object> = {
  adapter: simulatorAdapter,
  account: () => ({ credentials: { secret: SECRET }, settings: {} }),
  agentReference: null,
  startDouble: startSimulatorDouble,
  eventsUrl: EVENTS_URL,
  rawCodes: Object.fromEntries(Object.entries(ENDINGS).map(([course, { rawCode }]) => [course, rawCode])),
  checksCredentials: false,
};

const acceptedSchema = z.object({ call_id: z.string(), reference: z.string() });
const askedSchema = z.looseObject({ from: z.string(), to: z.string(), events_url: z.string() });
const foundSchema = z.object({ calls: z.array(z.looseObject({ call_id: z.string() })) });

async function startSimulatorDouble(): Promise<VendorDouble> {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const service = await startSimulatorServer({
    host: '127.0.0.1',
    port: 0,
    ledgerFile: join(folder, 'ledger.ndjson'),
    secret: SECRET,
    speed: STANDSTILL,
    logger: createLogger('simulator', 'silent'),
  });
  const calls: DoubleCall[] = [];
  const faults: string[] = [];
  const server = await startRecordingServer((request) => reply({ double, service, calls, faults }, request));
  const double: VendorDouble = {
    url: server.url,
    calls,
    get requests() {
      return server.requests.filter(({ path }) => path !== SINK);
    },
    fault: 'none',
    lookUpFault: 'none',
    webhooks: (call, course) => {
      call.course = course;
      return eventsOf(call, course).map((event) => signed(event));
    },
    forged: (webhook) => resigned(webhook, 'another-secret', Date.now()),
    stale: (webhook) => resigned(webhook, SECRET, Date.now() - HOUR_MS),
    unreadable: () => signed({ type: 'call.teleported', call_id: 'sim_1' }),
    schemaFaults: () => Promise.resolve(faults),
    inboundWebhook: (from, to) => signed({ type: 'call.inbound', call_id: `sim_${randomUUID()}`, from, to }),
    async close() {
      await Promise.all([server.close(), service.close()]);
      rmSync(folder, { recursive: true });
    },
  };
  return double;
}

/** What the routes of the double are about. */
interface Inside {
  readonly double: VendorDouble;
  readonly service: SimulatorServer;
  readonly calls: DoubleCall[];
  readonly faults: string[];
}

async function reply(inside: Inside, request: DoubleRequest): Promise<Reply> {
  const { double, calls } = inside;
  const { method, path } = request;
  if (path === SINK) return { status: 204 };
  if (method === 'POST' && path === '/v1/calls') return replyToPlace(inside, request);
  if (method === 'GET' && double.lookUpFault === 'error') return refusal(500, 'internal_error');
  const answer = await askService(inside, request, request.body);
  const call = calls.find(({ id }) => path === `/v1/calls/${id}/end`);
  if (call) call.hungUp = true;
  return method === 'GET' ? { ...answer, body: { calls: foundSchema.parse(answer.body).calls.map(asItWent) } } : answer;

  function asItWent(found: { readonly call_id: string }): object {
    const { course = null } = calls.find(({ id }) => id === found.call_id) ?? {};
    return course === null ? found : { ...found, status: 'ended', ...resultOf(course) };
  }
}

async function replyToPlace(inside: Inside, request: DoubleRequest): Promise<Reply> {
  const { double, calls } = inside;
  const { fault } = double;
  const refused = REFUSALS[fault];
  if (refused) return refused;
  const asked = askedSchema.parse(JSON.parse(request.body));
  const answer = await askService(inside, request, JSON.stringify({ ...asked, events_url: `${double.url}${SINK}` }));
  const accepted = acceptedSchema.safeParse(answer.body).data;
  if (!accepted) return answer;
  const { call_id: id, reference } = accepted;
  const { from, to } = asked;
  calls.push({ id, reference, from, to, createdAt: Date.now(), request, course: null, hungUp: false });
  if (fault === 'error_after_accepting') return refusal(500, 'internal_error');
  if (fault === 'reset_after_accepting') return 'reset';
  if (fault === 'silence_after_accepting') return 'silence';
  return answer;
}

const refusal = (status: number, code: string, headers = {}): Reply => ({
  status,
  body: { code, message: code },
  headers,
});

/** Without a call. */
const REFUSALS: Readonly<Partial<Record<PlaceFault, Reply>>> = {
  invalid_number: refusal(400, 'invalid_number'),
  no_capacity: refusal(429, 'no_capacity'),
  rate_limited: refusal(429, 'rate_limited', { 'retry-after': '7' }),
  auth_refused: refusal(401, 'unauthorized'),
  bad_request: refusal(400, 'invalid_request'),
  error_without_call: refusal(500, 'internal_error'),
};

/** The answer of the service itself; what it finds wrong with a request is a fault of ours. */
async function askService({ service, faults }: Inside, { method, path }: DoubleRequest, body: string) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(service.url + path, { method, headers, ...(body !== '' && { body }) });
  const answer = { status: response.status, body: (await response.json()) as object };
  if (answer.status === 400) faults.push(JSON.stringify(answer.body));
  return answer;
}

function resultOf(course: Course): CallResult {
  const { disposition, rawCode, isAnswered, outcome } = ENDINGS[course];
  const duration_s = isAnswered ? 1 : 0;
  return { disposition, raw_code: rawCode, duration_s, outcome: agentOutcome(outcome, 'Asia/Kolkata', Date.now()) };
}

function eventsOf({ id, reference, from, to }: DoubleCall, course: Course): CallEvent[] {
  const at = new Date().toISOString();
  const place = { callId: id, reference: reference ?? '', from, to, eventsUrl: EVENTS_URL, askedAt: at };
  const call = { ...place, status: 'ended' as const, endedAt: at, result: null };
  const said = { text: 'agent: Hello\ncontact: Hello', speaker: null, complete: true, at_s: null };
  const told: ReadonlyArray<readonly [CallEvent['type'], object]> = [
    ['call.ringing', {}],
    ...(ENDINGS[course].isAnswered ? ([['call.answered', {}]] as const) : []),
    ['call.ended', resultOf(course)],
    ...(course === 'completed'
      ? ([
          ['call.transcript', { transcript: said }],
          ['call.intent', { intent: { name: 'book_table', confidence: 0.9 } }],
          ['call.entity', { entity: { name: 'party_size', value: 3, confidence: null } }],
        ] as const)
      : []),
  ];
  return told.map(([type, fields], index) => callEvent(call, type, index + 1, fields));
}

function signed(event: object): ReceivedWebhook {
  const rawBody = Buffer.from(JSON.stringify(event));
  return resigned({ url: EVENTS_URL, rawBody, headers: {} }, SECRET, Date.now());
}

function resigned({ url, rawBody }: ReceivedWebhook, secret: string, atMs: number): ReceivedWebhook {
  const signature = signEvent(secret, atMs, rawBody.toString('utf8'));
  return { url, rawBody, headers: { 'content-type': 'application/json', 'x-simulator-signature': signature } };
}
