import type { CampaignStatus } from '../../domain/campaign-status';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { callingHours, minuteAhead, openBetween } from '../setup/hours';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;

let world: TimeSkippingWorld;

beforeAll(async () => {
  // Longer than the call that is under way at the stop.
  world = await createTimeSkippingWorld({ maxCallMs: 3 * HOUR_MS });
});

beforeEach(() => {
  world.provider.script = () => ({});
});

afterAll(() => world.close());

async function expectStatus(campaignId: number, status: CampaignStatus): Promise<void> {
  await eventually(async () => expect((await world.campaign(campaignId)).status).toBe(status), { timeoutMs: 10_000 });
}

async function expectCompleted(lineIds: readonly number[]): Promise<void> {
  await eventually(
    async () => {
      for (const lineId of lineIds) expect((await world.line(lineId)).call_status).toBe('completed');
    },
    { timeoutMs: 20_000 },
  );
}

const handleOf = (campaignId: number) => world.client.workflow.getHandle(campaignWorkflowId(campaignId));

/** Closes some hours from now, and stays closed until somebody resumes it. */
async function stopWithoutStart(hours: number) {
  return callingHours({ dailyStop: { minute: minuteAhead(await world.now(), hours), zone: 'UTC' } });
}

test('a campaign that begins outside its hours shows it at once, takes contacts, and opens by itself', async () => {
  const hours = openBetween(await world.now(), 3, 6);
  const { id } = await world.startCampaign({ settings: { hours } });
  const lineIds = await world.addLines(id, 3);
  await expectStatus(id, 'auto_paused');
  const shown = await world.campaign(id);
  expect(shown).toMatchObject({ status_reason: 'outside_hours' });
  const opensAt = shown.opens_at!.getTime();
  expect(await world.snapshot(id)).toMatchObject({
    status: 'auto_paused',
    notDialling: 'outside_hours',
    nextOpening: new Date(opensAt).toISOString(),
    hours: expect.stringMatching(/^Outside the calling windows: opens \w{3} \d\d:\d\d UTC$/) as string,
  });
  const described = await handleOf(id).describe();
  expect(described.typedSearchAttributes.getAll().find(({ key }) => key.name === 'OpensAt')?.value).toEqual(
    new Date(opensAt),
  );
  expect(await world.attempts(id)).toHaveLength(0);
  const callsBefore = world.provider.calls.length;
  await world.sleep('4 hours');
  await expectCompleted(lineIds);
  for (const { at } of world.provider.calls.slice(callsBefore)) {
    expect(at).toBeGreaterThanOrEqual(opensAt);
    expect(at).toBeLessThan(opensAt + 3 * HOUR_MS);
  }
  await expectStatus(id, 'waiting');
  expect((await world.campaign(id)).opens_at).toBeNull();
  const types = (await world.campaignEvents(id)).map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual(['campaign.started', 'campaign.auto_paused', 'campaign.resumed']);
});

test('at the stop no new call starts, and a call in progress finishes', async () => {
  world.provider.script = () => 'stays_live';
  const hours = openBetween(await world.now(), -1, 2);
  const { id } = await world.startCampaign({ settings: { hours, pacing: { concurrency: 1, callsPerSecond: null } } });
  const [calling, next] = await world.addLines(id, 2);
  const call = await eventually(() => world.newestCall(id));
  await world.sleep('150 minutes');
  await expectStatus(id, 'auto_paused');
  await world.provider.end(call, callEnd());
  await expectCompleted([calling!]);
  await world.sleep('2 hours');
  expect((await world.line(next!)).attempts).toBe(0);
  world.provider.script = () => ({});
  await world.sleep('20 hours');
  await expectCompleted([next!]);
});

test('hours widened while it is auto_paused let it dial at once; narrowed ones stop it at once', async () => {
  const hours = openBetween(await world.now(), 5, 6);
  const { id } = await world.startCampaign({ settings: { hours } });
  const first = await world.addLines(id, 2);
  await expectStatus(id, 'auto_paused');
  const before = await world.now();
  await world.changeSettings(id, { hours: openBetween(before, -1, 6) });
  await expectCompleted(first);
  await expectStatus(id, 'waiting');
  await world.changeSettings(id, { hours: openBetween(before, 4, 6) });
  await expectStatus(id, 'auto_paused');
  const [later] = await world.addLines(id, 1);
  await world.sleep('2 hours');
  expect((await world.line(later!)).attempts).toBe(0);
  await world.changeSettings(id, { hours: null });
  await expectCompleted([later!]);
  await expectStatus(id, 'waiting');
  expect((await world.snapshot(id)).hours).toBeNull();
});

test('a stop without a start stays closed until somebody resumes, and then until the next stop', async () => {
  const { id } = await world.startCampaign({ settings: { hours: await stopWithoutStart(4) } });
  await expectCompleted(await world.addLines(id, 1));
  await world.sleep('5 hours');
  await expectStatus(id, 'auto_paused');
  expect((await world.campaign(id)).opens_at).toBeNull();
  const waiting = await world.addLines(id, 1);
  await world.sleep('3 days');
  expect((await world.line(waiting[0]!)).attempts).toBe(0);
  await handleOf(id).signal('resume');
  await expectCompleted(waiting);
  const resumedAt = (await world.campaign(id)).opened_at.getTime();
  expect((await world.now()) - resumedAt).toBeLessThan(HOUR_MS);
  await world.sleep('24 hours');
  await expectStatus(id, 'auto_paused');
});

test('resumed outside a window of both, a campaign is no longer paused, and stays closed until the start', async () => {
  const hours = openBetween(await world.now(), -2, 2);
  const { id } = await world.startCampaign({ settings: { hours } });
  await handleOf(id).signal('pause');
  await expectStatus(id, 'paused');
  await world.sleep('5 hours');
  const lineIds = await world.addLines(id, 1);
  await expectStatus(id, 'paused');
  await handleOf(id).signal('resume');
  await expectStatus(id, 'auto_paused');
  expect((await world.campaign(id)).opens_at).not.toBeNull();
  expect(await world.attempts(id)).toHaveLength(0);
  await world.sleep('20 hours');
  await expectCompleted(lineIds);
});

test('hours of a zone that nobody knows keep a campaign closed, until they are corrected', async () => {
  const campaign = await world.createCampaign({ settings: { hours: callingHours({ zone: 'Mars/Olympus' }) } });
  await world.campaigns.start(campaign);
  const lineIds = await world.addLines(campaign.id, 1);
  await expectStatus(campaign.id, 'auto_paused');
  await world.sleep('2 hours');
  expect(await world.attempts(campaign.id)).toHaveLength(0);
  await world.changeSettings(campaign.id, { hours: callingHours({ zone: 'Europe/Berlin' }) });
  await expectCompleted(lineIds);
});

test('a start is moved while it lies ahead', async () => {
  const startsAt = new Date((await world.now()) + 5 * HOUR_MS);
  const { id } = await world.startCampaign({ startsAt });
  const lineIds = await world.addLines(id, 1);
  await expectStatus(id, 'scheduled');
  const moved = new Date(startsAt.getTime() + 5 * HOUR_MS);
  await world.db.updateTable('campaigns').set({ starts_at: moved }).where('id', '=', id).execute();
  await world.changeSettings(id, {});
  await world.sleep('9 hours');
  expect((await world.line(lineIds[0]!)).attempts).toBe(0);
  expect((await world.snapshot(id)).nextOpening).toBe(moved.toISOString());
  await world.sleep('2 hours');
  await expectCompleted(lineIds);
});

test('a finite campaign whose last call ends after the stop completes then, not in the morning', async () => {
  world.provider.script = () => 'stays_live';
  const hours = openBetween(await world.now(), -1, 1);
  const campaign = await world.createCampaign({ type: 'finite', settings: { hours } });
  await world.storeLines(campaign.id, 1);
  await world.campaigns.start(campaign);
  const call = await eventually(() => world.newestCall(campaign.id));
  await world.sleep('90 minutes');
  await expectStatus(campaign.id, 'auto_paused');
  await world.provider.end(call, callEnd());
  await expectStatus(campaign.id, 'completed');
});
