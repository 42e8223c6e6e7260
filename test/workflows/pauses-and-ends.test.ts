import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import type { CampaignStatus } from '../../domain/campaign-status';
import type { PauseReason } from '../../domain/pause-reason';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { openBetween } from '../setup/hours';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;

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

async function expectCompleted(lineIds: readonly number[]): Promise<void> {
  await eventually(
    async () => {
      for (const lineId of lineIds) expect((await world.line(lineId)).call_status).toBe('completed');
    },
    { timeoutMs: 20_000 },
  );
}

const handleOf = (campaignId: number) => world.client.workflow.getHandle(campaignWorkflowId(campaignId));

async function quotaUntil(hours: number): Promise<PauseReason> {
  const until = (await world.now()) + hours * HOUR_MS;
  return { code: 'quota_reached', text: 'The calls of this day are used up.', until };
}

test('a pause that ends by itself says why and until when, and goes on then', async () => {
  const { id } = await world.startCampaign();
  const reason = await quotaUntil(10);
  await world.campaigns.signal(id, 'pause', reason);
  await expectStatus(id, 'paused');
  expect(await world.campaign(id)).toMatchObject({
    status_reason: 'quota_reached',
    status_text: reason.text,
    status_until: new Date(reason.until!),
  });
  const lineIds = await world.addLines(id, 1);
  await world.sleep('9 hours');
  expect(await world.attempts(id)).toHaveLength(0);
  await world.sleep('2 hours');
  await expectCompleted(lineIds);
  await expectStatus(id, 'waiting');
  const resumed = await world.campaign(id);
  expect(resumed).toMatchObject({ status_until: null });
  // Nobody has opened it: a daily stop that came meanwhile would hold.
  expect(resumed.opened_at.getTime()).toBeLessThan(reason.until!);
  const events = await world.campaignEvents(id);
  expect(events).toContainEqual({
    type: 'campaign.paused',
    data: { reason: 'quota_reached', until: new Date(reason.until!).toISOString() },
  });
  expect(events.map(({ type }) => type)).toContain('campaign.resumed');
});

test('a person’s pause is not lifted by the end of another one', async () => {
  const { id } = await world.startCampaign();
  await world.campaigns.signal(id, 'pause', await quotaUntil(2));
  await handleOf(id).signal('pause');
  await eventually(async () => expect((await world.campaign(id)).status_reason).toBe('paused'));
  await world.sleep('5 hours');
  await expectStatus(id, 'paused');
  expect((await world.snapshot(id)).pause).toMatchObject({ code: 'paused', until: null });
});

test('a pause that ends at night goes on into closed hours', async () => {
  const { id } = await world.startCampaign({ settings: { hours: openBetween(await world.now(), -1, 1) } });
  await world.campaigns.signal(id, 'pause', await quotaUntil(3));
  await expectStatus(id, 'paused');
  await world.sleep('4 hours');
  await expectStatus(id, 'auto_paused');
});

test('a halt asked for in Postgres is confirmed by the pause, with its reason, and forgotten', async () => {
  const { id } = await world.startCampaign();
  await expectStatus(id, 'waiting');
  const reason: PauseReason = { code: 'circuit_breaker', text: 'Too many calls failed.', until: null };
  await world.db
    .updateTable('campaigns')
    .set({ halt_requested: 'pause', halt_requested_at: new Date(), halt_reason: JSON.stringify(reason) })
    .where('id', '=', id)
    .execute();
  await world.campaigns.signal(id, 'pause', reason);
  await expectStatus(id, 'paused');
  expect(await world.campaign(id)).toMatchObject({
    halt_requested: null,
    halt_reason: null,
    status_reason: 'circuit_breaker',
    status_text: reason.text,
  });
});

test('a campaign that cannot go on fails: calls in progress finish, waiting contacts end, and it says why', async () => {
  world.provider.script = () => 'stays_live';
  const campaign = await world.createCampaign({
    type: 'finite',
    settings: { pacing: { concurrency: 1, callsPerSecond: null } },
  });
  const lineIds = await world.storeLines(campaign.id, 2);
  await world.campaigns.start(campaign);
  const { id } = campaign;
  const call = await eventually(() => world.newestCall(id));
  const reason: PauseReason = {
    code: 'credentials_refused',
    text: 'The provider has refused us for a day.',
    until: null,
  };
  await world.db
    .updateTable('campaigns')
    .set({ halt_requested: 'fail', halt_requested_at: new Date(), halt_reason: JSON.stringify(reason) })
    .where('id', '=', id)
    .execute();
  await world.campaigns.signal(id, 'fail');
  await expectStatus(id, 'failed');
  await eventually(async () => expect((await world.line(lineIds[1]!)).call_status).toBe('cancelled'));
  expect((await world.line(lineIds[1]!)).closing_reason).toBe('the campaign has failed');
  await world.provider.end(call, callEnd());
  await handleOf(id).result();
  expect(await world.campaign(id)).toMatchObject({
    status: 'failed',
    status_reason: 'credentials_refused',
    status_text: reason.text,
    halt_requested: null,
  });
  expect((await world.line(lineIds[0]!)).call_status).toBe('completed');
  expect((await world.campaignEvents(id)).at(-1)).toEqual({
    type: 'campaign.failed',
    data: { reason: 'credentials_refused' },
  });
});

test('a contact in the middle of its course that may not be called now waits for its own hours, and is called then', async () => {
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'busy' } : {});
  const now = await world.now();
  const [window] = openBetween(now, -1, 4).windows;
  const contactHours = { enabled: true, ...window!, strict: false };
  const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3 };
  const rules = { busy: { delayS: 2 * 3600, backoff: 1, maxDelayS: 86_400 } };
  const { id } = await world.startCampaign({ settings: { contactHours, retry: { ...retry, rules } } });
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('retry_scheduled'));
  await handleOf(id).signal('pause');
  await expectStatus(id, 'paused');
  // Its time comes while the campaign is paused; when that is lifted, it is night where the person is.
  await world.sleep('8 hours');
  await handleOf(id).signal('resume');
  const waiting = await eventually(async () => {
    const line = await world.line(lineId!);
    return !line.ready && line.next_attempt_at !== null && line.next_attempt_at.getTime() > now + 20 * HOUR_MS && line;
  });
  expect(waiting).toMatchObject({ attempts: 1 });
  const contact = world.client.workflow.getHandle(contactWorkflowId(id, lineId!));
  await eventually(async () =>
    expect(await contact.query('snapshot')).toMatchObject({
      phase: 'waiting',
      wakesAt: waiting.next_attempt_at!.toISOString(),
    }),
  );
  expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0 });
  await world.sleep('20 hours');
  await expectCompleted([lineId!]);
  const [, second] = await world.attempts(id);
  expect(second!.attempt_no).toBe(2);
});

test('a contact that was never called and may not be now ends its workflow, and gives its slot back', async () => {
  const [window] = openBetween(await world.now(), 3, 6).windows;
  const contactHours = { enabled: true, ...window!, strict: false };
  const { id } = await world.startCampaign({ settings: { contactHours } });
  const [lineId] = await world.addLines(id, 1);
  const line = await eventually(async () => {
    const read = await world.line(lineId!);
    return !read.ready && read;
  });
  expect(line).toMatchObject({ call_status: 'queued', attempts: 0 });
  expect(line.next_attempt_at).not.toBeNull();
  expect(await world.client.workflow.getHandle(contactWorkflowId(id, lineId!)).result()).toBe('held');
  await eventually(async () => expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0, counts: { held: 1 } }));
});

test('a completed campaign that is reopened lives again under its id, though its end is still being told', async () => {
  const callbacks = { ...DEFAULT_SETTINGS.callbacks, campaignStatus: 'http://127.0.0.1:9/nobody-listens' };
  const campaign = await world.createCampaign({ type: 'finite', settings: { callbacks } });
  const { id } = campaign;
  await world.storeLines(id, 1);
  await world.campaigns.start(campaign);
  await expectStatus(id, 'completed');
  const reopened = await world.db
    .updateTable('campaigns')
    .set({ status: 'in_progress', ended_at: null, round: 2, workflow_started_at: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const again = await world.storeLines(id, 1);
  await world.campaigns.start(reopened);
  // Told twice, as the sweeper may: nothing is torn down.
  await world.campaigns.start(reopened);
  await expectCompleted(again);
  await expectStatus(id, 'completed');
  const [first, second] = await world.attempts(id);
  expect(second!.lease).toBeGreaterThan(first!.lease);
  const deliveries = await world.db
    .selectFrom('deliveries')
    .select('dedupe_key')
    .where('campaign_id', '=', id)
    .orderBy('id')
    .execute();
  expect(deliveries.map(({ dedupe_key }) => dedupe_key)).toEqual([`campaign_status:${id}`, `campaign_status:${id}:2`]);
  const types = (await world.campaignEvents(id)).map(({ type }) => type);
  expect(types.filter((type) => type === 'campaign.completed')).toHaveLength(2);
});
