import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import type { CampaignStatus } from '../../domain/campaign-status';
import { campaignWorkflowId, contactsAddedSignal } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { recordedRuns } from '../setup/histories';
import { openBetween } from '../setup/hours';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

/** A run makes way for the next one after a thousand signals. */
const SIGNALS_OF_A_RUN = 1_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

beforeEach(() => {
  world.provider.script = () => ({});
});

afterAll(() => world.close());

async function expectStatus(campaignId: number, status: CampaignStatus): Promise<void> {
  await eventually(async () => expect((await world.campaign(campaignId)).status).toBe(status), { timeoutMs: 10_000 });
}

const handleOf = (campaignId: number) => world.client.workflow.getHandle(campaignWorkflowId(campaignId));
const oneAtATime = { pacing: { ...DEFAULT_SETTINGS.pacing, concurrency: 1 } };

/** The numbers of lines, in the order in which they were called. */
async function callOrder(lineIds: readonly number[]): Promise<number[]> {
  const numbers = new Map<string, number>();
  for (const lineId of lineIds) numbers.set((await world.line(lineId)).to_number, lineId);
  return world.provider.calls.flatMap(({ request }) => numbers.get(request.to) ?? []);
}

/** Versions that were replanned, one for each time that it was begun, over all runs. */
async function replannedVersions(campaignId: number): Promise<number[]> {
  const runs = await recordedRuns(world.client, campaignWorkflowId(campaignId));
  const scheduled = runs
    .flatMap(({ history }) => history.events ?? [])
    .flatMap((event) => {
      const activity = event.activityTaskScheduledEventAttributes;
      if (activity?.activityType?.name !== 'replanWaiting') return [];
      const input = Buffer.from(activity.input!.payloads![0]!.data!).toString();
      return [JSON.parse(input) as { settingsVersion: number }];
    });
  return scheduled.map(({ settingsVersion }) => settingsVersion).sort((a, b) => a - b);
}

async function continueAsNew(campaignId: number): Promise<void> {
  const runBefore = (await handleOf(campaignId).describe()).runId;
  for (let sent = 0; sent < SIGNALS_OF_A_RUN; sent += 50) {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        world.campaigns.shareCapacity(campaignId, { concurrency: null, callsPerSecond: null }),
      ),
    );
  }
  await world.sleep('3 seconds');
  await world.campaigns.shareCapacity(campaignId, { concurrency: null, callsPerSecond: null });
  // Not by a query: one that meets a continue-as-new can wedge this server.
  await eventually(async () => expect((await handleOf(campaignId).describe()).runId).not.toBe(runBefore), {
    timeoutMs: 20_000,
  });
}

test('contacts are dialled by priority, then by arrival, whether announced or found in Postgres', async () => {
  const { id } = await world.startCampaign({ settings: oneAtATime });
  await handleOf(id).signal('pause');
  await expectStatus(id, 'paused');
  const low = await world.addLines(id, 2, 1);
  const high = await world.addLines(id, 2, 9);
  const middle = await world.addLines(id, 2);
  const unannounced = await world.storeLines(id, 1, 7);
  await handleOf(id).signal('resume');
  const all = [...high, ...unannounced, ...middle, ...low];
  await eventually(async () => expect(await callOrder(all)).toEqual(all), { timeoutMs: 20_000 });
});

test('who is announced with a higher priority while others wait goes first', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign({ settings: oneAtATime });
  const waiting = await world.addLines(id, 3);
  const urgent: number[] = [];
  for (let ended = 0; ended < 4; ended += 1) {
    const call = await eventually(async () => {
      const last = await world.newestCall(id);
      return (await world.attempts(id)).length === ended + 1 && last?.end === null && last;
    });
    if (ended === 0) {
      urgent.push(...(await world.addLines(id, 1, 8)));
      await eventually(async () => expect((await world.snapshot(id)).mailbox.fresh).toBe(3));
    }
    await world.provider.end(call, callEnd());
  }
  const [first, ...others] = waiting;
  expect(await callOrder([...waiting, ...urgent])).toEqual([first, ...urgent, ...others]);
});

test('its part of a shared capacity binds a campaign, until it is told otherwise', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign();
  await world.campaigns.shareCapacity(id, { concurrency: 1, callsPerSecond: null });
  await world.addLines(id, 3);
  await eventually(async () => expect(await world.attempts(id)).toHaveLength(1));
  expect(await world.snapshot(id)).toMatchObject({ notDialling: 'shared_capacity', slotsTaken: 1 });
  await world.campaigns.shareCapacity(id, { concurrency: null, callsPerSecond: null });
  await eventually(async () => expect(await world.attempts(id)).toHaveLength(3));
  for (const call of world.provider.calls.slice(-3)) await world.provider.end(call, callEnd());
});

test('each version of the settings is brought to the waiting contacts once, also over a continue-as-new', async () => {
  const hours = openBetween(await world.now(), 5, 6);
  const { id } = await world.startCampaign({ settings: { hours } });
  await world.addLines(id, 2);
  await expectStatus(id, 'auto_paused');
  expect(await replannedVersions(id)).toEqual([]);
  await world.changeSettings(id, oneAtATime);
  await eventually(async () => expect(await replannedVersions(id)).toEqual([2]));
  await continueAsNew(id);
  expect(await replannedVersions(id)).toEqual([2]);
  await world.changeSettings(id, {});
  await eventually(async () => expect(await replannedVersions(id)).toEqual([2, 3]));
  expect(await world.snapshot(id)).toMatchObject({ status: 'auto_paused', settingsVersion: 3 });
});

test('hours, pause and queue go over to the next run', async () => {
  const hours = openBetween(await world.now(), 5, 6);
  const { id } = await world.startCampaign({ settings: { hours } });
  const lineIds = await world.addLines(id, 2, 3);
  const until = (await world.now()) + 3_600_000;
  await world.campaigns.signal(id, 'pause', { code: 'quota_reached', text: 'Enough.', until });
  await expectStatus(id, 'paused');
  await continueAsNew(id);
  expect(await world.snapshot(id)).toMatchObject({
    pause: { code: 'quota_reached', until: new Date(until).toISOString() },
    mailbox: { fresh: 2 },
  });
  await world.sleep('2 hours');
  await expectStatus(id, 'auto_paused');
  await handleOf(id).signal(contactsAddedSignal, { lineIds: [] });
  await world.sleep('4 hours');
  await eventually(async () => {
    for (const lineId of lineIds) expect((await world.line(lineId)).call_status).toBe('completed');
  });
});

test('a campaign whose calls are held without a halt tries ever more seldom, and calls at once when it is told to', async () => {
  const { id } = await world.startCampaign();
  await expectStatus(id, 'waiting');
  // A gate that nobody has told the workflow of: its start was moved.
  const setStart = (starts_at: Date | null) =>
    world.db.updateTable('campaigns').set({ starts_at, settings_version: 2 }).where('id', '=', id).execute();
  await setStart(new Date((await world.now()) + 30 * DAY_MS));
  const [lineId] = await world.addLines(id, 1);
  await world.sleep('10 minutes');
  const { held } = (await world.snapshot(id)).counts;
  expect(held).toBeGreaterThanOrEqual(20);
  expect(held).toBeLessThanOrEqual(30);
  expect(await world.attempts(id)).toHaveLength(0);
  await setStart(null);
  await world.campaigns.resume(id, await world.now());
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
});

test('a change of the start is answered with the start that the campaign goes by', async () => {
  const startsAt = (await world.now()) + HOUR_MS;
  const { id, settings } = await world.startCampaign({ startsAt: new Date(startsAt) });
  const move = (settingsVersion: number, to: number) =>
    world.campaigns.updateSettings(id, { settingsVersion, pacing: settings.pacing, startsAt: to });
  const later = startsAt + HOUR_MS;
  expect(await move(2, later)).toEqual({ settingsVersion: 2, startsAt: later });
  const lineIds = await world.addLines(id, 1);
  await world.sleep('3 hours');
  await eventually(async () => expect((await world.line(lineIds[0]!)).call_status).toBe('completed'));
  await expectStatus(id, 'waiting');
  expect(await move(3, later + DAY_MS)).toEqual({ settingsVersion: 3, startsAt: later });
  await expectStatus(id, 'waiting');
});

test('a start that was moved while nobody could tell the campaign holds: nobody is called before it', async () => {
  const startsAt = (await world.now()) + HOUR_MS;
  const { id, settings } = await world.startCampaign({ startsAt: new Date(startsAt) });
  const [lineId] = await world.addLines(id, 1);
  await expectStatus(id, 'scheduled');
  const later = startsAt + DAY_MS;
  const starts_at = new Date(later);
  await world.db.updateTable('campaigns').set({ starts_at, settings_version: 2 }).where('id', '=', id).execute();
  await world.sleep('62 minutes');
  expect((await world.snapshot(id)).counts.held).toBeGreaterThan(0);
  const change = { settingsVersion: 2, pacing: settings.pacing, startsAt: later };
  expect(await world.campaigns.updateSettings(id, change)).toEqual({ settingsVersion: 2, startsAt: later });
  await expectStatus(id, 'scheduled');
  await world.sleep('23 hours');
  expect(await world.attempts(id)).toHaveLength(0);
  expect(await world.campaign(id)).toMatchObject({ status: 'scheduled', starts_at });
  await world.sleep('2 hours');
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
  expect((await world.attempts(id))[0]!.created_at.getTime()).toBeGreaterThanOrEqual(later);
});
