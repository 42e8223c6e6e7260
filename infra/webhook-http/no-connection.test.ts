import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAddressFilter, type AddressFilter } from './address-filter';
import { createWebhookSender } from './http-sender';

let server: Server;
let port: number;
let accepted = 0;
/** Every attempt to connect that this process makes, to whatever address. */
let attempts = 0;
const sockets = createHook({
  init: (_id, type) => {
    if (type === 'TCPCONNECTWRAP') attempts += 1;
  },
});

beforeAll(async () => {
  // All of this machine's own addresses, IPv4 and IPv6, as far as it has them.
  server = createServer((_request, response) => response.setHeader('connection', 'close').end('inside')).listen(0);
  server.on('connection', () => (accepted += 1));
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  accepted = 0;
  attempts = 0;
  sockets.enable();
});
afterEach(() => sockets.disable());

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const HOSTS = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '%31%32%37.0.0.1',
  '\uff11\uff12\uff17.0.0.1',
  '127\u30020\u30020\u30021',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
  'localhost',
  'localhost.',
  'LOCALHOST',
  'a.localhost',
  'good.example@127.0.0.1',
  'user:password@localhost',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fc00::1]',
  '[ff02::1]',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.0.192',
];

const nothing = createAddressFilter('');
/** Lets every URL through, so that only the check at connection is left. */
const anyUrl: AddressFilter = { ...nothing, checkUrl: () => ({ ok: true }) };

async function send(
  url: string,
  filter: AddressFilter,
  resolve?: Parameters<typeof createWebhookSender>[0]['resolve'],
) {
  const sender = createWebhookSender({ filter, ...(resolve && { resolve }) });
  try {
    return await sender.send({ method: 'POST', url, body: '{}', headers: {}, timeoutMs: 2_000 });
  } finally {
    await sender.close();
  }
}

describe.each(['http', 'https'])('over %s', (scheme) => {
  test.each(HOSTS)('no connection goes to %s', async (host) => {
    const url = `${scheme}://${host}:${port}/hook`;
    expect(await send(url, nothing)).toMatchObject({ error: expect.stringMatching(/^address_refused: /) as string });
    // A name in capitals or with a full stop at its end is looked up, and what it stands for is refused then.
    expect(await send(url, anyUrl)).toHaveProperty('error');
    expect({ attempts, accepted }).toEqual({ attempts: 0, accepted: 0 });
  });
});

test.each([
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/_x',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'ws://127.0.0.1/',
  'unix:/run/x.sock',
  '//127.0.0.1/',
  'https:///127.0.0.1/',
  'http://',
])('no connection is made for %s', async (url) => {
  expect(await send(url, nothing)).toMatchObject({ error: expect.stringMatching(/^address_refused: /) as string });
  expect(await send(url, anyUrl)).toHaveProperty('error');
  expect(attempts).toBe(0);
});

test('a name that resolves to addresses that are not allowed is reached at none of them', async () => {
  const allowed = createAddressFilter('127.0.0.2/32');
  const result = await send(
    `http://hook.example:${port}/`,
    { ...allowed, checkUrl: () => ({ ok: true }) },
    (_name, _options, done) =>
      done(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]),
  );
  expect(result).toMatchObject({ error: expect.stringMatching(/^address_refused: /) as string });
  expect(attempts).toBe(0);
});

test('a resolver that changes its answer is asked once for a connection, and its second answer is judged as the first', async () => {
  const allowed = createAddressFilter('127.0.0.2/32');
  const answers = ['127.0.0.2', '127.0.0.1', '169.254.169.254', '::ffff:127.0.0.1'];
  let looked = 0;
  const sender = createWebhookSender({
    filter: { ...allowed, checkUrl: () => ({ ok: true }) },
    resolve: (_name, _options, done) => {
      const address = answers[looked]!;
      looked += 1;
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    },
  });
  const ask = () =>
    sender.send({ method: 'POST', url: `http://rebinding.example:${port}/`, body: '', headers: {}, timeoutMs: 2_000 });
  expect(await ask()).toMatchObject({ status: 200 });
  expect({ looked, attempts, accepted }).toEqual({ looked: 1, attempts: 1, accepted: 1 });
  for (let more = 1; more < answers.length; more += 1) {
    expect(await ask()).toMatchObject({ error: expect.stringMatching(/^address_refused: /) as string });
  }
  expect({ looked, attempts, accepted }).toEqual({ looked: 4, attempts: 1, accepted: 1 });
  await sender.close();
});
