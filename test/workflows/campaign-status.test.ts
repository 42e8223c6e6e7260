import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import type { CampaignStatus } from '../../domain/campaign-status';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

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

function handleOf(campaignId: number) {
  return world.client.workflow.getHandle(campaignWorkflowId(campaignId));
}

test('a dynamic campaign goes from waiting to in_progress and back, and never completes', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign();
  await expectStatus(id, 'waiting');
  await world.addLines(id, 1);
  await expectStatus(id, 'in_progress');
  const call = await eventually(() => world.newestCall(id));
  await world.provider.end(call, callEnd());
  await expectStatus(id, 'waiting');
  await world.sleep('90 days');
  expect((await handleOf(id).describe()).status.name).toBe('RUNNING');
});

test('a scheduled campaign starts at its instant, and calls nobody before', async () => {
  const startsAt = new Date((await world.now()) + 26 * 3_600_000);
  const { id } = await world.startCampaign({ startsAt });
  const [lineId] = await world.addLines(id, 1);
  await expectStatus(id, 'scheduled');
  expect((await world.snapshot(id)).nextOpening).toBe(startsAt.toISOString());
  await world.sleep('25 hours');
  expect((await world.line(lineId!)).attempts).toBe(0);
  await world.sleep('2 hours');
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
  await expectStatus(id, 'waiting');
});

test('a paused campaign starts no call, and goes on with what came meanwhile', async () => {
  const { id } = await world.startCampaign();
  await handleOf(id).signal('pause');
  await expectStatus(id, 'paused');
  const lineIds = await world.addLines(id, 3);
  await world.sleep('2 days');
  expect(await world.attempts(id)).toHaveLength(0);
  await handleOf(id).signal('resume');
  await eventually(async () => {
    for (const lineId of lineIds) expect((await world.line(lineId)).call_status).toBe('completed');
  });
  await expectStatus(id, 'waiting');
});

test('paused comes before scheduled, and resuming does not start early', async () => {
  const { id } = await world.startCampaign({ startsAt: new Date((await world.now()) + 3_600_000) });
  await handleOf(id).signal('pause');
  await expectStatus(id, 'paused');
  await handleOf(id).signal('resume');
  await expectStatus(id, 'scheduled');
});

test('cancel is final: waiting contacts end as cancelled, a call in progress finishes and is recorded', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign({ settings: { pacing: { ...DEFAULT_SETTINGS.pacing, concurrency: 1 } } });
  const lineIds = await world.addLines(id, 3);
  const call = await eventually(() => world.newestCall(id));
  await handleOf(id).signal('cancel');
  await expectStatus(id, 'cancelled');
  await eventually(async () => expect((await world.line(lineIds[2]!)).call_status).toBe('cancelled'));
  await world.provider.end(call, callEnd());
  await handleOf(id).result();
  const statuses = (await world.lines(id)).map((line) => line.call_status);
  expect(statuses).toEqual(['completed', 'cancelled', 'cancelled']);
  expect(await world.attempts(id)).toHaveLength(1);
});

test("Temporal's own Cancel means the cancel signal", async () => {
  const { id } = await world.startCampaign();
  await expectStatus(id, 'waiting');
  await handleOf(id).cancel();
  await handleOf(id).result();
  expect((await world.campaign(id)).status).toBe('cancelled');
  expect((await handleOf(id).describe()).status.name).toBe('COMPLETED');
});

test('a finite campaign is pending until its first call, and completes when its last contact is done with', async () => {
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'busy' } : {});
  const retry = {
    ...DEFAULT_SETTINGS.retry,
    enabled: true,
    limit: 1,
    schedule: 'scheduled_time' as const,
    scheduleHours: 5,
  };
  const campaign = await world.createCampaign({ type: 'finite', settings: { retry } });
  await world.storeLines(campaign.id, 2);
  expect(campaign.status).toBe('pending');
  await world.campaigns.start(campaign);
  await eventually(async () => {
    const waiting = (await world.lines(campaign.id)).map((line) => line.call_status);
    expect(waiting).toEqual(['retry_scheduled', 'retry_scheduled']);
  });
  await world.sleep('5 hours');
  await handleOf(campaign.id).result();
  expect((await world.campaign(campaign.id)).status).toBe('completed');
  expect((await world.lines(campaign.id)).map((line) => line.call_status)).toEqual(['completed', 'completed']);
  expect(await world.attempts(campaign.id)).toHaveLength(4);
});
