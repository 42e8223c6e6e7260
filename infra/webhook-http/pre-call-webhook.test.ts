import { Webhook } from 'standardwebhooks';
import { json, PreCallReceiver } from '../../test/setup/pre-call-receiver';
import { createAddressFilter } from './address-filter';
import { createWebhookSender, type WebhookSender } from './http-sender';
import { askPreCallWebhook, type PreCallQuestion } from './pre-call-webhook';
import { newWebhookSecret } from './standard-webhooks';

/** Time runs so many times as fast as it does for customers. */
const FASTER = 20;
const secret = newWebhookSecret();

let receiver: PreCallReceiver;
let sender: WebhookSender;
let pauses: number[];
let timeouts: number[];
/** What a try of three seconds has here: enough on a busy machine, but where an answer is not to come. */
let tryMs: number;

beforeEach(async () => {
  tryMs = 30_000;
  receiver = await PreCallReceiver.start();
  sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  pauses = [];
  timeouts = [];
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

function ask(question: Partial<PreCallQuestion> = {}) {
  const world = {
    sender: {
      send: (request: Parameters<WebhookSender['send']>[0]) => {
        timeouts.push(request.timeoutMs);
        return sender.send({ ...request, timeoutMs: tryMs });
      },
    },
    sleep: async (ms: number) => {
      pauses.push(ms);
      await new Promise((resolve) => setTimeout(resolve, ms / FASTER));
    },
  };
  return askPreCallWebhook(world, {
    url: receiver.url,
    secrets: [secret],
    webhookId: 'msg_pre_call_12_7',
    direction: 'outbound',
    agentId: 512,
    from: '+15550001111',
    to: '+15551234567',
    ...question,
  });
}

test('the request is exactly as specified, header for header and byte for byte', async () => {
  expect(await ask()).toMatchObject({ kind: 'answered', variables: {}, tries: 1 });
  const [question] = receiver.questions;
  expect(question).toMatchObject({ method: 'POST', path: '/pre-call' });
  expect(question!.body).toBe(
    '{"event":"call","call":{"direction":"outbound","bot_id":"512","from_number":"+15550001111",' +
      '"to_number":"+15551234567","attempt":"1"}}',
  );
  const headers = Object.fromEntries(question!.headers);
  expect(Object.keys(headers).sort()).toEqual([
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Everdial-Webhook/1.0',
    'webhook-id': 'msg_pre_call_12_7',
  });
});

test('each try is signed anew, under one id; while a secret rotates both verify it', async () => {
  const before = newWebhookSecret();
  receiver.answer = json({}, 500);
  await ask({ secrets: [secret, before] });
  expect(receiver.questions).toHaveLength(3);
  for (const { body, headers } of receiver.questions) {
    for (const one of [secret, before]) new Webhook(one).verify(body, Object.fromEntries(headers));
    expect(Object.fromEntries(headers)['webhook-id']).toBe('msg_pre_call_12_7');
  }
  expect(() =>
    new Webhook(newWebhookSecret()).verify(
      receiver.questions[0]!.body,
      Object.fromEntries(receiver.questions[0]!.headers),
    ),
  ).toThrow();
});

test('three tries, a second and then two between them, numbered as texts', async () => {
  receiver.answer = json({}, 503);
  expect(await ask()).toMatchObject({ kind: 'failed', error: 'http_503: only 200 is an answer', tries: 3 });
  const { questions } = receiver;
  expect(questions.map(({ body }) => (JSON.parse(body) as { call: { attempt: unknown } }).call.attempt)).toEqual([
    '1',
    '2',
    '3',
  ]);
  expect(pauses).toEqual([1_000, 2_000]);
  // Timers may fire a little early against another clock.
  expect(questions[1]!.at - questions[0]!.at).toBeGreaterThanOrEqual(1_000 / FASTER - 2);
  expect(questions[2]!.at - questions[1]!.at).toBeGreaterThanOrEqual(2_000 / FASTER - 2);
});

test('each try has three seconds', async () => {
  tryMs = 3_000 / FASTER;
  receiver.answer = () => undefined;
  const startedAt = performance.now();
  const result = await ask();
  expect(timeouts).toEqual([3_000, 3_000, 3_000]);
  expect(result).toMatchObject({ kind: 'failed', error: expect.stringMatching(/^timeout: /), tries: 3 });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(12_000 / FASTER - 10);
});

test('a try that succeeds is the last', async () => {
  const answer = json({ call: { dynamic_variables: { plan: 'pro' } } });
  receiver.answer = (response, question, count) => (count < 2 ? json({}, 500) : answer)(response, question, count);
  expect(await ask()).toMatchObject({ kind: 'answered', variables: { plan: 'pro' }, tries: 2 });
  expect(receiver.questions).toHaveLength(2);
});

test('a call that is held off is not asked about again', async () => {
  receiver.answer = json({ call: { eligible: false, reason: 'Later' } });
  expect(await ask()).toMatchObject({ kind: 'not_eligible', reason: 'Later', tries: 1 });
});

test.each([
  ['204', (answer: PreCallReceiver) => (answer.answer = (response) => void response.writeHead(204).end()), 'http_204'],
  ['201', (answer: PreCallReceiver) => (answer.answer = json({}, 201)), 'http_201'],
  ['400', (answer: PreCallReceiver) => (answer.answer = json({}, 400)), 'http_400'],
  [
    'a redirect, which is not followed',
    (answer: PreCallReceiver) =>
      (answer.answer = (response) => void response.writeHead(302, { location: '/pre-call' }).end()),
    'http_302',
  ],
  ['garbage', (answer: PreCallReceiver) => (answer.answer = (response) => void response.end('<html>')), 'invalid_json'],
  ['another shape', (answer: PreCallReceiver) => (answer.answer = json({ call: 1 })), 'invalid_shape'],
  [
    'more than 64 KB',
    (answer: PreCallReceiver) =>
      (answer.answer = (response) => void response.end(`{"call":{},"more":"${'x'.repeat(64 * 1024)}"}`)),
    'answer_too_large',
  ],
  [
    'a connection that breaks',
    (answer: PreCallReceiver) => (answer.answer = (response) => void response.destroy()),
    '',
  ],
])('%s is a failed try', async (_, set, error) => {
  set(receiver);
  expect(await ask()).toMatchObject({ kind: 'failed', error: expect.stringContaining(error), tries: 3 });
  expect(receiver.questions).toHaveLength(3);
});

test('an answer without an end is cut off with the try', async () => {
  tryMs = 3_000 / FASTER;
  receiver.answer = (response) => void response.write('{"call":{');
  const error = expect.stringMatching(/^(invalid_json|timeout): /);
  expect(await ask()).toMatchObject({ kind: 'failed', error, tries: 3 });
});

test('a name that does not resolve, and an address that is not public, fail the same way', async () => {
  expect(await ask({ url: 'https://nobody.invalid/' })).toMatchObject({ kind: 'failed', tries: 3 });
  expect(await ask({ url: 'https://10.0.0.1/' })).toMatchObject({
    kind: 'failed',
    error: expect.stringContaining('address_refused'),
  });
});

test('an inbound call is asked about in the same words', async () => {
  await ask({ direction: 'inbound' });
  expect(receiver.questions[0]!.body).toContain('"direction":"inbound"');
});

test('where somebody waits all tries together have the time that is given, and no try is begun that could not end in it', async () => {
  receiver.answer = json({}, 500);
  expect(await ask({ withinMs: 1_400 })).toMatchObject({ kind: 'failed', tries: 1 });
  expect(timeouts[0]).toBeLessThanOrEqual(1_400);
  expect(pauses).toEqual([]);
});
