import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAddressFilter, type AddressFilter } from './address-filter';
import { createWebhookSender, type WebhookSender } from './http-sender';

const loopback = createAddressFilter('127.0.0.0/8,::1/128');
const closers: (() => Promise<unknown>)[] = [];
let requests: IncomingMessage[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  requests = [];
});

async function endpoint(listener: RequestListener): Promise<string> {
  const server: Server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sender(filter: AddressFilter = loopback): WebhookSender {
  const created = createWebhookSender({ filter });
  closers.push(() => created.close());
  return created;
}

const hook = (url: string, timeoutMs = 5_000) => ({ url, body: '{"a":1}', headers: { 'x-test': 'yes' }, timeoutMs });
/** Lets every URL through, so that only the check at connection is left. */
const anyUrl = (filter: AddressFilter): AddressFilter => ({ ...filter, checkUrl: () => ({ ok: true }) });

test('the body arrives as it is, with our user agent whatever the headers say', async () => {
  let received = '';
  const url = await endpoint((request, response) => {
    request.on('data', (chunk: Buffer) => (received += chunk.toString()));
    request.on('end', () => response.writeHead(202, { 'retry-after': '7' }).end('thanks'));
  });
  const result = await sender().send({ ...hook(url), headers: { 'x-test': 'yes', 'User-Agent': 'other' } });
  expect(result).toEqual({ status: 202, body: 'thanks', retryAfter: '7', durationMs: expect.any(Number) });
  expect(received).toBe('{"a":1}');
  expect(requests[0]!.method).toBe('POST');
  expect(requests[0]!.headers).toMatchObject({ 'x-test': 'yes', 'user-agent': 'Everdial-Webhook/1.0' });
});

test('a redirect is an answer and is not followed', async () => {
  const url = await endpoint((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await sender().send(hook(url))).toMatchObject({ status: 302 });
  expect(requests).toHaveLength(1);
});

test('an endless answer is cut at 4 KB, between characters', async () => {
  const url = await endpoint((_, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('€'.repeat(1000)));
    };
    response.on('drain', pour);
    pour();
  });
  expect(await sender().send(hook(url))).toMatchObject({ status: 200, body: '€'.repeat(1365) });
});

test('NUL characters do not reach whoever stores the answer', async () => {
  const url = await endpoint((_, response) => response.end('a\0b'));
  expect(await sender().send(hook(url))).toMatchObject({ body: 'a\uFFFDb' });
});

test('no answer in time is a time-out', async () => {
  const url = await endpoint(() => undefined);
  expect(await sender().send(hook(url, 50))).toMatchObject({ error: 'timeout: no answer within 50 ms' });
});

test('an answer that stalls in its body keeps its status', async () => {
  const url = await endpoint((_, response) => void response.writeHead(500).write('so far'));
  expect(await sender().send(hook(url, 300))).toMatchObject({ status: 500, body: 'so far' });
});

test('a connection that breaks is an error, not an exception', async () => {
  const url = await endpoint((request) => request.socket.destroy());
  expect(await sender().send(hook(url))).toMatchObject({
    error: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET): /),
  });
  expect(await sender().send(hook('http://127.0.0.1:1/'))).toMatchObject({
    error: expect.stringContaining('ECONNREFUSED'),
  });
  expect(await sender().send({ ...hook(url), headers: { bad: 'a\r\nb' } })).toMatchObject({
    error: expect.any(String),
  });
});

test('a URL that the filter refuses is not asked', async () => {
  const url = await endpoint((_, response) => response.end());
  const result = await sender(createAddressFilter('')).send(hook(url));
  expect(result).toMatchObject({ error: expect.stringMatching(/^address_refused: 127\.0\.0\.1 is/) });
  expect(requests).toHaveLength(0);
});

test('a literal is refused again at connection', async () => {
  const strict = anyUrl(createAddressFilter(''));
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
    expect(await sender(strict).send(hook(`http://${host}:1/`))).toMatchObject({
      error: expect.stringContaining('is not a public address'),
    });
  }
});

test('a name that resolves to a private address is refused at connection', async () => {
  const url = await endpoint((_, response) => response.end());
  const result = await sender(anyUrl(createAddressFilter(''))).send(hook(url.replace('127.0.0.1', 'localhost')));
  expect(result).toMatchObject({ error: 'address_refused: localhost resolves to no public address' });
  expect(requests).toHaveLength(0);
});

test('a name is reached at those of its addresses that are allowed', async () => {
  const url = await endpoint((_, response) => response.end('here'));
  const result = await sender(createAddressFilter('127.0.0.1')).send(hook(url.replace('127.0.0.1', 'localhost')));
  expect(result).toMatchObject({ status: 200, body: 'here' });
});
