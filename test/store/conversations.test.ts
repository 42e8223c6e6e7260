import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { recordEnd, storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { storeConversationEvent } from '../../infra/db/attempts/conversation-events';
import type { AttemptRow } from '../../infra/db/line-tables';
import { callEventData } from '../../infra/db/deliveries/event-data';
import { newestEvent } from '../../infra/db/deliveries/past-events';
import { createLogger } from '../../infra/observability/logger';
import { ProviderEvents } from '../../services/wiring/provider-events';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd } from '../setup/fake-provider';
import { deliveriesTo, heardBy, newEndpoint, newOrganization } from '../setup/listening-endpoints';

const SOURCE = { provider: 'simulator', accountId: null };

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterEach(() => world.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());
afterAll(() => world.drop());

async function newCall(): Promise<AttemptRow> {
  const campaign = await world.newCampaign();
  return claimedCall(await world.claimNew(campaign.id)).attempt;
}

const turn = (text: string, speaker: 'agent' | 'contact', atS: number | null = null) => ({
  type: 'transcript' as const,
  transcript: { text, speaker, complete: false, atS },
});
const whole = (text: string) => ({
  type: 'transcript' as const,
  transcript: { text, speaker: null, complete: true, atS: null },
});
const intent = (name: string) => ({ type: 'intent' as const, intent: { name, confidence: 0.9 } });
const entity = (name: string, value: unknown) => ({
  type: 'entity' as const,
  entity: { name, value, confidence: null },
});

type Report =
  ReturnType<typeof turn> | ReturnType<typeof whole> | ReturnType<typeof intent> | ReturnType<typeof entity>;

const tell = ({ reference }: AttemptRow, report: Report, eventId: string | null = null) =>
  storeConversationEvent(world.db, { reference, eventId, ...report }, SOURCE);

const finish = async ({ id }: AttemptRow, outcome: Record<string, unknown> = {}) => {
  await recordEnd(world.db, id, callEnd({ outcome }));
  await recordOutcome(world.db, { attemptId: id, now: Date.now() });
};

const stored = ({ id }: AttemptRow) =>
  world.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

test('each piece of a conversation is announced at once, with its call', async () => {
  const endpointId = await newEndpoint(world.db);
  const call = await newCall();
  await tell(call, turn('I want to buy.', 'contact', 4));
  await tell(call, intent('buy'));
  await tell(call, entity('amount', 3));
  const events = await heardBy(world.db, endpointId);
  expect(events.map(({ type }) => type)).toEqual([
    'conversation.transcript',
    'conversation.intent_detected',
    'conversation.entity_captured',
  ]);
  expect(events[0]!.data['transcript']).toEqual({
    text: 'I want to buy.',
    speaker: 'contact',
    complete: false,
    at_s: 4,
  });
  expect(events[1]!.data['intent']).toEqual({ name: 'buy', confidence: 0.9 });
  expect(events[2]!.data['entity']).toEqual({ name: 'amount', value: 3, confidence: null });
  expect(events[2]!.data.call).toMatchObject({
    call_id: call.id,
    transcript: 'contact: I want to buy.',
    post_call_outcomes: { intents: ['buy'], entities: { amount: 3 } },
  });
  for (const { due_at, attempt_id, line_id } of await deliveriesTo(world.db, endpointId)) {
    expect(due_at!.getTime()).toBeLessThanOrEqual(Date.now());
    expect([attempt_id, line_id]).toEqual([call.id, call.line_id]);
  }
});

test('reported twice, in any order, before and after the end, it is told once and the outcome has all of it', async () => {
  const endpointId = await newEndpoint(world.db);
  const text = 'agent: Hello\ncontact: Two, please.';
  const steps = [whole(text), whole(text), intent('buy'), intent('buy'), entity('n', { b: 2, a: 1 }), 'end'] as const;
  const order = fc.shuffledSubarray([...steps], { minLength: steps.length, maxLength: steps.length });
  await fc.assert(
    fc.asyncProperty(order, async (shuffled) => {
      const call = await newCall();
      const end = { summary: 'Two sold.', intents: ['buy'], entities: { n: { a: 1, b: 2 } }, transcript: null };
      for (const step of shuffled) await (step === 'end' ? finish(call, end) : tell(call, step, randomUUID()));
      const told = (await deliveriesTo(world.db, endpointId)).filter(({ attempt_id }) => attempt_id === call.id);
      const types = told.map(({ event_type }) => event_type).filter((type) => type !== 'call.ended');
      expect(types.sort()).toEqual([
        'conversation.entity_captured',
        'conversation.intent_detected',
        'conversation.transcript',
      ]);
      const outcome = { summary: 'Two sold.', intents: ['buy'], entities: { n: { a: 1, b: 2 } }, transcript: text };
      expect((await stored(call)).outcome).toEqual(outcome);
    }),
    { numRuns: 15 },
  );
});

test('reports that come at the same time lose nothing of each other', async () => {
  const call = await newCall();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all([...names.map((name) => tell(call, intent(name))), finish(call, { summary: 'Short.' })]);
  const { outcome } = await stored(call);
  expect(outcome).toMatchObject({ summary: 'Short.' });
  expect([...(outcome!['intents'] as string[])].sort()).toEqual(names);
});

test('what only the end of a call tells of the conversation is announced too, once', async () => {
  const endpointId = await newEndpoint(world.db, {
    events: ['conversation.transcript', 'conversation.intent_detected'],
  });
  const call = await newCall();
  await finish(call, { transcript: 'agent: Bye', intents: [{ name: 'leave', score: 1 }] });
  await recordOutcome(world.db, { attemptId: call.id, now: Date.now() });
  await tell(call, whole('agent: Bye'));
  const events = await heardBy(world.db, endpointId);
  expect(events.map(({ data }) => data['transcript'] ?? data['intent'])).toEqual([
    { text: 'agent: Bye', speaker: null, complete: true, at_s: null },
    { name: 'leave', confidence: null },
  ]);
});

test('a transcript that comes after the end is in the outcome and in the fields of the call', async () => {
  const endpointId = await newEndpoint(world.db, { events: ['conversation.transcript'] });
  const call = await newCall();
  await finish(call, { summary: 'Short.' });
  const before = await stored(call);
  await tell(call, whole('agent: Hello'));
  const after = await stored(call);
  expect(after).toMatchObject({ status: 'ended', outcome: { summary: 'Short.', transcript: 'agent: Hello' } });
  expect([after.ended_at, after.recorded_at, after.next_step]).toEqual([
    before.ended_at,
    before.recorded_at,
    before.next_step,
  ]);
  const [event] = await heardBy(world.db, endpointId);
  expect(event!.data.call).toMatchObject({ transcript: 'agent: Hello', summary: 'Short.', status: 'completed' });
});

test('turns make a transcript in the order in which they were said, unless there is a whole one', async () => {
  const call = await newCall();
  await tell(call, turn('Yes.', 'contact', 7), 'c');
  await tell(call, turn('Are you in?', 'agent', 2), 'a');
  await tell(call, turn('Yes.', 'contact', 5), 'b');
  await tell(call, turn('Yes.', 'contact', 5), 'b');
  const transcript = async () => (await callEventData(world.db, call.id)).call!['transcript'];
  expect(await transcript()).toBe('agent: Are you in?\ncontact: Yes.\ncontact: Yes.');
  await finish(call, { transcript: 'all of it' });
  await tell(call, turn('Late.', 'agent', 9), 'd');
  expect(await transcript()).toBe('all of it');
});

test('the event of a turn tells that turn, and not again what was said before', async () => {
  const endpointId = await newEndpoint(world.db, { events: ['conversation.transcript'] });
  const call = await newCall();
  await tell(call, turn('Are you in?', 'agent', 2));
  await tell(call, turn('Yes.', 'contact', 5));
  await tell(call, whole('all of it'));
  await tell(call, turn('Late.', 'agent', 9));
  const events = await heardBy(world.db, endpointId);
  expect(events.map(({ data }) => (data['transcript'] as { text: string }).text)).toEqual([
    'Are you in?',
    'Yes.',
    'all of it',
    'Late.',
  ]);
  expect(events.map(({ data }) => data.call!['transcript'])).toEqual([null, null, 'all of it', null]);
  expect(JSON.stringify(events[3])).not.toContain('all of it');
});

test('a transcript is told once in the call, and not in its outcome too', async () => {
  const endpointId = await newEndpoint(world.db, { events: ['call.ended'] });
  const call = await newCall();
  await finish(call, { transcript: 'agent: Bye', summary: 'Short.' });
  const [event] = await heardBy(world.db, endpointId);
  expect(event!.data.call).toMatchObject({ transcript: 'agent: Bye', post_call_outcomes: { summary: 'Short.' } });
  expect(JSON.stringify(event).split('agent: Bye')).toHaveLength(2);
});

test('an end that tells of thousands of things is recorded with a handful of statements', async () => {
  const endpointId = await newEndpoint(world.db, { events: ['conversation.entity_captured'] });
  const entities = (count: number) => Object.fromEntries([...Array(count).keys()].map((n) => [`e${n}`, `value ${n}`]));
  const statements: number[] = [];
  for (const count of [1, 3_000]) {
    const call = await newCall();
    await recordEnd(
      world.db,
      call.id,
      callEnd({ outcome: { transcript: 'x'.repeat(40_000), entities: entities(count) } }),
    );
    let counted = 0;
    const counting = world.db.withPlugin({
      transformQuery: ({ node }) => {
        counted += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    await recordOutcome(counting, { attemptId: call.id, now: Date.now() });
    statements.push(counted);
    expect((await stored(call)).outcome!['entities']).toEqual(entities(count));
  }
  expect(statements[1]).toBe(statements[0]);
  const events = await heardBy(world.db, endpointId);
  expect(events).toHaveLength(1 + 99);
  expect(events[0]!.data.call).toMatchObject({ transcript: null, post_call_outcomes: null, status: 'completed' });
  expect(JSON.stringify(events[99]).length).toBeLessThan(5_000);
});

test('the newest piece of a conversation is one of the own organization, and of the campaign that is asked for', async () => {
  const [older, newer] = [await newCall(), await newCall()];
  await tell(older, turn('First.', 'agent', 1));
  await tell(older, turn('Older.', 'agent', 2));
  await tell(newer, turn('Newer.', 'agent', 3));
  const newest = async (organizationId: number, campaignId: number | null) =>
    (await newestEvent(world.db, { organizationId, campaignId }, 'conversation.transcript'))?.data;
  expect(await newest(1, null)).toMatchObject({ transcript: { text: 'Newer.' }, call: { transcript: null } });
  expect(await newest(1, older.campaign_id)).toMatchObject({ transcript: { text: 'Older.' } });
  expect(await newest(await newOrganization(world.db), older.campaign_id)).toBeUndefined();
});

test('what cannot be stored as it came is stored all the same', async () => {
  const endpointId = await newEndpoint(world.db);
  const call = await newCall();
  await tell(call, whole('a\0b \ud800 c\\u0000'));
  const end = callEnd({ outcome: { 'sum\0mary': '\udfff' } });
  const { reference } = call;
  await storeProviderEvent(world.db, { type: 'ended', reference, providerCallId: null, end }, SOURCE);
  expect((await stored(call)).outcome).toEqual({ 'sum\ufffdmary': '\ufffd', transcript: 'a\ufffdb \ufffd c\\u0000' });
  expect(await heardBy(world.db, endpointId)).toHaveLength(1);
});

test('another organization hears nothing, and where nobody listens only the conversation is kept', async () => {
  const foreign = await newEndpoint(world.db, { organizationId: await newOrganization(world.db) });
  const before = await world.db.selectFrom('deliveries').select('id').execute();
  const call = await newCall();
  await tell(call, intent('buy'));
  expect(await heardBy(world.db, foreign)).toEqual([]);
  expect(await world.db.selectFrom('deliveries').select('id').execute()).toHaveLength(before.length);
  const kept = await world.db.selectFrom('conversation_events').selectAll().where('attempt_id', '=', call.id).execute();
  expect(kept).toMatchObject([{ organization_id: 1, type: 'intent', data: { name: 'buy' } }]);
});

test('the contact is told of the end of its call only', async () => {
  const told: number[] = [];
  const contacts = {
    callEnded: (_campaign: number, _line: number, attemptId: number) => Promise.resolve(told.push(attemptId) > 0),
  };
  const events = new ProviderEvents(world.db, contacts, createLogger('test', 'silent'));
  const { id, reference } = await newCall();
  await events.ingest({ reference, eventId: 'e-1', ...intent('buy'), providerCallId: null }, SOURCE);
  expect(told).toEqual([]);
  await events.ingest({ reference, providerCallId: 'p-1', type: 'ended', end: callEnd() }, SOURCE);
  await events.ingest({ reference, eventId: 'e-2', ...whole('all'), providerCallId: null }, SOURCE);
  expect(told).toEqual([id]);
});

test('a conversation of a call that nobody asked for changes nothing', async () => {
  const before = await world.db.selectFrom('conversation_events').select('id').execute();
  await storeConversationEvent(world.db, { reference: randomUUID(), eventId: null, ...intent('buy') }, SOURCE);
  expect(await world.db.selectFrom('conversation_events').select('id').execute()).toEqual(before);
});
