import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { newWebhookSecret } from '../../infra/webhook-http/standard-webhooks';
import { insertCallback, insertEndpoint, insertEvent } from '../setup/delivery-fixtures';
import { eventually } from '../setup/eventually';
import { createCliWorld, CTRL_C, type CliWorld } from './cli-world';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const SECRET = newWebhookSecret();
/** What a local stack allows. */
const ALLOWED = '127.0.0.0/8';
let receiver: Server;
let received: Received[];
let status: number;
let target: string;
let world: CliWorld;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end('answered');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
  world = await createCliWorld({ addresses: createAddressFilter(ALLOWED) });
  await withSecret(world);
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await world.close();
});
beforeEach(() => {
  received = [];
  status = 204;
});

async function withSecret({ api }: CliWorld): Promise<void> {
  await api.db.updateTable('organizations').set({ callback_secret: SECRET }).execute();
}
const verified = ({ headers, body }: Received): unknown =>
  new Webhook(SECRET).verify(body, headers as Record<string, string>);
const endpoints = () =>
  world.api.db.selectFrom('webhook_endpoints').selectAll().where('deleted_at', 'is', null).execute();

describe('listen, where the API reaches this machine', () => {
  const sender = createWebhookSender({ filter: createAddressFilter(ALLOWED) });
  afterAll(() => sender.close());

  /** As the worker for webhooks delivers it. */
  async function deliver(body: string, webhookId = 'msg_1') {
    const [endpoint] = await eventually(
      async () => {
        const found = await endpoints();
        return found.length > 0 ? found : null;
      },
      { timeoutMs: 20_000 },
    );
    const headers = { 'content-type': 'application/json', 'webhook-id': webhookId };
    return sender.send({ method: 'POST', url: endpoint!.url, body, headers, timeoutMs: 10_000 });
  }

  it('passes on every event, byte by byte and signed, and leaves no webhook behind', async () => {
    const running = world.start(['listen', '--forward-to', target]);
    const body = '{"type": "call.ended",  "data": {"name": "Zoë"}}';
    expect(await deliver(body)).toMatchObject({ status: 204 });
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toBe(body);
    expect(received[0]?.headers['webhook-id']).toBe('msg_1');
    expect(verified(received[0]!)).toMatchObject({ type: 'call.ended' });
    expect((await endpoints())[0]?.events).toContain('campaign.paused');
    running.child.kill('SIGINT');
    const { code, documents } = await running.ended;
    expect([code, documents]).toEqual([130, [{ event: 'call.ended', webhook_id: 'msg_1', answer: '204', ok: true }]]);
    expect(await endpoints()).toEqual([]);
  });

  it('keeps what the URL answers to itself: nothing is tried again', async () => {
    status = 500;
    const terminal = world.terminal(['listen', '--forward-to', target, '--event', 'call.failed']);
    expect(await deliver('{"type": "call.failed"}', 'msg_2')).toMatchObject({ status: 204 });
    await terminal.shows(/call\.failed\s+500\s+msg_2/);
    expect((await endpoints()).map(({ events }) => events)).toEqual([['call.failed']]);
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(await endpoints()).toEqual([]);
  });

  it('removes what an earlier one left behind that was killed', async () => {
    const killed = world.start(['listen', '--forward-to', target]);
    const [left] = await eventually(async () => ((await endpoints()).length > 0 ? endpoints() : null), {
      timeoutMs: 20_000,
    });
    killed.child.kill('SIGKILL');
    await killed.ended;
    const running = world.start(['listen', '--forward-to', target]);
    await eventually(async () => (await endpoints()).some(({ id }) => id !== left!.id), { timeoutMs: 20_000 });
    expect((await endpoints()).map(({ id }) => id)).not.toContain(left!.id);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
  });

  it('lets nobody post who does not know its address', async () => {
    const running = world.start(['listen', '--forward-to', target]);
    await deliver('{"type": "call.ended"}');
    const [endpoint] = await endpoints();
    const guessed = await fetch(new URL('/', endpoint!.url), {
      method: 'POST',
      body: '{}',
      headers: { 'webhook-id': 'x' },
    });
    expect(guessed.status).toBe(404);
    expect(received).toHaveLength(1);
    running.child.kill('SIGINT');
    await running.ended;
  });
});

describe('listen, where it does not', () => {
  let far: CliWorld;
  beforeAll(async () => {
    far = await createCliWorld();
    await withSecret(far);
  });
  afterAll(() => far.close());

  it('reads the log of deliveries: what comes from then on, once, oldest first', async () => {
    const { organizationId: organization_id, db } = far.api;
    const endpoint = await insertEndpoint(db, 'https://crm.example.com', { organization_id });
    await insertEvent(db, endpoint, { webhook_id: 'msg_before' });
    const running = far.start(['listen', '--forward-to', target]);
    await eventually(() => running.stderr().includes('Reading the log'), { timeoutMs: 20_000 });
    await eventually(
      async () => {
        await insertEvent(db, endpoint);
        return received.length > 0;
      },
      { timeoutMs: 20_000, intervalMs: 250 },
    );
    await insertCallback(db, 'https://crm.example.com/calls', { organization_id, webhook_id: 'msg_callback' });
    await eventually(() => running.stdout().includes('msg_callback'), { timeoutMs: 20_000 });
    running.child.kill('SIGINT');
    const { code, documents } = await running.ended;
    expect(code).toBe(130);
    const ids = documents.map(({ webhook_id }) => webhook_id);
    expect(ids).not.toContain('msg_before');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.at(-1)).toBe('msg_callback');
    expect(documents.at(-1)).toMatchObject({ event: 'call_status', ok: true });
    const stored = await db.selectFrom('deliveries').select('webhook_id').orderBy('id').execute();
    expect(stored.map(({ webhook_id }) => webhook_id).filter((id) => ids.includes(id))).toEqual(ids);
    for (const one of received) verified(one);
  });
});

it.each([
  ['no URL', ['--forward-to', 'nowhere'], 2, 'is no URL'],
  [
    'an event that does not exist',
    ['--forward-to', 'http://127.0.0.1:9', '--event', 'call.imagined'],
    2,
    'no such event',
  ],
])('listen refuses %s', async (_what, args, code, said) => {
  const ran = await world.run(['listen', ...args]);
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(said)]);
});
