import { callToFind } from '../../../test/setup/fake-provider';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulatorProvider } from './simulator-provider';

const SECRET = 'a-secret-of-the-provider-tests';
const closers: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function providerAt(baseUrl: string, timeoutMs?: number) {
  const provider = createSimulatorProvider({ baseUrl, secret: SECRET, timeoutMs });
  closers.push(() => provider.close());
  return provider;
}

const request = {
  reference: 'attempt 7/ä',
  to: '+15550101111',
  from: '+15550100000',
  fromReference: null,
  machine: null,
  maxDurationS: 3600,
  agentReference: 'agent-1',
  welcomeMessage: 'Hello',
  prompt: 'Be kind.',
  variables: { name: 'Ann' },
  timezone: 'Europe/Berlin',
  eventsUrl: 'http://127.0.0.1/events',
};

const answering =
  (status: number, body: unknown): RequestListener =>
  (incoming, response) => {
    incoming.resume();
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  };

test('a request carries what the contact allows to carry, and nothing else', async () => {
  let received = '';
  const url = await listen((incoming, response) => {
    incoming.on('data', (chunk: Buffer) => (received += chunk.toString()));
    incoming.on('end', () => response.writeHead(201).end('{"call_id":"sim_1","status":"queued"}'));
  });
  const withMore = { ...request, metadata: { secret: true } };
  expect(await providerAt(`${url}/`).placeCall(withMore)).toEqual({ kind: 'accepted', providerCallId: 'sim_1' });
  expect(JSON.parse(received)).toEqual({
    reference: 'attempt 7/ä',
    to: '+15550101111',
    from: '+15550100000',
    machine: null,
    events_url: 'http://127.0.0.1/events',
    timezone: 'Europe/Berlin',
    agent_reference: 'agent-1',
    welcome_message: 'Hello',
    prompt: 'Be kind.',
    variables: { name: 'Ann' },
  });
});

test.each([
  [400, { code: 'invalid_number' }, { kind: 'refused', disposition: 'invalid_number', rawCode: 'invalid_number' }],
  [400, { code: 'invalid_request' }, { kind: 'refused', disposition: 'failed', rawCode: 'invalid_request' }],
  [401, 'no', { kind: 'refused', disposition: 'no_capacity', rawCode: 'credentials_refused' }],
  [403, { code: 'forbidden' }, { kind: 'refused', disposition: 'no_capacity', rawCode: 'credentials_refused' }],
  [
    429,
    { code: 'no_capacity' },
    { kind: 'refused', disposition: 'no_capacity', rawCode: 'no_capacity', retryAfterS: null },
  ],
  [500, { code: 'internal_error' }, { kind: 'ambiguous', rawCode: 'internal_error' }],
  [503, '', { kind: 'ambiguous', rawCode: 'http_503' }],
  [302, '', { kind: 'ambiguous', rawCode: 'http_302' }],
  [201, 'not json', { kind: 'ambiguous', rawCode: 'unreadable_answer' }],
  [201, {}, { kind: 'ambiguous', rawCode: 'unreadable_answer' }],
])('an answer of %s %j is read', async (status, body, expected) => {
  expect(await providerAt(await listen(answering(status, body))).placeCall(request)).toEqual(expected);
});

describe('a call that was not answered for', () => {
  test('is no call when nobody listens', async () => {
    const unreachable = { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' };
    expect(await providerAt('http://127.0.0.1:1').placeCall(request)).toEqual(unreachable);
    expect(await providerAt('http://localhost:1').placeCall(request)).toEqual(unreachable);
    expect(await providerAt('http://nowhere.invalid').placeCall(request)).toEqual(unreachable);
  });

  test('may be a call when the connection is reset', async () => {
    const url = await listen((incoming) => incoming.socket.resetAndDestroy());
    expect(await providerAt(url).placeCall(request)).toMatchObject({ kind: 'ambiguous' });
  });

  test('may be a call when the answer breaks off, or does not come in time', async () => {
    const breaking = await listen((_, response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"call_id"', () => response.destroy());
    });
    expect(await providerAt(breaking).placeCall(request)).toMatchObject({ kind: 'ambiguous' });
    const silent = await listen(() => undefined);
    expect(await providerAt(silent, 100).placeCall(request)).toEqual({ kind: 'ambiguous', rawCode: 'timeout' });
    const stalling = await listen((_, response) => void response.writeHead(201).write('{'));
    expect(await providerAt(stalling, 100).placeCall(request)).toEqual({ kind: 'ambiguous', rawCode: 'timeout' });
  });
});

describe('a look-up', () => {
  const live = { call_id: 'sim_2', status: 'ringing' };
  const ended = {
    call_id: 'sim_1',
    status: 'ended',
    disposition: 'busy',
    raw_code: 'user_busy',
    duration_s: 0,
    outcome: {},
  };
  const end = { disposition: 'busy', rawCode: 'user_busy', durationS: 0, outcome: {} };

  test.each([
    [200, { calls: [] }, { kind: 'absent' }],
    [200, { calls: [live] }, { kind: 'live', providerCallId: 'sim_2' }],
    [200, { calls: [ended] }, { kind: 'ended', providerCallId: 'sim_1', end }],
    [200, { calls: [ended, live] }, { kind: 'live', providerCallId: 'sim_2' }],
    [
      200,
      { calls: [{ ...ended, disposition: 'eaten' }] },
      { kind: 'ended', providerCallId: 'sim_1', end: { ...end, disposition: 'unknown' } },
    ],
    [200, {}, { kind: 'unknown', rawCode: 'unreadable_answer' }],
    [500, {}, { kind: 'unknown', rawCode: 'http_500' }],
    [404, {}, { kind: 'unknown', rawCode: 'http_404' }],
  ])('answered with %s %j is read', async (status, body, expected) => {
    let asked: string | undefined;
    const url = await listen((incoming, response) => {
      asked = incoming.url;
      answering(status, body)(incoming, response);
    });
    expect(await providerAt(url).lookUpCall(callToFind(request.reference))).toEqual(expected);
    expect(new URL(asked!, url).searchParams.get('reference')).toBe(request.reference);
  });

  test('that is not answered knows nothing', async () => {
    expect(await providerAt('http://127.0.0.1:1').lookUpCall(callToFind('a'))).toEqual({
      kind: 'unknown',
      rawCode: 'ECONNREFUSED',
    });
    expect(await providerAt(await listen(() => undefined), 100).lookUpCall(callToFind('a'))).toEqual({
      kind: 'unknown',
      rawCode: 'timeout',
    });
  });
});

test('a hang-up that fails throws, one for a call that is not known does not', async () => {
  await providerAt(await listen(answering(404, {}))).endCall('sim_1');
  await expect(providerAt(await listen(answering(500, {}))).endCall('sim_1')).rejects.toThrow('status 500');
  await expect(providerAt('http://127.0.0.1:1').endCall('sim_1')).rejects.toThrow();
});

describe('an event', () => {
  const provider = createSimulatorProvider({ baseUrl: 'http://127.0.0.1', secret: SECRET });
  const headersFor = (body: string, at = Date.now(), secret = SECRET) => ({
    'x-simulator-signature': `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
  });
  const read = (body: string, headers: Record<string, string | undefined>) =>
    provider.readEvents({ url: '', rawBody: Buffer.from(body), headers })?.[0] ?? null;
  const head = { event_id: 'evt_1', call_id: 'sim_1', reference: 'a-1', sequence: 1, at: '2024-01-15T00:00:00.000Z' };
  const ringing = JSON.stringify({ ...head, type: 'call.ringing' });

  test('that is signed is read', () => {
    const both = { reference: 'a-1', providerCallId: 'sim_1' };
    expect(read(ringing, headersFor(ringing))).toEqual({ ...both, type: 'ringing' });
    const answered = JSON.stringify({ ...head, type: 'call.answered' });
    expect(read(answered, headersFor(answered))).toEqual({ ...both, type: 'answered' });
    const ended = JSON.stringify({
      ...head,
      type: 'call.ended',
      disposition: 'completed',
      raw_code: 'ok',
      duration_s: 3,
      outcome: { a: 1 },
    });
    expect(read(ended, headersFor(ended))).toEqual({
      ...both,
      type: 'ended',
      end: { disposition: 'completed', rawCode: 'ok', durationS: 3, outcome: { a: 1 } },
    });
  });

  test('with a wrong, old or missing signature is none', () => {
    const fiveMinutesMs = 5 * 60_000;
    expect(read(`${ringing} `, headersFor(ringing))).toBeNull();
    expect(read(ringing, headersFor(ringing, Date.now(), 'another-secret'))).toBeNull();
    expect(read(ringing, headersFor(ringing, Date.now() - fiveMinutesMs - 1000))).toBeNull();
    expect(read(ringing, headersFor(ringing, Date.now() + fiveMinutesMs + 5000))).toBeNull();
    expect(read(ringing, headersFor(ringing, Date.now() - fiveMinutesMs + 5000))).not.toBeNull();
    for (const header of [undefined, '', 't=1,v1=00', 'nonsense'])
      expect(read(ringing, { 'x-simulator-signature': header })).toBeNull();
  });

  test('that is signed and cannot be read throws', () => {
    for (const body of ['not json', '{}', JSON.stringify({ ...head, type: 'call.sneezed' })]) {
      expect(() => read(body, headersFor(body))).toThrow();
    }
  });
});
