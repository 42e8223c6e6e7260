import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { claimAttempt } from '../../infra/db/attempts/attempt-claim';
import { storeProviderEvent, type StoredEvent } from '../../infra/db/attempts/attempt-events';
import { reserveDialMoment } from '../../infra/db/attempts/dial-moment';
import { markLineDue } from '../../infra/db/lines/line-queue';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { createTestDatabase, type TestDatabase } from '../setup/database';
import { SIMULATOR } from '../setup/fake-provider';

let database: TestDatabase;
let lease = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureFirstOrganization(database.db, {
    apiKey: 'ed_test_key_0000000000000000',
    webhookToken: 'ed_test_token_000000000000',
    secretKey: Buffer.alloc(32, 7),
  });
});

afterAll(() => database.drop());

async function newCampaign(callsPerSecond: number | null = null): Promise<number> {
  const { id } = await database.db
    .insertInto('campaigns')
    .values({
      organization_id: 1,
      name: 'Test',
      type: 'dynamic',
      phone_number_id: 1,
      timezone: 'UTC',
      settings: JSON.stringify({ ...DEFAULT_SETTINGS, pacing: { concurrency: 5, callsPerSecond } }),
      status: 'in_progress',
      status_reason: null,
      halt_requested: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function newLine(campaignId: number): Promise<number> {
  const { id } = await database.db
    .insertInto('lines')
    .values({
      organization_id: 1,
      campaign_id: campaignId,
      to_number: '+15551234567',
      external_id: null,
      timezone: null,
      custom_variables: '{}',
      metadata: '{}',
      interaction_status: null,
      next_attempt_reason: null,
      closing_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const slotFor = (campaignId: number, lineId: number) => ({
  campaignId,
  lineId,
  lease: lease++,
  maxCallMs: 60_000,
  now: Date.now(),
});

test('tries for one slot that meet each other make one attempt', async () => {
  const campaignId = await newCampaign();
  const slot = slotFor(campaignId, await newLine(campaignId));
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimAttempt(database.db, slot)));
  expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
  expect(claims.filter(({ kind }) => kind === 'existing')).toHaveLength(7);
});

test('two slots for one line make one call: the second finds it taken', async () => {
  const campaignId = await newCampaign();
  const lineId = await newLine(campaignId);
  const claims = await Promise.all([
    claimAttempt(database.db, slotFor(campaignId, lineId)),
    claimAttempt(database.db, slotFor(campaignId, lineId)),
  ]);
  expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'gone']);
});

test('a line that is being called is never put back into the queue', async () => {
  const campaignId = await newCampaign();
  const lineId = await newLine(campaignId);
  await claimAttempt(database.db, slotFor(campaignId, lineId));
  expect(await markLineDue(database.db, { lineId, now: Date.now() })).toMatchObject({ kind: 'wait' });
  const line = await database.db.selectFrom('lines').select('ready').where('id', '=', lineId).executeTakeFirstOrThrow();
  expect(line.ready).toBe(false);
});

test('a moment too far ahead is not taken, so that the queue for the pace cannot grow for ever', async () => {
  const campaignId = await newCampaign(10);
  const waits: Array<number | null> = [];
  for (let n = 0; n < 40; n += 1) waits.push((await reserveDialMoment(database.db, campaignId, 1_000)).waitMs);
  const taken = waits.filter((wait) => wait !== null);
  expect(taken.length).toBeLessThan(20);
  expect(Math.max(...taken)).toBeLessThanOrEqual(1_000);
  const { next_at } = await database.db
    .selectFrom('dial_pace')
    .select('next_at')
    .where('key', '=', `campaign:${campaignId}`)
    .executeTakeFirstOrThrow();
  expect(next_at.getTime()).toBeLessThan(Date.now() + 1_500);
});

test('events may come twice and in any order: the final state is the same, and the end is told once', async () => {
  const campaignId = await newCampaign();
  const kinds = fc.shuffledSubarray(['ringing', 'answered', 'ended', 'ended', 'ringing', 'answered'] as const, {
    minLength: 6,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(kinds, async (order) => {
      const claim = await claimAttempt(database.db, slotFor(campaignId, await newLine(campaignId)));
      if (claim.kind !== 'claimed') throw new Error(`The claim was ${claim.kind}.`);
      const { attempt } = claim.call;
      const told = [];
      for (const type of order) told.push(await store(eventOf(type, attempt.reference)));
      expect(told.filter((ended) => ended !== null)).toHaveLength(1);
      const after = await database.db
        .selectFrom('attempts')
        .select(['status', 'disposition', 'provider_call_id'])
        .where('id', '=', attempt.id)
        .executeTakeFirstOrThrow();
      expect(after).toEqual({ status: 'ended', disposition: 'completed', provider_call_id: 'call-1' });
    }),
    { numRuns: 40 },
  );
});

test('who asked not to be called is suppressed, even when the call had been given up before', async () => {
  const campaignId = await newCampaign();
  const claim = await claimAttempt(database.db, slotFor(campaignId, await newLine(campaignId)));
  if (claim.kind !== 'claimed') throw new Error(`The claim was ${claim.kind}.`);
  const { reference } = claim.call.attempt;
  await store(eventOf('ended', reference));
  const late = { ...eventOf('ended', reference), end: { ...END, outcome: { do_not_call: true } } } as StoredEvent;
  expect(await store(late)).toBeNull();
  expect(await database.db.selectFrom('suppressions').select('number').execute()).toEqual([{ number: '+15551234567' }]);
});

test('an event of a call that nobody asked for changes nothing', async () => {
  expect(await store(eventOf('ended', randomUUID()))).toBeNull();
});

const store = (event: StoredEvent) => storeProviderEvent(database.db, event, SIMULATOR);

const END = { disposition: 'completed' as const, rawCode: 'test', durationS: 3, outcome: {} };

function eventOf(type: 'ringing' | 'answered' | 'ended', reference: string): StoredEvent {
  const head = { reference, providerCallId: 'call-1' };
  return type === 'ended' ? { ...head, type, end: END } : { ...head, type };
}
