import { eventually } from '../setup/eventually';
import { openLines } from '../setup/open-lines';
import { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 120_000, intervalMs: 200 };

let stack: RunningStack;

beforeAll(async () => {
  stack = await RunningStack.start();
});

afterAll(() => stack.stop());

test('the API dies between the row and the signal: the accepted contact is called all the same, once', async () => {
  const campaignId = await stack.createCampaign();
  await eventually(async () => expect(await campaignStatus(campaignId)).toBe('waiting'), PATIENTLY);
  // Temporal is frozen, so the signal cannot arrive before the API is killed.
  stack.signal('temporal', 'SIGSTOP');
  const number = '+15550101001';
  let lineId: number;
  try {
    lineId = await stack.addContact(campaignId, number);
    stack.signal('api', 'SIGKILL');
  } finally {
    stack.signal('temporal', 'SIGCONT');
  }
  await eventually(async () => expect(await stack.statusOf(lineId)).toBe('completed'), PATIENTLY);
  expect(await stack.callsTo(number)).toHaveLength(1);
});

test("the dialling worker dies after the request and before the provider's answer: no second call", async () => {
  const campaignId = await stack.createCampaign();
  const number = '+15550101002';
  await stack.fault({ mode: 'slow_accept', count: 1, delay_ms: 60_000 });
  const lineId = await stack.addContact(campaignId, number);
  await eventually(async () => expect(await stack.callsTo(number)).toHaveLength(1), PATIENTLY);
  await stack.killAndAwaitAnother('worker-calls');
  await eventually(async () => expect(await stack.statusOf(lineId)).toBe('completed'), PATIENTLY);
  expect(await stack.callsTo(number)).toHaveLength(1);
  expect(await attemptsOf(lineId)).toHaveLength(1);
});

test('the dialling worker dies between the row and the request: the contact is called, once', async () => {
  const campaignId = await stack.createCampaign();
  const number = '+15550101003';
  // The provider hangs: the row is written, and nobody can know whether the request arrives.
  stack.signal('simulator', 'SIGSTOP');
  let lineId: number;
  try {
    lineId = await stack.addContact(campaignId, number);
    await eventually(async () => expect(await attemptsOf(lineId)).toHaveLength(1), PATIENTLY);
    await stack.killAndAwaitAnother('worker-calls');
  } finally {
    stack.signal('simulator', 'SIGCONT');
  }
  await eventually(async () => expect(await stack.statusOf(lineId)).toBe('completed'), PATIENTLY);
  expect(await stack.callsTo(number)).toHaveLength(1);
});

test.each(['worker-campaigns', 'worker-calls', 'simulator', 'postgres', 'temporal', 'api'])(
  '%s dies under load: every accepted contact reaches its end, and no attempt has two calls',
  async (name) => {
    const campaignId = await stack.createCampaign({ concurrent_call_limit: 5 });
    const lineIds: number[] = [];
    for (let n = 0; n < 20; n += 1) lineIds.push(await stack.addContact(campaignId, `+1555020${4000 + n}`));
    await eventually(async () => expect(await openLines(stack.db, campaignId)).toBeLessThan(18), PATIENTLY);
    await stack.killAndAwaitAnother(name);
    await eventually(async () => expect(await openLines(stack.db, campaignId)).toBe(0), PATIENTLY);
    await expectEachAttemptAskedOnce(campaignId);
    expect(lineIds).toHaveLength(20);
    await eventually(async () => expect(await campaignStatus(campaignId)).toBe('waiting'), PATIENTLY);
  },
);

async function campaignStatus(campaignId: number): Promise<string> {
  const row = await stack.db.selectFrom('campaigns').select('status').where('id', '=', campaignId).executeTakeFirst();
  return row!.status;
}

async function attemptsOf(lineId: number) {
  return stack.db.selectFrom('attempts').selectAll().where('line_id', '=', lineId).execute();
}

async function expectEachAttemptAskedOnce(campaignId: number): Promise<void> {
  const attempts = await stack.db.selectFrom('attempts').selectAll().where('campaign_id', '=', campaignId).execute();
  const ledger = await stack.ledger();
  for (const attempt of attempts) {
    const asked = ledger.filter(({ reference }) => reference === attempt.reference);
    // An attempt that was never taken by the provider is no attempt, and has no call.
    expect(asked).toHaveLength(attempt.disposition === 'no_capacity' ? 0 : 1);
  }
}
