import { MockActivityEnvironment } from '@temporalio/testing';
import { createCallActivities } from '../../activities/call-activities';
import type { CampaignSettings } from '../../domain/campaign-settings';
import { setCampaignNumbers } from '../../infra/db/numbers/caller-numbers';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender, type WebhookSender } from '../../infra/webhook-http/http-sender';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { createPreCall } from '../../services/wiring/pre-call';
import type { CallReport } from '../../workflows/campaign/contract';
import type { PlaceCallInput, PlaceCallResult } from '../../workflows/contact/activity-interface';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { eventually } from '../setup/eventually';
import { FakeProvider, telephonyOf } from '../setup/fake-provider';
import { json, PreCallReceiver } from '../setup/pre-call-receiver';

let world: ClaimWorld;
let provider: FakeProvider;
let receiver: PreCallReceiver;
let sender: WebhookSender;
/** What the campaign's workflow hears, in order. */
let heard: CallReport[];
let lease = 1;
/** Calls that are asked about at once. */
let atOnce: number;
/** What waiting is, between tries and for room. */
let sleep: (ms: number) => Promise<void>;
let activities: ReturnType<typeof createCallActivities>;

beforeAll(async () => {
  world = await createClaimWorld();
  sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
});

beforeEach(async () => {
  provider = new FakeProvider();
  receiver = await PreCallReceiver.start();
  heard = [];
  atOnce = 10;
  sleep = () => Promise.resolve();
  await setAgent({ pre_call_webhook_url: receiver.url, webhook_direction: 'both', welcome_message: 'Hi {{ name }}' });
  activities = newActivities();
});

afterEach(async () => {
  await receiver.close();
  await world.endCalls('completed');
});

afterAll(async () => {
  await sender.close();
  await world.drop();
});

/** Those of one worker. */
function newActivities() {
  const preCall = createPreCall({ db: world.db, sender, atOnce });
  return createCallActivities({
    attempts: createAttemptStore(world.db, { maxCallMs: 60_000 }),
    preCall: { ask: (input) => preCall.ask(input, (ms) => sleep(ms)) },
    telephony: telephonyOf(provider),
    campaigns: {
      report: async (_: number, report: CallReport) => void heard.push(report),
      signal: async () => undefined,
    },
  });
}

async function setAgent(fields: object): Promise<void> {
  await world.db.updateTable('agents').set(fields).where('id', '=', world.agentId).execute();
}

async function newSlot(settings: Partial<CampaignSettings> = {}): Promise<PlaceCallInput> {
  const { id } = await world.newCampaign(settings);
  return { campaignId: id, lineId: await world.newLine(id), lease: lease++ };
}

function placeCall(input: PlaceCallInput, attempt = 1): Promise<PlaceCallResult> {
  return new MockActivityEnvironment({ attempt }).run(activities.placeCall, input);
}

/** Answers only when the test lets it: what comes between happens while the webhook is asked. */
function whileAsked(happens: () => Promise<unknown>): void {
  receiver.answer = async (response, question, count) => {
    await happens();
    await json({ call: { dynamic_variables: { name: 'Ada' } } })(response, question, count);
  };
}

test('the provider gets texts with the webhook’s variables in them, and the variables; never the metadata', async () => {
  const slot = await newSlot();
  const contact = { custom_variables: '{"plan":"free"}', metadata: '{"secret":"for nobody"}' };
  await world.db.updateTable('lines').set(contact).where('id', '=', slot.lineId).execute();
  receiver.answer = json({ call: { dynamic_variables: { name: 'Ada', plan: 'pro' } } });
  expect((await placeCall(slot)).kind).toBe('placed');
  const [call] = provider.calls;
  expect(call!.request).toMatchObject({ welcomeMessage: 'Hi Ada', variables: { name: 'Ada', plan: 'pro' } });
  expect(receiver.questions).toHaveLength(1);
  expect(receiver.questions[0]!.body).not.toMatch(/secret|free/);
  expect(JSON.stringify(call!.request)).not.toContain('secret');
});

test('nothing is reserved and no attempt is written while the webhook is asked', async () => {
  const slot = await newSlot({ pacing: { concurrency: 10, callsPerSecond: 1 } });
  let during: unknown[] = [];
  whileAsked(async () => {
    const paces = await world.db
      .selectFrom('dial_pace')
      .selectAll()
      .where('key', '=', `campaign:${slot.campaignId}`)
      .execute();
    during = [...paces, ...(await world.attempts(slot.campaignId))];
  });
  expect((await placeCall(slot)).kind).toBe('placed');
  expect(during).toEqual([]);
});

test('a number that is suppressed meanwhile is not dialled', async () => {
  const slot = await newSlot();
  const { to_number: number } = await world.line(slot.lineId);
  whileAsked(() =>
    world.db.insertInto('suppressions').values({ organization_id: 1, number, reason: 'test', source: 'api' }).execute(),
  );
  expect(await placeCall(slot)).toEqual({ kind: 'gone', status: 'suppressed' });
  expect(provider.calls).toEqual([]);
});

test.each(['pause', 'cancel', 'fail'] as const)('after a %s that comes meanwhile nobody is dialled', async (halt) => {
  const slot = await newSlot();
  whileAsked(() =>
    world.db.updateTable('campaigns').set({ halt_requested: halt }).where('id', '=', slot.campaignId).execute(),
  );
  expect(await placeCall(slot)).toEqual({ kind: 'held' });
  expect(provider.calls).toEqual([]);
  expect(await world.attempts(slot.campaignId)).toEqual([]);
});

test('a contact that is closed meanwhile is not dialled', async () => {
  const slot = await newSlot();
  whileAsked(() =>
    world.db
      .updateTable('lines')
      .set({ call_status: 'cancelled', ready: false, closed_at: new Date() })
      .where('id', '=', slot.lineId)
      .execute(),
  );
  expect(await placeCall(slot)).toEqual({ kind: 'gone', status: 'cancelled' });
  expect(provider.calls).toEqual([]);
});

test('fail_call: the attempt is over, and no provider was asked', async () => {
  const slot = await newSlot();
  receiver.answer = json({}, 500);
  expect(await placeCall(slot)).toMatchObject({ kind: 'ended', attemptNo: 1 });
  expect(receiver.questions).toHaveLength(3);
  expect(provider.calls).toEqual([]);
  // Repeated, it answers the same, and asks nobody.
  expect(await placeCall(slot, 2)).toMatchObject({ kind: 'ended', attemptNo: 1 });
  expect(receiver.questions).toHaveLength(3);
});

test('proceed: the call is made with what there is', async () => {
  const slot = await newSlot({ preCallFailure: 'proceed' });
  receiver.answer = json({}, 500);
  expect((await placeCall(slot)).kind).toBe('placed');
  expect(provider.calls[0]!.request.welcomeMessage).toBe('Hi {{ name }}');
  expect(await world.attempts(slot.campaignId)).toMatchObject([{ unresolved_variables: ['name'] }]);
});

test('a call that is held off gives its slot back, and takes no moment from the others', async () => {
  const slot = await newSlot({ pacing: { concurrency: 10, callsPerSecond: 1 } });
  receiver.answer = json({ call: { eligible: false, reason: 'Later' } });
  expect((await placeCall(slot)).kind).toBe('deferred');
  expect(heard).toMatchObject([{ lineStatus: 'deferred', lease: slot.lease }]);
  const key = `campaign:${slot.campaignId}`;
  expect(await world.db.selectFrom('dial_pace').selectAll().where('key', '=', key).execute()).toEqual([]);
});

test('an agent for inbound calls is not asked about ours', async () => {
  await setAgent({ webhook_direction: 'inbound' });
  expect((await placeCall(await newSlot())).kind).toBe('placed');
  expect(receiver.questions).toEqual([]);
});

test('a worker that dies while it asks: the next one asks again under the same id, and the call is made once', async () => {
  const slot = await newSlot();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  receiver.answer = async (response, question, count) => {
    if (count === 1) await woken;
    await json({})(response, question, count);
  };
  const first = placeCall(slot);
  await eventually(async () => expect(receiver.questions).toHaveLength(1));
  activities = newActivities();
  expect((await placeCall(slot, 2)).kind).toBe('placed');
  // It was not dead after all.
  wake();
  expect((await first).kind).toBe('placed');
  expect(provider.calls).toHaveLength(1);
  const ids = receiver.questions.map(({ headers }) => Object.fromEntries(headers)['webhook-id']);
  expect(ids).toEqual([`msg_pre_call_${slot.campaignId}_${slot.lease}`, ids[0]]);
});

test('a slot that has its attempt already is not asked about again', async () => {
  const slot = await newSlot();
  await placeCall(slot);
  expect((await placeCall(slot, 2)).kind).toBe('placed');
  expect(receiver.questions).toHaveLength(1);
  expect(provider.calls).toHaveLength(1);
});

test('a webhook that does not answer takes up so many calls of its organization and no more', async () => {
  atOnce = 1;
  activities = newActivities();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  whileAsked(() => woken);
  const first = placeCall(await newSlot());
  await eventually(async () => expect(receiver.questions).toHaveLength(1));
  const pauses: number[] = [];
  sleep = async (ms) => void pauses.push(ms);
  expect(await placeCall(await newSlot())).toEqual({ kind: 'held' });
  expect(heard).toMatchObject([{ lineStatus: 'held', noRoom: true }]);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(3_000);
  wake();
  expect((await first).kind).toBe('placed');
  expect((await placeCall(await newSlot())).kind).toBe('placed');
});

test('a call that finds no room to be asked about is asked about once another one ends, and keeps its slot', async () => {
  atOnce = 1;
  activities = newActivities();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  whileAsked(() => woken);
  const first = placeCall(await newSlot());
  await eventually(async () => expect(receiver.questions).toHaveLength(1));
  sleep = async () => {
    wake();
    await first;
  };
  expect((await placeCall(await newSlot())).kind).toBe('placed');
  expect(receiver.questions).toHaveLength(2);
  expect(heard).toEqual([]);
});

test('in a rotation a number whose agent has no webhook makes its call in its turn, and nobody is asked', async () => {
  const { id: _, ...like } = await world.db.selectFrom('agents').selectAll().executeTakeFirstOrThrow();
  const silent = await world.db
    .insertInto('agents')
    .values({ ...like, name: 'Silent', pre_call_webhook_url: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  const slot = await newSlot({
    rotation: { strategy: 'round_robin', callsPerNumber: 1, healthThreshold: null, fallback: 'pause' },
  });
  const from = [await world.newNumber('+16465550801', { agent: silent.id }), await world.newNumber('+16465550802')];
  const choices = from.map((phoneNumberId, sequence) => ({ phoneNumberId, sequence }));
  await world.db.transaction().execute((trx) => setCampaignNumbers(trx, slot.campaignId, choices));
  expect((await placeCall(slot)).kind).toBe('placed');
  expect(receiver.questions).toEqual([]);
  const next = { ...slot, lineId: await world.newLine(slot.campaignId), lease: lease++ };
  expect((await placeCall(next)).kind).toBe('placed');
  expect(receiver.questions).toHaveLength(1);
  const made = await world.attempts(slot.campaignId);
  expect(made.map(({ phone_number_id }) => phone_number_id)).toEqual(from);
});
