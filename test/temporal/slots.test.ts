import { DEFAULT_SETTINGS, type Pacing } from '../../domain/campaign-settings';
import {
  callsReportedSignal,
  campaignWorkflowId,
  contactsAddedSignal,
  updateSettingsUpdate,
} from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { callEnd, type AskedCall } from '../setup/fake-provider';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld({ maxCallMs: 5_000 });
});

beforeEach(() => {
  world.provider.script = () => 'stays_live';
  world.provider.answer = null;
  world.provider.calls.length = 0;
  world.provider.live = 0;
  world.provider.mostLive = 0;
});

afterAll(() => world.close());

const paced = (pacing: Partial<Pacing>) => ({ pacing: { ...DEFAULT_SETTINGS.pacing, ...pacing } });

const handleOf = (campaignId: number) => world.client.workflow.getHandle(campaignWorkflowId(campaignId));

async function liveCalls(count: number): Promise<AskedCall[]> {
  return eventually(() => {
    const live = world.provider.calls.filter((call) => call.end === null);
    return live.length === count && live;
  });
}

test('never more calls than slots; a slot is taken again as soon as its call is reported', async () => {
  const { id } = await world.startCampaign({ settings: paced({ concurrency: 2 }) });
  await world.addLines(id, 5);
  for (let ended = 0; ended < 5; ended += 1) {
    const [call] = await liveCalls(Math.min(2, 5 - ended));
    expect(await world.snapshot(id)).toMatchObject({ notDialling: ended < 3 ? 'all_slots_taken' : null });
    await world.provider.end(call!, callEnd());
  }
  await eventually(async () => expect((await world.snapshot(id)).counts.contactsClosed).toBe(5));
  expect(world.provider.mostLive).toBe(2);
});

test('a report that comes twice frees one slot, and a forged one none', async () => {
  const { id } = await world.startCampaign({ settings: paced({ concurrency: 2 }) });
  const lineIds = await world.addLines(id, 4);
  await liveCalls(2);
  const [first, second] = await world.attempts(id);
  const report = { lineId: first!.line_id, lease: first!.lease, lineStatus: 'completed' as const };
  const forged = { lineId: second!.line_id, lease: first!.lease, lineStatus: 'completed' as const };
  await handleOf(id).signal(callsReportedSignal, { reports: [report, report, forged] });
  await handleOf(id).signal(callsReportedSignal, { reports: [report] });
  await liveCalls(3);
  expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 2, counts: { callsEnded: 1 } });
  expect(lineIds).toHaveLength(4);
});

test('a contact announced again and again is called once', async () => {
  world.provider.script = () => ({});
  const { id } = await world.startCampaign();
  const [lineId] = await world.addLines(id, 1);
  // Before the report of its call has come, the campaign knows that the line is being called.
  await eventually(async () =>
    expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0, counts: { callsEnded: 1 } }),
  );
  for (let again = 0; again < 5; again += 1) await handleOf(id).signal(contactsAddedSignal, { lineIds: [lineId!] });
  await eventually(async () => {
    const snapshot = await world.snapshot(id);
    expect(snapshot.counts.slotsGranted).toBeGreaterThan(1);
    expect(snapshot.slotsTaken).toBe(0);
  });
  expect(world.provider.calls).toHaveLength(1);
});

test('a contact that sleeps for its retry gives back a slot it did not wait for', async () => {
  world.provider.script = () => ({ disposition: 'busy' });
  const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 2, schedule: 'next_day' as const };
  const { id } = await world.startCampaign({ settings: { retry } });
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('retry_scheduled'));
  // Before the report of its call has come, the campaign knows that the line is being called.
  await eventually(async () =>
    expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0, counts: { callsEnded: 1 } }),
  );
  await handleOf(id).signal(contactsAddedSignal, { lineIds: [lineId!] });
  await eventually(async () => expect((await world.snapshot(id)).counts.held).toBe(1));
  expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0 });
  expect(world.provider.calls).toHaveLength(1);
});

test('a workflow id that is taken by somebody else does not wedge the campaign', async () => {
  world.provider.script = () => ({});
  const campaign = await world.createCampaign();
  const [taken, free] = await world.storeLines(campaign.id, 2);
  await world.client.workflow.start('squatter', {
    workflowId: contactWorkflowId(campaign.id, taken!),
    taskQueue: 'nobody-listens',
  });
  await world.campaigns.start(campaign);
  await eventually(async () => expect((await world.line(free!)).call_status).toBe('completed'));
  await world.client.workflow.getHandle(contactWorkflowId(campaign.id, taken!)).terminate();
});

test('a contact terminated by hand leaves its slot and its call to reconciliation', async () => {
  const { id } = await world.startCampaign({ settings: paced({ concurrency: 1 }) });
  const [lost, next] = await world.addLines(id, 2);
  const [call] = await liveCalls(1);
  await world.client.workflow.getHandle(contactWorkflowId(id, lost!)).terminate('by hand');
  await world.provider.end(call!, callEnd());
  // The slot is leased for the longest call and two minutes more.
  await eventually(async () => expect((await world.line(next!)).attempts).toBe(1), { timeoutMs: 3 * 60_000 });
  expect(await world.line(lost!)).toMatchObject({ call_status: 'completed', attempts: 1 });
});

test('an older version of the settings changes nothing, a bad one is refused with its type', async () => {
  const { id } = await world.startCampaign({ settings: paced({ concurrency: 1 }) });
  await world.addLines(id, 6);
  await liveCalls(1);
  const change = { settingsVersion: 3, pacing: { concurrency: 4, callsPerSecond: null } };
  await world.campaigns.updateSettings(id, change);
  await liveCalls(4);
  await world.campaigns.updateSettings(id, { settingsVersion: 2, pacing: { concurrency: 6, callsPerSecond: null } });
  expect(await world.snapshot(id)).toMatchObject({ settingsVersion: 3, pacing: { concurrency: 4 } });
  const bad = { settingsVersion: 4, pacing: { concurrency: 0, callsPerSecond: null } };
  await expect(handleOf(id).executeUpdate(updateSettingsUpdate, { args: [bad] })).rejects.toMatchObject({
    cause: { type: 'InvalidSettings' },
  });
});

test('the pace holds at the provider: in no second are there more calls than allowed', async () => {
  const askedAt: number[] = [];
  world.provider.script = () => {
    askedAt.push(performance.now());
    return {};
  };
  const { id } = await world.startCampaign({ settings: paced({ concurrency: 50, callsPerSecond: 8 }) });
  await world.addLines(id, 40);
  await eventually(() => expect(askedAt).toHaveLength(40), { timeoutMs: 60_000 });
  for (const start of askedAt) {
    const inThatSecond = askedAt.filter((at) => at >= start && at < start + 990);
    expect(inThatSecond.length).toBeLessThanOrEqual(8);
  }
});

test('a gate closed in Postgres holds a call that already has its slot; it is made once after the resume', async () => {
  world.provider.script = () => ({});
  const { id } = await world.startCampaign();
  await eventually(async () => expect((await world.campaign(id)).projected_revision).toBeGreaterThan(0));
  await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.snapshot(id)).counts.held).toBeGreaterThan(0));
  expect(await world.attempts(id)).toHaveLength(0);
  await handleOf(id).signal('pause');
  await eventually(async () => expect((await world.campaign(id)).halt_requested).toBeNull());
  await handleOf(id).signal('resume');
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
  expect(world.provider.calls).toHaveLength(1);
});
