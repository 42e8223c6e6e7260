import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAddressFilter } from '../../webhook-http/address-filter';
import { createWebhookSender, type WebhookRequest, type WebhookResult } from '../../webhook-http/http-sender';
import { httpAdapter } from './http-provider';
import { httpCredentials, httpSettings } from './http-settings';
import type { CallRequest, CallToFind } from '../provider';

const SECRET = 'a-secret-of-sixteen';
const request: CallRequest = {
  reference: 'ref/1 ü',
  from: '+14155550100',
  fromReference: null,
  to: '+14155550199',
  agentReference: null,
  welcomeMessage: 'Say "hi"\n',
  prompt: '',
  variables: { name: 'A"}', amount: 12.5 },
  timezone: 'UTC',
  machine: null,
  maxDurationS: 60,
  eventsUrl: 'https://everdial.example/events',
};
const call: CallToFind = {
  reference: 'r-1',
  providerCallId: null,
  from: '+14155550100',
  to: '+14155550199',
  askedAt: 0,
  otherCallIds: [],
};

type Answer = Partial<{ status: number; body: unknown; retryAfter: string | null; error: string }>;

/** An account whose dialler answers so, with what it was asked. */
function account(settings: object, answer: Answer = {}, headers: Record<string, string> = {}) {
  const asked: WebhookRequest[] = [];
  const { status = 200, body = {}, retryAfter = null, error } = answer;
  const result: WebhookResult =
    error === undefined
      ? { status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter, durationMs: 1 }
      : { error, durationMs: 1 };
  const send = (webhook: WebhookRequest) => {
    asked.push(webhook);
    return Promise.resolve(result);
  };
  const provider = httpAdapter.connect(
    {
      credentials: httpCredentials.parse({ headers, signing_secret: SECRET }),
      settings: httpSettings.parse({ url: 'https://dialler.example/calls', ...settings }),
    },
    { sender: { send, close: () => Promise.resolve() } },
  );
  return { provider, asked };
}

function signed(body: unknown, at = Math.floor(Date.now() / 1_000)) {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const digest = createHmac('sha256', SECRET).update(`${at}.`).update(rawBody).digest('hex');
  return { url: '', rawBody, headers: { 'x-everdial-signature': `t=${at},v1=${digest}` } };
}

describe('a request for a call', () => {
  test('is, without a template, everything there is to know, with its types', async () => {
    const { provider, asked } = account({}, { body: { call_id: 7 } });
    expect(await provider.placeCall(request)).toEqual({ kind: 'accepted', providerCallId: '7' });
    expect(JSON.parse(asked[0]!.body!)).toEqual({
      reference: 'ref/1 ü',
      from: '+14155550100',
      to: '+14155550199',
      agent_reference: null,
      welcome_message: 'Say "hi"\n',
      prompt: '',
      variables: { name: 'A"}', amount: 12.5 },
      timezone: 'UTC',
      machine: null,
      max_duration_s: 60,
      events_url: 'https://everdial.example/events',
    });
    expect(asked[0]!.headers).toEqual({ 'content-type': 'application/json' });
  });

  test('has the account’s headers, filled in and without line breaks', async () => {
    const { provider, asked } = account(
      {},
      {},
      { Authorization: 'Bearer k', 'X-Name': '{{ variables.name }} {{ welcome_message }}' },
    );
    await provider.placeCall(request);
    expect(asked[0]!.headers).toMatchObject({ authorization: 'Bearer k', 'x-name': 'A"} Say "hi"' });
  });

  test('goes to the URL of its template, with values that cannot leave their place in it', async () => {
    const { provider, asked } = account({ url: 'https://dialler.example/a/{{ reference }}?to={{ to }}' });
    await provider.placeCall({ ...request, reference: '../x?y#z&to=1' });
    expect(asked[0]!.url).toBe('https://dialler.example/a/..%2Fx%3Fy%23z%26to%3D1?to=%2B14155550199');
  });

  test.each(['.', '..'])('whose URL a value leads elsewhere is refused: %j', async (reference) => {
    const { provider, asked } = account({ url: 'https://dialler.example/a/{{ reference }}/calls' });
    const refused = { kind: 'refused', disposition: 'failed', rawCode: 'template_error' };
    expect(await provider.placeCall({ ...request, reference })).toEqual(refused);
    expect(asked).toEqual([]);
  });

  test('that cannot be made is refused, and nothing is sent', async () => {
    const { provider, asked } = account({});
    const answer = await provider.placeCall({ ...request, prompt: 'x'.repeat(300_000) });
    expect(answer).toEqual({ kind: 'refused', disposition: 'failed', rawCode: 'template_error' });
    expect(asked).toEqual([]);
  });
});

describe('the answer to a request for a call', () => {
  test.each([
    [
      'ECONNREFUSED: connect ECONNREFUSED 192.0.2.1:443',
      { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' },
    ],
    ['ECONNREFUSED: the connection failed', { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' }],
    ['EHOSTUNREACH: read EHOSTUNREACH', { kind: 'ambiguous', rawCode: 'EHOSTUNREACH' }],
    ['ENOTFOUND: no such host', { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' }],
    ['address_refused: 10.0.0.1 is private', { kind: 'refused', disposition: 'failed', rawCode: 'address_refused' }],
    ['timeout: no answer within 8000 ms', { kind: 'ambiguous', rawCode: 'timeout' }],
    ['UND_ERR_SOCKET: other side closed', { kind: 'ambiguous', rawCode: 'UND_ERR_SOCKET' }],
  ])('%s is %j', async (error, expected) => {
    expect(await account({}, { error }).provider.placeCall(request)).toEqual(expected);
  });

  test.each<readonly [object, Answer, object]>([
    [{}, { status: 201, body: {} }, { kind: 'ambiguous', rawCode: 'unreadable_answer' }],
    [{}, { status: 200, body: 'OK' }, { kind: 'ambiguous', rawCode: 'unreadable_answer' }],
    [{ answer: { call_id: null } }, { status: 202, body: '' }, { kind: 'accepted', providerCallId: 'ref/1 ü' }],
    [
      { answer: { call_id: 'calls.0.id' } },
      { body: { calls: [{ id: 'c' }] } },
      { kind: 'accepted', providerCallId: 'c' },
    ],
    [{}, { status: 302 }, { kind: 'ambiguous', rawCode: 'http_302' }],
    [{}, { status: 422, body: { code: 'nope' } }, { kind: 'refused', disposition: 'failed', rawCode: 'nope' }],
    [
      { answer: { codes: { full: 'no_capacity' } } },
      { status: 503, body: { code: 'full' } },
      { kind: 'ambiguous', rawCode: 'full' },
    ],
    [{}, { status: 409, body: { code: 'twice' } }, { kind: 'ambiguous', rawCode: 'twice' }],
    [{}, { status: 409, body: 'twice' }, { kind: 'ambiguous', rawCode: 'http_409' }],
    ...[301, 408, 499].map(
      (status) =>
        [
          { answer: { codes: { full: 'no_capacity' } } },
          { status, body: { code: 'full' } },
          { kind: 'ambiguous', rawCode: 'full' },
        ] as const,
    ),
    [
      { answer: { codes: { full: 'no_capacity' } } },
      { status: 409, body: { code: 'full' }, retryAfter: '30' },
      { kind: 'refused', disposition: 'no_capacity', rawCode: 'full', retryAfterS: 30 },
    ],
  ])('with %j, %j is %j', async (settings, answer, expected) => {
    expect(await account(settings, answer).provider.placeCall(request)).toEqual(expected);
  });

  test('private addresses are refused as for webhooks', async () => {
    const sender = createWebhookSender({ filter: createAddressFilter('') });
    const provider = httpAdapter.connect(
      {
        credentials: httpCredentials.parse({ signing_secret: SECRET }),
        settings: httpSettings.parse({ url: 'https://10.0.0.1/calls' }),
      },
      { sender },
    );
    const refused = { kind: 'refused', disposition: 'failed', rawCode: 'address_refused' };
    expect(await provider.placeCall(request)).toEqual(refused);
    await sender.close();
  });
});

describe('a look-up', () => {
  const byReference = { url: 'https://dialler.example/calls?ref={{ reference }}', call: 'calls.0' };
  const byId = { url: 'https://dialler.example/calls/{{ call_id }}' };
  const found = { call_id: 'c', reference: 'r-1', status: 'answered' };

  test.each<readonly [object | null, Answer, object]>([
    [null, {}, { kind: 'unknown', rawCode: 'no_look_up' }],
    [byReference, { body: { calls: [found] } }, { kind: 'live', providerCallId: 'c' }],
    [byReference, { body: { calls: [{ ...found, status: 'odd' }] } }, { kind: 'unknown', rawCode: 'status_odd' }],
    [byReference, { body: { calls: [{ ...found, reference: 'r-2' }] } }, { kind: 'unknown', rawCode: 'another_call' }],
    [byReference, { body: { calls: [] } }, { kind: 'absent' }],
    [byReference, { status: 404 }, { kind: 'absent' }],
    [byReference, { status: 404, body: '<html>' }, { kind: 'unknown', rawCode: 'not_found' }],
    [byReference, { body: { data: [] } }, { kind: 'unknown', rawCode: 'unreadable_answer' }],
    [byReference, { body: 'nothing' }, { kind: 'unknown', rawCode: 'unreadable_answer' }],
    [byReference, { status: 500 }, { kind: 'unknown', rawCode: 'http_500' }],
    [byReference, { error: 'timeout: no answer' }, { kind: 'unknown', rawCode: 'timeout' }],
    [byId, { body: found }, { kind: 'unknown', rawCode: 'no_call_id' }],
  ])('by %j, answered %j, finds %j', async (look_up, answer, expected) => {
    expect(await account({ look_up }, answer).provider.lookUpCall(call)).toEqual(expected);
  });

  test('by the dialler’s own id takes a call that it forgot for no proof that there was none', async () => {
    const { provider, asked } = account({ look_up: byId }, { status: 404 });
    expect(await provider.lookUpCall({ ...call, providerCallId: 'a/b' })).toMatchObject({ kind: 'unknown' });
    expect(asked[0]!.url).toBe('https://dialler.example/calls/a%2Fb');
  });

  test('is not believed by its 404 alone while the call may not be listed yet', async () => {
    const { provider } = account({ look_up: byReference }, { status: 404 });
    const asked = (agoMs: number) => provider.lookUpCall({ ...call, askedAt: Date.now() - agoMs });
    expect(await asked(80_000)).toEqual({ kind: 'unknown', rawCode: 'not_listed_yet' });
    expect(await asked(100_000)).toEqual({ kind: 'absent' });
  });

  test('by the dialler’s own id takes another call for none of ours', async () => {
    const { provider } = account({ look_up: byId }, { body: { call_id: 'd', status: 'answered' } });
    const other = { kind: 'unknown', rawCode: 'another_call' };
    expect(await provider.lookUpCall({ ...call, providerCallId: 'c' })).toEqual(other);
    expect(await provider.lookUpCall({ ...call, providerCallId: 'd' })).toEqual({ kind: 'live', providerCallId: 'd' });
  });

  test('may have other paths than events', async () => {
    const look_up = { ...byReference, call: null, status: 'state.name', duration_s: 'state.secs' };
    const body = { id: 'x', reference: 'r-1', state: { name: 'gone', secs: '41' } };
    const settings = { look_up, events: { call_id: 'id', statuses: { gone: 'completed' } } };
    expect(await account(settings, { body }).provider.lookUpCall(call)).toEqual({
      kind: 'ended',
      providerCallId: 'x',
      end: { disposition: 'completed', rawCode: 'gone', durationS: 41, outcome: {} },
    });
  });
});

describe('an event', () => {
  const { provider } = account({ events: { statuses: { up: 'answered', new: 'queued' } } });

  test('in our own words needs no mapping', () => {
    const event = { reference: 'r-1', status: 'no_answer', duration_s: 0, outcome: { do_not_call: true } };
    expect(provider.readEvents(signed(event))).toEqual([
      {
        type: 'ended',
        reference: 'r-1',
        providerCallId: null,
        end: { disposition: 'no_answer', rawCode: 'no_answer', durationS: 0, outcome: { do_not_call: true } },
      },
    ]);
  });

  test('of a call that has only begun tells its id, where it has one that was not known', () => {
    expect(provider.readEvents(signed({ call_id: 'c', status: 'new' }))).toEqual([]);
    const taken = { type: 'taken', reference: 'r-1', providerCallId: 'c' };
    expect(provider.readEvents(signed({ call_id: 'c', reference: 'r-1', status: 'new' }))).toEqual([taken]);
  });

  test('has its report read as those of all others', () => {
    const outcome = { do_not_call: 'Yes, please', intents: 'buy, complain', rating: '' };
    expect(provider.readEvents(signed({ reference: 'r-1', status: 'completed', outcome }))).toMatchObject([
      { end: { outcome: { do_not_call: true, intents: ['buy', 'complain'] } } },
    ]);
  });

  test.each([
    [{ reference: 'r-1', status: 'teleported' }, /"teleported" is mapped to nothing/],
    [{ reference: 'r-1' }, /no status/],
    [{ status: 'up' }, /neither reference nor call_id/],
    ['[]', /no JSON object/],
    ['null', /no JSON object/],
    ['{', /JSON/],
  ])('%j is refused, and why', (body, why) => {
    expect(() => provider.readEvents(signed(body))).toThrow(why);
  });

  test('is believed for five minutes', () => {
    const now = Math.floor(Date.now() / 1_000);
    const event = { reference: 'r-1', status: 'up' };
    expect(provider.readEvents(signed(event, now - 290))).toHaveLength(1);
    expect(provider.readEvents(signed(event, now - 310))).toBeNull();
    expect(provider.readEvents(signed(event, now + 310))).toBeNull();
  });
});

test('the example in the documentation can be saved', () => {
  const page = readFileSync(join(__dirname, '../../../docs/providers.md'), 'utf8');
  const [, text = ''] = /```json\n(\{\s+"provider": "http"[^]+?)```/.exec(page) ?? [];
  const example = JSON.parse(text) as { credentials: unknown; settings: unknown };
  expect(httpCredentials.parse(example.credentials).headers).toEqual({ 'X-Api-Key': '...' });
  expect(httpSettings.parse(example.settings).look_up?.call).toBe('list.0');
});

describe('an account', () => {
  test('that says nothing of ending calls and checking credentials does neither', async () => {
    const { provider, asked } = account({});
    await expect(provider.endCall('c')).rejects.toThrow(/ends no calls/);
    expect(await provider.checkCredentials()).toEqual({ kind: 'unasked' });
    expect([provider.inbound, asked]).toEqual([null, []]);
  });
});
