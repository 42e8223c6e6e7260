import { MockActivityEnvironment } from '@temporalio/testing';
import { createCallActivities } from '../../activities/call-activities';
import { explainLine } from '../../domain/line-explanation';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { findPreCallTarget } from '../../infra/db/attempts/pre-call-target';
import { readLineFacts } from '../../infra/db/lines/line-explanation';
import { restAccount } from '../../infra/db/numbers/provider-rest';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import { createLogger } from '../../infra/observability/logger';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { shareCapacity } from '../../services/worker-campaigns/capacity-shares';
import type { PlaceCallResult } from '../../workflows/contact/activity-interface';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { FakeProvider, telephonyOf } from '../setup/fake-provider';

const SECOND_MS = 1_000;
const ROTATION = { strategy: 'round_robin', callsPerNumber: 1, healthThreshold: null, fallback: 'pause' } as const;

let world: ClaimWorld;
let provider: FakeProvider;
let now: number;
let lease = 1_000_000;

beforeEach(async () => {
  world = await createClaimWorld();
  provider = new FakeProvider();
  now = Date.now();
});

afterEach(() => world.drop());

async function placeCall(campaignId: number, lineId: number): Promise<PlaceCallResult> {
  const activities = createCallActivities({
    attempts: createAttemptStore(world.db, { maxCallMs: 60_000, clock: () => now }),
    preCall: { ask: async () => null },
    telephony: telephonyOf(provider),
    campaigns: { report: () => Promise.resolve(), signal: () => Promise.resolve() },
  });
  const result: PlaceCallResult = await new MockActivityEnvironment().run(activities.placeCall, {
    campaignId,
    lineId,
    lease: lease++,
  });
  return result;
}

/** A call that the provider refuses because there are too many. */
async function refusedCall(retryAfterS: number | null) {
  provider.answer = () => ({ kind: 'refused', disposition: 'no_capacity', rawCode: 'rate_limited', retryAfterS });
  const campaign = await world.newCampaign();
  const lineId = await world.newLine(campaign.id);
  await placeCall(campaign.id, lineId);
  provider.answer = null;
  const [attempt] = await world.attempts(campaign.id);
  return { campaign, lineId, attempt: attempt! };
}

const restsUntil = async (): Promise<number | null> => {
  const row = await world.db.selectFrom('provider_accounts').select('rests_until').executeTakeFirstOrThrow();
  return row.rests_until?.getTime() ?? null;
};

async function accountOf(phoneNumberId: number): Promise<number> {
  const row = await world.db
    .selectFrom('phone_numbers')
    .select('account_id')
    .where('id', '=', phoneNumberId)
    .executeTakeFirstOrThrow();
  return row.account_id;
}

async function restFirstAccount(forS: number): Promise<void> {
  await restAccount(world.db, await accountOf(world.phoneNumberId), forS, now);
}

async function explain(campaign: CampaignRow, lineId: number) {
  return explainLine(await readLineFacts(world.db, campaign, await world.line(lineId), now));
}

test('a provider that says for how long it wants quiet has it, an hour at most, and is never called sooner', async () => {
  await refusedCall(120);
  expect(await restsUntil()).toBe(now + 120 * SECOND_MS);
  await restFirstAccount(60);
  expect(await restsUntil()).toBe(now + 120 * SECOND_MS);
  await restFirstAccount(86_400);
  expect(await restsUntil()).toBe(now + 3_600 * SECOND_MS);
});

test.each([null, 0])('one that says %s is as before: the contact waits, nobody else does', async (retryAfterS) => {
  const { attempt, lineId } = await refusedCall(retryAfterS);
  expect(await restsUntil()).toBeNull();
  await recordOutcome(world.db, { attemptId: attempt.id, now });
  expect((await world.line(lineId)).next_attempt_at).toEqual(new Date(now + 15 * SECOND_MS));
  const { id } = await world.newCampaign();
  claimedCall(await world.claimNew(id, now));
});

test('while it rests no call is claimed from its numbers, which counts as no attempt; then they go on', async () => {
  await restFirstAccount(120);
  const { id } = await world.newCampaign();
  const lineId = await world.newLine(id);
  expect(await world.claim(id, lineId, now)).toEqual({ kind: 'full' });
  expect(await world.claim(id, lineId, now + 120 * SECOND_MS - 1)).toEqual({ kind: 'full' });
  expect(await world.line(lineId)).toMatchObject({ ready: true, attempts: 0, uncounted_in_a_row: 0 });
  const elsewhere = await world.newNumber('+12125550100', { provider: 'carrier' });
  const other = await world.newCampaign({ contactHours: OFF }, { phone_number_id: elsewhere });
  claimedCall(await world.claimNew(other.id, now, { timezone: 'UTC' }));
  claimedCall(await world.claim(id, lineId, now + 120 * SECOND_MS));
});

test('a rotating campaign passes over the numbers whose account rests', async () => {
  const numbers = [
    await world.newNumber('+12125550100', { provider: 'carrier' }),
    await world.newNumber('+12125550101', { provider: 'other' }),
  ];
  const { id } = await world.newCampaign({ rotation: ROTATION, contactHours: OFF }, { phone_number_id: numbers[0]! });
  for (const phone_number_id of numbers) {
    await world.db.insertInto('campaign_numbers').values({ campaign_id: id, phone_number_id }).execute();
  }
  await restAccount(world.db, await accountOf(numbers[0]!), 120, now);
  for (let calls = 0; calls < 3; calls += 1) await world.claimNew(id, now);
  expect((await world.attempts(id)).map(({ phone_number_id }) => phone_number_id)).toEqual([
    numbers[1],
    numbers[1],
    numbers[1],
  ]);
  await restAccount(world.db, await accountOf(numbers[1]!), 120, now);
  expect(await world.claimNew(id, now)).toEqual({ kind: 'full' });
});

test('the contact whose call was refused is not called before the rest ends', async () => {
  const { attempt, lineId } = await refusedCall(600);
  await recordOutcome(world.db, { attemptId: attempt.id, now });
  expect(await world.line(lineId)).toMatchObject({
    call_status: 'retry_scheduled',
    retries_used: 0,
    next_attempt_at: new Date(now + 600 * SECOND_MS),
  });
});

test('nobody is asked before a call that will not be made', async () => {
  await world.db.updateTable('agents').set({ pre_call_webhook_url: 'https://hooks.example/pre' }).execute();
  await world.db.updateTable('agents').set({ webhook_direction: 'outbound' }).execute();
  const { id } = await world.newCampaign();
  const lineId = await world.newLine(id);
  expect(await findPreCallTarget(world.db, lineId, now)).toMatchObject({ url: 'https://hooks.example/pre' });
  await restFirstAccount(120);
  expect(await findPreCallTarget(world.db, lineId, now)).toBeNull();
  expect(await world.claim(id, lineId, now)).toEqual({ kind: 'full' });
});

test('its campaigns are told that they have no part of it, and that they have again', async () => {
  const { id } = await world.newCampaign();
  await world.newLine(id);
  const told: unknown[] = [];
  const campaigns = {
    shareCapacity: async (_: number, share: { concurrency: number | null }) => void told.push(share.concurrency),
  };
  const logger = createLogger('test', 'silent');
  await shareCapacity({ db: world.db, campaigns, logger }, now);
  await restFirstAccount(120);
  await shareCapacity({ db: world.db, campaigns, logger }, now);
  await shareCapacity({ db: world.db, campaigns, logger }, now + 120 * SECOND_MS);
  expect(told).toEqual([0, null]);
});

test('a contact that waits for it is told why, and until when', async () => {
  const campaign = await world.newCampaign();
  const lineId = await world.newLine(campaign.id);
  expect(await explain(campaign, lineId)).toBeNull();
  await restFirstAccount(120);
  expect(await explain(campaign, lineId)).toMatchObject({
    code: 'provider_resting',
    text: expect.stringContaining('no further calls for a while'),
    until: now + 120 * SECOND_MS,
  });
  now += 120 * SECOND_MS;
  expect(await explain(campaign, lineId)).toBeNull();
});

const OFF = { enabled: false, startMinute: null, endMinute: null, strict: null };
