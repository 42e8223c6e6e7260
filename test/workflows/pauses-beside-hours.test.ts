import type { CampaignStatus } from '../../domain/campaign-status';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { callingHours, minuteAhead } from '../setup/hours';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

afterAll(() => world.close());

const handleOf = (id: number) => world.client.workflow.getHandle(campaignWorkflowId(id));

async function expectStatus(campaignId: number, status: CampaignStatus): Promise<void> {
  await eventually(async () => expect((await world.campaign(campaignId)).status).toBe(status), { timeoutMs: 15_000 });
}

test('a pause that ends by itself does not open a campaign that its daily stop has closed', async () => {
  const now = await world.now();
  const hours = callingHours({ dailyStop: { minute: minuteAhead(now, 2), zone: 'UTC' } });
  const { id } = await world.startCampaign({ settings: { hours } });
  const until = now + 5 * HOUR_MS;
  await world.campaigns.signal(id, 'pause', {
    code: 'quota_reached',
    text: 'The calls of this day are used up.',
    until,
  });
  await expectStatus(id, 'paused');
  const [lineId] = await world.addLines(id, 1);
  await world.sleep('6 hours');
  await expectStatus(id, 'auto_paused');
  expect(await world.attempts(id)).toHaveLength(0);
  expect((await world.line(lineId!)).call_status).toBe('queued');
});

test('a resume that is heard after the daily stop opens the campaign only until the stop that followed its request', async () => {
  const now = await world.now();
  const hours = callingHours({ dailyStop: { minute: minuteAhead(now, 2), zone: 'UTC' } });
  const { id } = await world.startCampaign({ settings: { hours } });
  await world.campaigns.signal(id, 'pause');
  await expectStatus(id, 'paused');
  const askedAt = (await world.now()) + HOUR_MS;
  await world.sleep('3 hours');
  await world.campaigns.resume(id, askedAt);
  await expectStatus(id, 'auto_paused');
  expect((await world.campaign(id)).opened_at).toEqual(new Date(askedAt));
  await world.sleep('1 minute');
  await expectStatus(id, 'auto_paused');
  // By hand, without an instant, it means now.
  await handleOf(id).signal('resume');
  await expectStatus(id, 'waiting');
  expect((await world.campaign(id)).opened_at.getTime()).toBeGreaterThan(askedAt + HOUR_MS);
});
