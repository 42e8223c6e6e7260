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

const hook = (url: string, timeoutMs = 5_000) => ({
  method: 'POST' as const,
  url,
  body: '{"a":1}',
  headers: { 'x-test': 'yes' },
  timeoutMs,
});
function promiseOfClose() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}
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

test.each(['GET', 'DELETE'] as const)('%s asks without a body', async (method) => {
  const url = await endpoint((_, response) => response.end('{}'));
  expect(await sender().send({ ...hook(`${url}/path?a=1&b=%20`), method, body: null })).toMatchObject({ status: 200 });
  const [request] = requests;
  expect(request).toMatchObject({ method, url: '/path?a=1&b=%20' });
  expect(request!.headers['transfer-encoding']).toBeUndefined();
  expect(Number(request!.headers['content-length'] ?? 0)).toBe(0);
});

test('PUT sends its body', async () => {
  let received = '';
  const url = await endpoint((request, response) => {
    request.on('data', (chunk: Buffer) => (received += chunk.toString()));
    request.on('end', () => response.end());
  });
  expect(await sender().send({ ...hook(url), method: 'PUT' })).toMatchObject({ status: 200 });
  expect(received).toBe('{"a":1}');
  expect(requests[0]!.method).toBe('PUT');
});

test.each([301, 302, 303, 307, 308])('a %i is an answer and is not followed, however many come', async (status) => {
  const url = await endpoint((request, response) => response.writeHead(status, { location: `${request.url}x` }).end());
  expect(await sender().send(hook(url))).toMatchObject({ status });
  expect(requests).toHaveLength(1);
});

test('as much of an answer is read as is asked for', async () => {
  const url = await endpoint((_, response) => response.end(JSON.stringify({ filler: 'x'.repeat(60_000), ok: true })));
  const read = async (readBytes: number) => {
    const result = await sender().send({ ...hook(url), readBytes });
    return 'status' in result ? result.body : null;
  };
  expect(JSON.parse((await read(64 * 1024))!)).toMatchObject({ ok: true });
  expect(await read(1_000)).toHaveLength(1_000);
});

test('of a gigabyte no more is taken than was to be read, and the connection is closed', async () => {
  let poured = 0;
  const { promise: closed, resolve: noteClosed } = promiseOfClose();
  const url = await endpoint((_, response) => {
    response.writeHead(200, { 'content-length': String(1024 ** 3) });
    const pour = () => {
      while (!response.destroyed && poured < 1024 ** 3 && response.write(Buffer.alloc(64 * 1024))) poured += 64 * 1024;
    };
    response.on('drain', pour);
    response.on('close', noteClosed);
    pour();
  });
  expect(await sender().send({ ...hook(url), readBytes: 64 * 1024 })).toMatchObject({ status: 200 });
  await closed;
  expect(poured).toBeLessThan(64 * 1024 ** 2);
});

test('an answer of a byte now and then is cut off by the time-out, whatever part of it drips', async () => {
  const drip = (text: string) => (request: IncomingMessage) => {
    const bytes = [...text];
    const timer = setInterval(() => void request.socket.write(bytes.shift() ?? 'x'), 20);
    request.socket.on('close', () => clearInterval(timer));
    request.socket.on('error', () => undefined);
  };
  const inHeaders = await endpoint(drip(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(10_000)}`));
  expect(await sender().send(hook(inHeaders, 200))).toMatchObject({ error: expect.stringMatching(/^timeout: /) });
  const inBody = await endpoint((_, response) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  });
  expect(await sender().send(hook(inBody, 300))).toMatchObject({ status: 200 });
});

test('endless headers are a failed try', async () => {
  const url = await endpoint((request) => {
    const line = `x-more: ${'a'.repeat(1_000)}\r\n`;
    request.socket.on('error', () => undefined);
    request.socket.write('HTTP/1.1 200 OK\r\n');
    const pour = () => {
      while (!request.socket.destroyed && request.socket.write(line));
    };
    request.socket.on('drain', pour);
    pour();
  });
  expect(await sender().send(hook(url))).toMatchObject({
    error: expect.stringMatching(/^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW): /),
  });
});

test.each([
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['binary', '\0\x01\x02\xff\xfe'.repeat(100)],
  ['a status that is none', 'HTTP/1.1 abc\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
])('garbage is an error, not an exception: %s', async (_name, text) => {
  const url = await endpoint((request) => request.socket.end(text));
  expect(await sender().send(hook(url))).toMatchObject({ error: expect.any(String) });
});

test.each([
  ['a line break in a value', { 'x-a': 'b\r\nx-injected: yes' }],
  ['a bare line feed', { 'x-a': 'b\nx-injected: yes' }],
  ['a bare carriage return', { 'x-a': 'b\rx-injected: yes' }],
  ['NUL', { 'x-a': 'b\0' }],
  ['a line break in a name', { 'x-a\r\nx-injected': 'yes' }],
  ['a space in a name', { 'x a': 'yes' }],
  ['another framing', { 'transfer-encoding': 'chunked' }],
  ['another length', { 'content-length': '1' }],
])('%s is refused before anything is sent', async (_name, headers) => {
  const url = await endpoint((_, response) => response.end());
  const result = await sender().send({ ...hook(url), headers: { ...headers } });
  expect(result).toMatchObject({ error: expect.any(String) });
  expect(requests).toHaveLength(0);
});

test('line breaks in a URL end up in no request line', async () => {
  const url = await endpoint((_, response) => response.end());
  await sender().send(hook(`${url}/a\r\nx-injected: yes\r\n?b=\r\nc`));
  expect(requests.map(({ headers }) => headers['x-injected'])).toEqual(requests.map(() => undefined));
  expect(requests.every(({ url: path }) => !/[\r\n]/.test(path ?? ''))).toBe(true);
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
