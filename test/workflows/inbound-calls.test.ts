import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { countLinesByStatus } from '../../infra/db/lines/lines';
import { sweep } from '../../services/worker-campaigns/sweeper';
import { contactSnapshotQuery, contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { createInboundDesk } from '../setup/inbound-desk';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;
const PATIENT = { timeoutMs: 30_000, intervalMs: 200 };

let world: TimeSkippingWorld;
let desk: ReturnType<typeof createInboundDesk>;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
  desk = createInboundDesk(world.db, () => world.now());
});

afterAll(async () => {
  await desk.close();
  await world.close();
});

const contactOf = (campaignId: number, lineId: number) =>
  world.client.workflow.getHandle(contactWorkflowId(campaignId, lineId));

/** A contact of a campaign of its own that was called once in vain, and sleeps for ten days until its retry. */
async function sleeper(settings: Partial<CampaignSettings>) {
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'no_answer' } : {});
  const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 2, scheduleHours: 240 } as const;
  const campaign = await world.createCampaign({
    type: 'finite',
    settings: { retry: { ...retry, schedule: 'scheduled_time' }, ...settings },
  });
  const [lineId] = (await world.storeLines(campaign.id, 1)) as [number];
  await world.campaigns.start(campaign);
  await eventually(async () => {
    expect((await world.line(lineId)).call_status).toBe('retry_scheduled');
    expect((await contactOf(campaign.id, lineId).query(contactSnapshotQuery)).phase).toBe('waiting');
  }, PATIENT);
  return { campaignId: campaign.id, lineId, from: (await world.line(lineId)).to_number };
}

test('a contact that calls in while it waits for its retry is settled: its workflow ends, and its campaign counts it once', async () => {
  const { campaignId, lineId, from } = await sleeper({ inbound: 'settle' });
  const before = await world.now();
  const call = await desk.callIn({ from });
  await desk.end(call);
  await desk.end(call);
  await world.wakeContacts();
  await eventually(
    async () => expect((await contactOf(campaignId, lineId).describe()).status.name).toBe('COMPLETED'),
    PATIENT,
  );
  await eventually(async () => {
    await sweep({ ...world, clock: () => world.now() });
    expect((await world.campaign(campaignId)).status).toBe('completed');
  }, PATIENT);
  expect((await world.now()) - before).toBeLessThan(HOUR_MS);
  expect(await countLinesByStatus(world.db, campaignId)).toEqual([
    { callStatus: 'completed', dialled: true, lines: 1 },
  ]);
  await world.sleep('11 days');
  expect(world.provider.callsTo(from)).toHaveLength(1);
});

test('a contact that calls in and asks for tomorrow is called then, once, and not at the time of its retry', async () => {
  const callback = { ...DEFAULT_SETTINGS.callback, enabled: true };
  const { campaignId, lineId, from } = await sleeper({ inbound: 'settle', callback });
  const at = (await world.now()) + 20 * HOUR_MS;
  await desk.end(await desk.callIn({ from }), { outcome: { callback_at: new Date(at).toISOString() } });
  await world.wakeContacts();
  await world.sleep('19 hours');
  expect(world.provider.callsTo(from)).toHaveLength(1);
  await world.sleep('2 hours');
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('completed'), PATIENT);
  await world.sleep('11 days');
  expect(world.provider.callsTo(from)).toHaveLength(2);
  expect((await world.attempts(campaignId)).at(-1)!.created_at.getTime()).toBeGreaterThanOrEqual(at);
  const callbacks = world.db.selectFrom('callbacks').select('status').where('line_id', '=', lineId);
  expect(await callbacks.execute()).toEqual([{ status: 'kept' }]);
});

test('a contact whose retry falls due while it is on the line with us is called only once that call is over', async () => {
  const { lineId, from } = await sleeper({ inbound: 'ignore' });
  const due = (await world.line(lineId)).next_attempt_at!.getTime();
  await world.sleep('239 hours');
  const call = await desk.callIn({ from, now: due - 60_000 });
  const answered = await desk.tell(call, { type: 'answered' }, due - 60_000);
  await world.sleep('65 minutes');
  expect(world.provider.callsTo(from)).toHaveLength(1);
  await desk.end(answered);
  await world.sleep('5 minutes');
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('completed'), PATIENT);
  expect(world.provider.callsTo(from)).toHaveLength(2);
});
