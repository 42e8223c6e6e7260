import { createServer, type AddressInfo, type Server } from 'node:net';
import { claimPort, type PortClaim } from './free-ports';

const claims: PortClaim[] = [];
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(claims.splice(0).map((claim) => claim.release()));
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function take(preferred: number): Promise<number> {
  const claim = await claimPort(preferred);
  claims.push(claim);
  return claim.port;
}

async function listen(host?: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

test('a port on which something listens is stepped over', async () => {
  const used = await listen('127.0.0.1');
  expect(await take(used)).toBeGreaterThan(used);
});

test('a port that is held on every address is stepped over', async () => {
  const used = await listen();
  expect(await take(used)).toBeGreaterThan(used);
});

test('claims made at once never get the same port, although nobody listens yet', async () => {
  const free = await listen('127.0.0.1');
  const ports = await Promise.all(Array.from({ length: 8 }, () => take(free)));
  expect(new Set(ports).size).toBe(8);
});

test('a released port is given again', async () => {
  const first = await claimPort(await listen('127.0.0.1'));
  await first.release();
  expect(await take(first.port)).toBe(first.port);
});
