import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { changeCampaign } from '../api/line-fixtures';
import { eventually } from '../setup/eventually';
import { createCliWorld, CTRL_C, type CliWorld } from './cli-world';

let world: CliWorld;
beforeAll(async () => {
  world = await createCliWorld();
});
afterAll(() => world.close());

const endCampaign = (id: number) =>
  changeCampaign(world.api.db, id, { status: 'cancelled', ended_at: new Date(), updated_at: new Date() });
const add = (id: number, to_number: string) =>
  world.api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { to_number } });

describe('campaigns watch', () => {
  it('tells what happens as documents until the campaign ends', async () => {
    const id = await world.api.createCampaign({ name: 'Watched' });
    const running = world.start(['campaigns', 'watch', String(id)]);
    await eventually(() => running.stdout().includes('"event":"figures"'), { timeoutMs: 20_000 });
    await add(id, '+14155550001');
    await eventually(() => running.stdout().includes('+14155550001'), { timeoutMs: 20_000 });
    await endCampaign(id);
    const { code, documents, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(documents[0]).toMatchObject({ event: 'campaign', id: expect.any(String), data: { id, name: 'Watched' } });
    expect(documents.at(-1)).toMatchObject({ event: 'campaign', data: { status: 'cancelled' } });
  });

  it('draws a table on a terminal, and Ctrl-C ends it with 130', async () => {
    const id = await world.api.createCampaign({ name: 'Seen\u001b[2J' });
    const terminal = world.terminal(['campaigns', 'watch', String(id)]);
    await terminal.shows('Seen\\u001b[2J  waiting');
    await terminal.shows('0 contacts');
    await add(id, '+14155550001');
    await terminal.shows(/│ \d+\s+│ \+14155550001\s+│ queued/);
    await terminal.shows('1 contacts  1 queued');
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(terminal.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001b[?25l'));
  });

  it('of a campaign that is not there is 1', async () => {
    const { code, stderr } = await world.run(['campaigns', 'watch', '99999999']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[not_found]')]);
  });
});

describe('a stream that breaks', () => {
  let server: Server;
  let asked: IncomingMessage[];
  let answer: (response: ServerResponse, nth: number) => void;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      answer(response, asked.length);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
  });
  const watch = () => {
    const env = { EVERDIAL_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    return world.run(['campaigns', 'watch', '12'], { env });
  };
  const stream = (response: ServerResponse, ...chunks: (string | Buffer)[]): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks) response.write(chunk);
  };
  const FIRST = 'retry: 1\n\nid: 7\nevent: campaign\ndata: {"status": "waiting"}\n\n: alive\n\n';
  const LAST = 'id: 9\nevent: campaign\ndata: {"status": "cancelled"}\n\n';

  it('is gone on with behind the last event that came', async () => {
    answer = (response, nth) => {
      if (nth === 1) {
        stream(response, FIRST, 'id: 8\nevent: figures\ndata: {"half');
        setImmediate(() => response.destroy());
      } else if (nth === 2) response.destroy();
      else if (nth === 3) response.writeHead(503).end('away');
      else stream(response, LAST);
    };
    const { code, documents, stderr } = await watch();
    expect(code).toBe(0);
    expect(documents.map(({ id }) => id)).toEqual(['7', '9']);
    // What was begun and not ended counts as not come.
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '7', '7', '7']);
    expect(stderr).toMatch(/connection lost .*, trying again/);
  });

  it('is read whatever its chunks and line ends are', async () => {
    const bytes = Buffer.from(`${FIRST}event: lines\r\nid: 8\r\ndata: {"lines":\r\ndata: ["Zoë"]}\r\n\r\n${LAST}`);
    const chunks = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const next = (at: number): void => {
        if (at < chunks.length) response.write(chunks[at], () => setImmediate(next, at + 1));
      };
      next(0);
    };
    const { documents } = await watch();
    expect(documents).toEqual([
      { event: 'campaign', id: '7', data: { status: 'waiting' } },
      { event: 'lines', id: '8', data: { lines: ['Zoë'] } },
      { event: 'campaign', id: '9', data: { status: 'cancelled' } },
    ]);
  });

  it('ends when the key is refused meanwhile', async () => {
    answer = (response, nth) => {
      if (nth > 1) {
        response.writeHead(401).end('{"code": "invalid_key", "detail": "The key was revoked."}');
        return;
      }
      stream(response, FIRST);
      setImmediate(() => response.destroy());
    };
    const { code, stderr } = await watch();
    expect([code, stderr]).toEqual([4, expect.stringContaining('The key was revoked.')]);
  });
});
