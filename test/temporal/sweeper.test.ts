import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { queueDueContacts } from '../../services/worker-campaigns/due-contacts';
import { sweep } from '../../services/worker-campaigns/sweeper';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

// Each test leaves something undone, as a process does that dies in between, and sweeps until it is mended.

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

beforeEach(() => {
  world.provider.script = () => ({});
  world.provider.calls.length = 0;
});

afterAll(() => world.close());

async function sweepUntil(expectation: () => Promise<void>): Promise<void> {
  await eventually(
    async () => {
      await sweep(world);
      await expectation();
    },
    { timeoutMs: 60_000, intervalMs: 500 },
  );
}

test('contacts that were stored and never announced are called', async () => {
  const { id } = await world.startCampaign();
  await eventually(async () => expect((await world.campaign(id)).projected_revision).toBeGreaterThan(0));
  const [lineId] = await world.storeLines(id, 1);
  await sweepUntil(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
  expect(world.provider.calls).toHaveLength(1);
});

test('a campaign that was stored and never started gets its workflow', async () => {
  const { id } = await world.createCampaign();
  await sweepUntil(async () => expect((await world.snapshot(id)).status).toBe('waiting'));
});

test('a halt that never reached the workflow is told again', async () => {
  const { id } = await world.startCampaign();
  await eventually(async () => expect((await world.campaign(id)).projected_revision).toBeGreaterThan(0));
  await world.db
    .updateTable('campaigns')
    .set({ halt_requested: 'pause', halt_requested_at: new Date() })
    .where('id', '=', id)
    .execute();
  await sweepUntil(async () => {
    expect(await world.campaign(id)).toMatchObject({ status: 'paused', halt_requested: null });
  });
});

test('settings that never reached the workflow are told again', async () => {
  const { id, settings } = await world.startCampaign();
  await eventually(async () => expect((await world.campaign(id)).applied_settings_version).toBe(1));
  const changed = { ...settings, pacing: { concurrency: 3, callsPerSecond: null } };
  await world.db
    .updateTable('campaigns')
    .set({ settings: JSON.stringify(changed), settings_version: 2, updated_at: new Date() })
    .where('id', '=', id)
    .execute();
  await sweepUntil(async () => expect((await world.snapshot(id)).pacing.concurrency).toBe(3));
});

test('a contact that was terminated during its call is started again where its attempt left off', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign();
  const [lineId] = await world.addLines(id, 1);
  const call = await eventually(() => world.newestCall(id));
  await eventually(async () => expect((await world.attempts(id))[0]!.status).toBe('placed'));
  await world.client.workflow.getHandle(contactWorkflowId(id, lineId!)).terminate('by hand');
  await world.provider.end(call, callEnd());
  await sweepUntil(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
  await eventually(async () => {
    expect(await world.snapshot(id)).toMatchObject({ slotsTaken: 0, counts: { callsEnded: 1, contactsClosed: 1 } });
  });
  expect(world.provider.calls).toHaveLength(1);
  expect(await world.attempts(id)).toHaveLength(1);
});

test('a contact scheduled for later is called when its time has come', async () => {
  const { id } = await world.startCampaign();
  await eventually(async () => expect((await world.campaign(id)).projected_revision).toBeGreaterThan(0));
  const [lineId] = await world.storeLines(id, 1);
  await world.db
    .updateTable('lines')
    .set({ ready: false, ready_at: null, next_attempt_at: new Date(Date.now() - 1) })
    .where('id', '=', lineId!)
    .execute();
  expect(await queueDueContacts(world)).toBe(1);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'), {
    timeoutMs: 30_000,
  });
  expect((await world.client.workflow.getHandle(campaignWorkflowId(id)).describe()).status.name).toBe('RUNNING');
});

const retrying = {
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time', scheduleHours: 20 },
} as const;

async function startSleeper(): Promise<{ id: number; lineId: number }> {
  world.provider.script = () => ({ disposition: 'no_answer' });
  const { id } = await world.startCampaign({ settings: retrying });
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('retry_scheduled'));
  return { id, lineId: lineId! };
}

const resultOf = (id: number, lineId: number) =>
  world.client.workflow.getHandle(contactWorkflowId(id, lineId)).result();

test('a contact that expires while it sleeps ends, and so does its workflow', async () => {
  const { id, lineId } = await startSleeper();
  await world.db.updateTable('lines').set({ expires_at: new Date() }).where('id', '=', lineId).execute();
  await sweepUntil(async () => expect((await world.line(lineId)).call_status).toBe('expired'));
  expect(await resultOf(id, lineId)).toBe('expired');
  await eventually(async () => expect((await world.line(lineId)).wake_requested_at).toBeNull());
});

test('a campaign whose last day is over is paused with the reason, and its contacts wait', async () => {
  const { id, lineId } = await startSleeper();
  const limits = { ...DEFAULT_SETTINGS.limits, endDate: '2020-12-24' };
  const { settings } = await world.campaign(id);
  await world.db
    .updateTable('campaigns')
    .set({ settings: JSON.stringify({ ...settings, limits }) })
    .where('id', '=', id)
    .execute();
  await sweepUntil(async () => {
    expect(await world.campaign(id)).toMatchObject({ status: 'paused', status_reason: 'quota_reached' });
  });
  expect((await world.campaign(id)).status_text).toContain('2020-12-24');
  expect((await world.line(lineId)).call_status).toBe('retry_scheduled');
  const types = (await world.campaignEvents(id)).map(({ type }) => type);
  expect(types.filter((type) => type === 'campaign.quota_reached')).toHaveLength(1);
});

test('a contact that was skipped for a condition is called when that is gone, although its workflow has ended', async () => {
  const { id, lineId } = await startSleeper();
  await world.changeSettings(id, { conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }] });
  expect(await resultOf(id, lineId)).toBe('skipped');
  world.provider.script = () => ({});
  await world.changeSettings(id, { conditions: [], retry: { ...retrying.retry, schedule: 'immediately' } });
  await sweepUntil(async () => expect((await world.line(lineId)).call_status).toBe('completed'));
  expect((await world.line(lineId)).attempts).toBe(2);
});
