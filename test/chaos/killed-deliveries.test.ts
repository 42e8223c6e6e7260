import { insertEndpoint, insertEvent } from '../setup/delivery-fixtures';
import { eventually } from '../setup/eventually';
import { openLines } from '../setup/open-lines';
import { RunningStack } from '../setup/running-stack';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';

const PATIENTLY = { timeoutMs: 150_000, intervalMs: 200 };
const EVENTS = 40;
const CONTACTS = 20;

let stack: RunningStack;
let receiver: WebhookReceiver;
const secrets: Record<string, string> = {};

beforeAll(async () => {
  stack = await RunningStack.start();
  receiver = await startWebhookReceiver(secrets);
});

afterAll(async () => {
  await receiver.close();
  await stack.stop();
});

test('the delivering worker dies in the middle: each event arrives at least once, under the id it had', async () => {
  await callbacksAreSignedAt('/callback');
  const endpoint = await insertEndpoint(stack.db, `${receiver.url}/events`);
  secrets['/events'] = endpoint.secret;
  // Answers that take a while: some deliveries are under way whenever the worker dies.
  receiver.answerWith((response) => void setTimeout(() => response.writeHead(204).end(), 500));
  const campaignId = await stack.createCampaign({
    call_status_callback: `${receiver.url}/callback`,
    concurrent_call_limit: 10,
  });
  for (let n = 0; n < EVENTS; n += 1) await insertEvent(stack.db, endpoint);
  for (let n = 0; n < CONTACTS; n += 1) await stack.addContact(campaignId, `+1555030${4000 + n}`);

  await eventually(() => expect(receiver.at('/events').length).toBeGreaterThan(3), PATIENTLY);
  await stack.killAndAwaitAnother('worker-webhooks');
  await eventually(() => expect(receiver.at('/callback').length).toBeGreaterThan(3), PATIENTLY);
  await stack.killAndAwaitAnother('worker-webhooks');

  await eventually(async () => expect(await openLines(stack.db, campaignId)).toBe(0), PATIENTLY);
  await eventually(async () => expect(await pending()).toBe(0), PATIENTLY);
  const stored = await stack.db.selectFrom('deliveries').select(['kind', 'status', 'webhook_id']).execute();
  expect(new Set(stored.map(({ status }) => status))).toEqual(new Set(['delivered']));
  expect(stored.filter(({ kind }) => kind === 'event').length).toBeGreaterThanOrEqual(EVENTS);
  expect(stored.filter(({ kind }) => kind === 'call_status').length).toBeGreaterThanOrEqual(CONTACTS);
  const arrived = new Set(receiver.received.map(({ id }) => id));
  expect([...arrived].sort()).toEqual(stored.map(({ webhook_id }) => webhook_id).sort());
  expect(receiver.unverified).toEqual([]);
});

async function callbacksAreSignedAt(path: string): Promise<void> {
  const { callback_secret } = await stack.db
    .selectFrom('organizations')
    .select('callback_secret')
    .executeTakeFirstOrThrow();
  secrets[path] = callback_secret;
}

async function pending(): Promise<number> {
  return (await stack.db.selectFrom('deliveries').select('id').where('status', '=', 'pending').execute()).length;
}
