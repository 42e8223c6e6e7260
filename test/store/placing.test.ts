import { MockActivityEnvironment } from '@temporalio/testing';
import { createCallActivities } from '../../activities/call-activities';
import { NO_LIMITS } from '../../domain/campaign-limits';
import type { CampaignSettings } from '../../domain/campaign-settings';
import type { PauseReason } from '../../domain/pause-reason';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { Telephony } from '../../services/wiring/telephony';
import type { CallReport } from '../../workflows/campaign/contract';
import type { PlaceCallResult } from '../../workflows/contact/activity-interface';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { FakeProvider, telephonyOf } from '../setup/fake-provider';

let world: ClaimWorld;
let provider: FakeProvider;
let now: number;
/** What the campaign's workflow hears, in order. */
let heard: unknown[];
let lease = 1_000_000;

const HOUR_MS = 60 * 60_000;

beforeAll(async () => {
  world = await createClaimWorld();
});

beforeEach(() => {
  provider = new FakeProvider();
  now = Date.now();
  heard = [];
});

afterEach(async () => {
  jest.restoreAllMocks();
  await world.endCalls('completed');
});

afterAll(() => world.drop());

async function placeCall(
  campaignId: number,
  lineId: number,
  telephony = telephonyOf(provider),
): Promise<PlaceCallResult> {
  const activities = createCallActivities({
    attempts: createAttemptStore(world.db, { maxCallMs: 60_000, clock: () => now }),
    preCall: { ask: async () => null },
    telephony,
    campaigns: {
      report: async (_: number, report: CallReport) => void heard.push(report.lineStatus),
      signal: async (_: number, action: string, reason: PauseReason) => void heard.push([action, reason.code]),
    },
  });
  const input = { campaignId, lineId, lease: lease++ };
  const result: PlaceCallResult = await new MockActivityEnvironment().run(activities.placeCall, input);
  return result;
}

async function place(settings: Partial<CampaignSettings>, campaign?: number): Promise<PlaceCallResult> {
  const id = campaign ?? (await world.newCampaign(settings)).id;
  return placeCall(id, await world.newLine(id, { timezone: 'UTC' }));
}

test('a contact who may not be called now gives the slot back as deferred, and nobody is dialled', async () => {
  now = Date.UTC(2026, 4, 11, 3);
  const contactHours = { enabled: true, startMinute: null, endMinute: null, strict: null };
  expect(await place({ contactHours })).toEqual({
    kind: 'deferred',
    until: Date.UTC(2026, 4, 11, 8),
    reason: expect.stringContaining('08:00 to 21:00 in UTC'),
  });
  expect(heard).toEqual(['deferred']);
  expect(provider.calls).toEqual([]);
});

test('a limit that is reached is told to the workflow before the slot goes back, and only once', async () => {
  const { id } = await world.newCampaign({ limits: { ...NO_LIMITS, callsTotal: 1 } });
  expect((await place({}, id)).kind).toBe('placed');
  expect((await place({}, id)).kind).toBe('held');
  expect((await place({}, id)).kind).toBe('held');
  expect(heard).toEqual([['pause', 'quota_reached'], 'held', 'held']);
  expect(provider.calls).toHaveLength(1);
});

test('a call waits a little for room on a full account', async () => {
  await world.db.updateTable('provider_accounts').set({ concurrency_limit: 1 }).execute();
  const { id } = await world.newCampaign();
  claimedCall(await world.claimNew(id));
  const placed = place({}, id);
  await world.endCalls('busy');
  expect((await placed).kind).toBe('placed');
  await world.db.updateTable('provider_accounts').set({ concurrency_limit: null }).execute();
});

test('credentials that are refused for a day pause the campaign; a call that is taken ends that', async () => {
  const { id } = await world.newCampaign();
  const refused = { kind: 'refused', disposition: 'no_capacity', rawCode: 'credentials_refused' } as const;
  provider.answer = () => refused;
  expect((await place({}, id)).kind).toBe('ended');
  expect((await world.campaign(id)).credentials_refused_since).toEqual(new Date(now));
  provider.answer = null;
  expect((await place({}, id)).kind).toBe('placed');
  expect((await world.campaign(id)).credentials_refused_since).toBeNull();

  provider.answer = () => refused;
  await place({}, id);
  now += 24 * HOUR_MS;
  await place({}, id);
  expect(heard).toEqual([['pause', 'credentials_refused']]);
});

test('a campaign that is halted while its account is connected dials nobody', async () => {
  const { id } = await world.newCampaign();
  const lineId = await world.newLine(id, { timezone: 'UTC' });
  const { now: read } = performance;
  let tookMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => read.call(performance) + tookMs);
  const telephony = new Telephony({
    providers: {
      ofAccount: async () => {
        await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
        tookMs = 1_000;
        return provider;
      },
      close: () => Promise.resolve(),
    },
    eventsBase: 'http://127.0.0.1',
    maxCallMs: 60_000,
    otherCallIds: async () => [],
  });
  expect((await placeCall(id, lineId, telephony)).kind).toBe('ended');
  expect(await world.attempts(id)).toMatchObject([{ disposition: 'no_capacity', raw_code: 'never_taken' }]);
  expect(provider.calls).toEqual([]);
});

test('other refusals say nothing about the credentials', async () => {
  const { id } = await world.newCampaign();
  provider.answer = () => ({ kind: 'refused', disposition: 'no_capacity', rawCode: 'rate_limited' });
  await place({}, id);
  expect((await world.campaign(id)).credentials_refused_since).toBeNull();
});

test('an attempt is dated by the clock that allowed it', async () => {
  now = Date.UTC(2031, 0, 1, 12);
  const { id } = await world.newCampaign();
  await place({}, id);
  provider.answer = () => ({ kind: 'refused', disposition: 'failed', rawCode: 'test' });
  await place({}, id);
  const [, refused] = await world.attempts(id);
  expect(refused).toMatchObject({ created_at: new Date(now), ended_at: new Date(now) });
});
