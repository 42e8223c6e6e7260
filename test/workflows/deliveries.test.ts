import type { ServerResponse } from 'node:http';
import { replayDelivery } from '../../infra/db/deliveries/replays';
import type { WebhookEndpointRow } from '../../infra/db/webhook-tables';
import { newWebhookSecret } from '../../infra/webhook-http/standard-webhooks';
import { handOnDue } from '../../services/worker-webhooks/outbox';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { deliveryWorkflowId } from '../../workflows/delivery/contract';
import { workflowBundle } from '../setup/campaign-world';
import { insertEndpoint, insertEvent } from '../setup/delivery-fixtures';
import { eventually } from '../setup/eventually';
import { recordedRuns, replayRuns } from '../setup/histories';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';

const PATIENTLY = { timeoutMs: 20_000 };

let world: TimeSkippingWorld;
let receiver: WebhookReceiver;
let secrets: Record<string, string>;
const begun: number[] = [];

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

beforeEach(async () => {
  secrets = {};
  receiver = await startWebhookReceiver(secrets);
});

afterEach(async () => {
  await receiver.close();
  expect(receiver.unverified).toEqual([]);
});

afterAll(async () => {
  try {
    await replayDeliveries();
  } finally {
    await world.close();
  }
});

async function replayDeliveries(): Promise<void> {
  const runs = (await Promise.all(begun.map((id) => recordedRuns(world.client, deliveryWorkflowId(id))))).flat();
  expect(runs.length).toBeGreaterThan(0);
  await replayRuns(runs, await workflowBundle());
}

async function endpointAt(path: string, columns: Partial<WebhookEndpointRow> = {}): Promise<WebhookEndpointRow> {
  const endpoint = await insertEndpoint(world.db, `${receiver.url}${path}`, columns);
  secrets[path] = endpoint.secret;
  return endpoint;
}

async function eventsFor(endpoint: WebhookEndpointRow, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await insertEvent(world.db, endpoint));
  begun.push(...ids);
  return ids;
}

/** What the worker does twice a second. */
async function handOn(): Promise<void> {
  const { db, client, logger } = world;
  while ((await handOnDue({ db, client, logger, clock: world.now })) > 0);
}

const answerWith = (status: number, headers = {}) =>
  receiver.answerWith((response) => response.writeHead(status, headers).end());

async function statusesOf(ids: readonly number[]): Promise<string[]> {
  const rows = await world.db
    .selectFrom('deliveries')
    .select('status')
    .where('id', 'in', [...ids])
    .execute();
  return [...new Set(rows.map(({ status }) => status))];
}

async function expectAll(ids: readonly number[], status: string): Promise<void> {
  await eventually(async () => expect(await statusesOf(ids)).toEqual([status]), PATIENTLY);
}

/** As time passes: a try that skipped time has cut off is made again, some time later. */
async function expectInTime(ids: readonly number[], status: string): Promise<void> {
  for (let hour = 0; hour < 24 && (await statusesOf(ids)).some((each) => each !== status); hour += 1) {
    await handOn();
    await world.sleep('1 hour');
  }
  await expectAll(ids, status);
}

async function webhookIdsOf(ids: readonly number[]): Promise<string[]> {
  const rows = await world.db
    .selectFrom('deliveries')
    .select('webhook_id')
    .where('id', 'in', [...ids])
    .execute();
  return rows.map((row) => row.webhook_id).sort();
}

const handleOf = (id: number) => world.client.workflow.getHandle(deliveryWorkflowId(id));

test('a receiver that is down for an hour gets all of them after, each under the id it had', async () => {
  const ids = await eventsFor(await endpointAt('/down'), 12);
  answerWith(503);
  await handOn();
  await world.sleep('1 hour');
  expect(await statusesOf(ids)).toEqual(['pending']);
  const before = receiver.received.map(({ id }) => id);
  expect(before.length).toBeGreaterThan(12);
  answerWith(200);
  await expectInTime(ids, 'delivered');
  const after = receiver.received.slice(before.length).map(({ id }) => id);
  const expected = await webhookIdsOf(ids);
  expect([...new Set(after)].sort()).toEqual(expected);
  for (const id of before) expect(expected).toContain(id);
  await eventually(async () => expect((await handleOf(ids[0]!).describe()).status.name).toBe('COMPLETED'), PATIENTLY);
  expect(await handleOf(ids[0]!).result()).toBe('delivered');
});

test('a slow endpoint of one organization delays no delivery of another, and no call', async () => {
  const held: ServerResponse[] = [];
  receiver.answerWith((response, { path }) => {
    if (path.startsWith('/slow')) held.push(response);
    else response.writeHead(204).end();
  });
  const slow = await eventsFor(await endpointAt('/slow', { timeout_s: 30 }), 40);
  await handOn();
  // They hold on for thirty seconds.
  await eventually(() => expect(held.length).toBeGreaterThanOrEqual(8), PATIENTLY);
  expect(held.length).toBeLessThanOrEqual(16);

  const other = await insertOrganization();
  const quick = await eventsFor(await endpointAt('/quick', { organization_id: other }), 5);
  const neighbour = await eventsFor(await endpointAt('/neighbour'), 5);
  await handOn();
  await expectAll([...quick, ...neighbour], 'delivered');

  const { callback_secret } = await world.db
    .selectFrom('organizations')
    .select('callback_secret')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  secrets['/slow-callback'] = callback_secret;
  const callbacks = { callStatus: `${receiver.url}/slow-callback`, callSchedule: null, campaignStatus: null };
  const { id } = await world.startCampaign({
    settings: { callbacks, pacing: { concurrency: 1, callsPerSecond: null } },
  });
  const lineIds = await world.addLines(id, 3);
  await eventually(async () => {
    for (const lineId of lineIds) expect((await world.line(lineId)).call_status).toBe('completed');
  }, PATIENTLY);
  expect(await statusesOf(slow)).toEqual(['pending']);

  receiver.answerWith((response) => response.writeHead(204).end());
  for (const response of held) response.writeHead(204).end();
  await expectInTime(slow, 'delivered');
});

async function insertOrganization(): Promise<number> {
  const { id } = await world.db
    .insertInto('organizations')
    .values({ name: 'Another', callback_secret: newWebhookSecret() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

test('a contact does not live on for a dead callback; its delivery does', async () => {
  const { callback_secret } = await world.db
    .selectFrom('organizations')
    .select('callback_secret')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  secrets['/dead-callback'] = callback_secret;
  answerWith(500);
  const callbacks = { callStatus: `${receiver.url}/dead-callback`, callSchedule: null, campaignStatus: null };
  const campaign = await world.startCampaign({ settings: { callbacks } });
  const [lineId] = await world.addLines(campaign.id, 1);
  const contact = world.client.workflow.getHandle(contactWorkflowId(campaign.id, lineId!));
  await eventually(async () => expect((await contact.describe()).status.name).toBe('COMPLETED'), PATIENTLY);
  const { id } = await world.db
    .selectFrom('deliveries')
    .select('id')
    .where('line_id', '=', lineId!)
    .executeTakeFirstOrThrow();
  expect(await statusesOf([id])).toEqual(['pending']);
  begun.push(id);
  await world.sleep('10 seconds');
  await handOn();
  answerWith(200);
  await expectInTime([id], 'delivered');
  expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(1);
});

test('a retry limit and a total timeout hold', async () => {
  const limited = await eventsFor(await endpointAt('/limited', { retry_limit: 2 }), 1);
  const timed = await eventsFor(await endpointAt('/timed', { total_timeout_s: 900 }), 1);
  answerWith(500);
  await handOn();
  await world.sleep('1 hour');
  await expectAll([...limited, ...timed], 'failed');
  expect(receiver.at('/limited')).toHaveLength(3);
  const tries = await world.db
    .selectFrom('delivery_tries')
    .select('created_at')
    .where('delivery_id', '=', timed[0]!)
    .orderBy('id')
    .execute();
  const times = tries.map(({ created_at }) => created_at.getTime());
  expect(times.length).toBeGreaterThan(5);
  expect(times.at(-1)! - times[0]!).toBeLessThanOrEqual(900_000);
  expect(await handleOf(limited[0]!).result()).toBe('failed');
});

test('410 disables the endpoint: what waits for it ends', async () => {
  const endpoint = await endpointAt('/gone');
  const waiting = await eventsFor(endpoint, 2);
  answerWith(500);
  await handOn();
  await eventually(() => expect(receiver.received).toHaveLength(2), PATIENTLY);
  answerWith(410);
  const last = await eventsFor(endpoint, 1);
  await handOn();
  await expectAll([...waiting, ...last], 'failed');
  await world.sleep('2 hours');
  expect(await Promise.all([...waiting, ...last].map((id) => handleOf(id).result()))).toEqual(
    Array.from({ length: 3 }, () => 'failed'),
  );
});

test('a replay tries now: one that waits for its next try, and one that was given up', async () => {
  const [waiting] = await eventsFor(await endpointAt('/waiting'), 1);
  const [failed] = await eventsFor(await endpointAt('/failed', { retry_limit: 0 }), 1);
  answerWith(429, { 'retry-after': '3600' });
  await handOn();
  await expectAll([failed!], 'failed');
  await eventually(() => expect(receiver.received).toHaveLength(2), PATIENTLY);
  answerWith(200);
  for (const id of [waiting!, failed!]) expect(await replayDelivery(world.db, 1, id)).toBe('replayed');
  await handOn();
  await expectAll([waiting!, failed!], 'delivered');
  await eventually(async () => expect((await handleOf(waiting!).describe()).status.name).toBe('COMPLETED'), PATIENTLY);
  expect(receiver.received).toHaveLength(4);
});
