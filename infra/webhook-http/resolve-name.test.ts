import { createSocket, type Socket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createNameResolver, type NameResolverOptions } from './resolve-name';

const TYPE_A = 1;
const TYPE_AAAA = 28;
const ADDRESSES: Record<string, { readonly v4?: string; readonly v6?: string }> = {
  'both.example': { v4: '192.0.2.1', v6: '2001:db8::1' },
  'only-four.example': { v4: '192.0.2.2' },
  'only-six.example': { v6: '2001:db8::2' },
};

let server: Socket;
let servers: string[];
let asked: string[];
/** Questions about names that begin with "hang": each is answered when it is called, if it is. */
let held: (() => void)[];

beforeEach(async () => {
  [asked, held] = [[], []];
  server = createSocket('udp4').bind(0, '127.0.0.1');
  server.on('message', (question, from) => {
    const { name, answer } = answerTo(question);
    asked.push(name);
    const reply = () => server.send(answer, from.port, from.address);
    if (name.startsWith('hang')) held.push(reply);
    else reply();
  });
  await once(server, 'listening');
  servers = [`127.0.0.1:${server.address().port}`];
});

afterEach(async () => {
  server.close();
  await once(server, 'close');
});

function resolver(options: NameResolverOptions = {}) {
  const resolve = promisify(createNameResolver({ servers, timeoutMs: 30_000, ...options }));
  return (name: string): Promise<LookupAddress[]> => resolve(name, { all: true });
}

/** An answer of one address at most, or that there is no such name. */
function answerTo(question: Buffer): { readonly name: string; readonly answer: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at]!; length > 0; length = question[at]!) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join('.');
  const type = question.readUInt16BE(at + 1);
  const known = ADDRESSES[name];
  const address = type === TYPE_A ? known?.v4 : type === TYPE_AAAA ? known?.v6 : undefined;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  [1, address ? 1 : 0, 0, 0].forEach((count, n) => header.writeUInt16BE(count, 4 + 2 * n));
  const parts = [header, question.subarray(12, at + 5)];
  if (address) {
    const data = type === TYPE_A ? Buffer.from(address.split('.').map(Number)) : sixteenBytes(address);
    parts.push(Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data);
  }
  return { name, answer: Buffer.concat(parts) };
}

/** Of `2001:db8::n`. */
function sixteenBytes(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(0x20010db8);
  bytes[15] = Number(address.split('::')[1]);
  return bytes;
}

test('names whose servers do not answer stall no other name, however many', async () => {
  const resolve = resolver();
  let settled = 0;
  const hanging = Array.from({ length: 50 }, (_, n) =>
    resolve(`hang-${n}.example`)
      .catch(() => undefined)
      .finally(() => (settled += 1)),
  );
  expect(await resolve('both.example')).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '2001:db8::1', family: 6 },
  ]);
  expect(await resolve('localhost')).toContainEqual({ address: '127.0.0.1', family: 4 });
  expect(settled).toBe(0);
  while (settled < hanging.length) {
    for (const reply of held.splice(0)) reply();
    await new Promise(setImmediate);
  }
});

test('a name server that never answers is given up', async () => {
  await expect(resolver({ timeoutMs: 50 })('hang.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
});

test('names of one family only, and names that do not exist', async () => {
  const resolve = resolver();
  expect(await resolve('only-four.example')).toEqual([{ address: '192.0.2.2', family: 4 }]);
  expect(await resolve('ONLY-six.example.')).toEqual([{ address: '2001:db8::2', family: 6 }]);
  await expect(resolve('nobody.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test.each(['localhost', 'LOCALHOST.', '127.0.0.1', '::1'])('%s is asked of no name server', async (name) => {
  const found = await resolver()(name);
  expect(found.map(({ address }) => address)).toContain(name.includes(':') ? '::1' : '127.0.0.1');
  expect(asked).toEqual([]);
});

test('what the hosts file knows is asked of no name server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hosts-'));
  const hostsFile = join(folder, 'hosts');
  try {
    await writeFile(hostsFile, '# both.example\n192.0.2.9  Other.Example listed.example # here\n');
    const resolve = resolver({ hostsFile });
    // The system's own hosts file does not know it.
    await resolve('listed.example').catch(() => undefined);
    await resolve('other.example').catch(() => undefined);
    expect(asked).toEqual([]);
    expect(await resolve('both.example')).toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true });
  }
});
