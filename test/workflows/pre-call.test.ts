import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { eventually } from '../setup/eventually';
import { json, PreCallReceiver } from '../setup/pre-call-receiver';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: TimeSkippingWorld;
let receiver: PreCallReceiver;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
  receiver = await PreCallReceiver.start();
  await world.db
    .updateTable('agents')
    .set({ pre_call_webhook_url: receiver.url, welcome_message: 'Hi {{ name }}' })
    .execute();
});

beforeEach(() => {
  receiver.answer = json({});
  receiver.questions.length = 0;
  world.provider.calls.length = 0;
  world.provider.script = () => ({});
});

afterAll(async () => {
  await world.close();
  await receiver.close();
});

/** One retry, an hour after a call that reached nobody. */
const RETRY: Partial<CampaignSettings> = {
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 1, schedule: 'scheduled_time', scheduleHours: 1 },
};

async function start(settings: Partial<CampaignSettings> = {}): Promise<{ id: number; lineId: number }> {
  const { id } = await world.startCampaign({ settings: { ...RETRY, ...settings } });
  const [lineId] = await world.addLines(id, 1);
  return { id, lineId: lineId! };
}

const waits = (lineId: number) =>
  eventually(async () => {
    const line = await world.line(lineId);
    return (line.next_attempt_at?.getTime() ?? 0) > (await world.now()) && line;
  });

const closed = (lineId: number) =>
  eventually(async () => {
    const line = await world.line(lineId);
    return line.closed_at !== null && line;
  });

test('fail_call: the retry asks again, and the call is made with its variables', async () => {
  receiver.answer = json({}, 500);
  const { id, lineId } = await start();
  expect(await waits(lineId)).toMatchObject({ call_status: 'retry_scheduled', retries_used: 1 });
  expect(world.provider.calls).toEqual([]);
  receiver.answer = json({ call: { dynamic_variables: { name: 'Ada' } } });
  await world.sleep('61 minutes');
  expect(await closed(lineId)).toMatchObject({ call_status: 'completed', attempts: 2 });
  expect(world.provider.calls.map(({ request }) => request.welcomeMessage)).toEqual(['Hi Ada']);
  expect(await world.attempts(id)).toMatchObject([
    { disposition: 'failed', raw_code: 'pre_call_webhook' },
    { disposition: 'completed', pre_call: { outcome: 'answered' } },
  ]);
  expect((await world.campaign(id)).halt_requested).toBeNull();
});

test('proceed: the call is made all the same', async () => {
  receiver.answer = json({}, 500);
  const { lineId } = await start({ preCallFailure: 'proceed' });
  expect(await closed(lineId)).toMatchObject({ call_status: 'completed', attempts: 1 });
  expect(receiver.questions).toHaveLength(3);
});

test('requeue: every five minutes it asks again, ten times in a row, and then the call fails', async () => {
  world.provider.script = () => ({ disposition: 'busy' });
  const { lineId } = await start({ preCallFailure: 'requeue' });
  await waits(lineId);
  receiver.answer = json({}, 500);
  await world.sleep('62 minutes');
  for (let time = 1; time <= 10; time += 1) {
    const line = await eventually(async () => {
      const found = await world.line(lineId);
      return found.held_off_in_a_row === time && found;
    });
    expect(line).toMatchObject({ call_status: 'retry_scheduled', attempts: 1, retries_used: 1 });
    expect(line.next_attempt_reason).toMatch(/^the pre-call webhook failed: http_500/);
    await world.sleep('305 seconds');
  }
  expect(await closed(lineId)).toMatchObject({ call_status: 'failed', attempts: 2, held_off_in_a_row: 0 });
  expect(world.provider.calls).toHaveLength(1);
});

test('a retry that is held off is made at its time, and uses up no more for it', async () => {
  world.provider.script = (_, calls) => (calls === 0 ? { disposition: 'busy' } : {});
  const { lineId } = await start();
  await waits(lineId);
  const retryAt = (await world.now()) + 26 * HOUR_MS;
  receiver.answer = json({ call: { eligible: false, reason: 'Not today', retry_at: new Date(retryAt).toISOString() } });
  await world.sleep('2 hours');
  expect(await world.line(lineId)).toMatchObject({
    call_status: 'retry_scheduled',
    attempts: 1,
    retries_used: 1,
    next_attempt_at: new Date(retryAt),
    next_attempt_reason: 'the pre-call webhook holds it off: Not today',
  });
  receiver.answer = json({});
  await world.sleep('25 hours');
  expect(await closed(lineId)).toMatchObject({ call_status: 'completed', attempts: 2, retries_used: 1 });
  expect(world.provider.calls[1]!.at).toBeGreaterThanOrEqual(retryAt);
});

test('whoever is suppressed while the webhook is asked is not called, and the contact ends', async () => {
  const { id } = await world.startCampaign({ settings: RETRY });
  receiver.answer = async (response, question, count) => {
    const { to_number: number } = (JSON.parse(question.body) as { call: { to_number: string } }).call;
    await world.db
      .insertInto('suppressions')
      .values({ organization_id: 1, number, reason: 'test', source: 'api' })
      .execute();
    await json({})(response, question, count);
  };
  const [lineId] = await world.addLines(id, 1);
  expect(await closed(lineId!)).toMatchObject({ call_status: 'suppressed', attempts: 0 });
  expect(world.provider.calls).toEqual([]);
});

test('a campaign that is paused while the webhook is asked calls after it is resumed, and asks again', async () => {
  const { id } = await world.startCampaign({ settings: RETRY });
  receiver.answer = async (response, question, count) => {
    await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
    await world.campaigns.signal(id, 'pause');
    await json({})(response, question, count);
  };
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.campaign(id)).status).toBe('paused'));
  await eventually(async () => expect((await world.snapshot(id)).slotsTaken).toBe(0));
  expect(await world.line(lineId!)).toMatchObject({ ready: true, attempts: 0 });
  expect(world.provider.calls).toEqual([]);
  receiver.answer = json({});
  await world.db.updateTable('campaigns').set({ halt_requested: null }).where('id', '=', id).execute();
  await world.campaigns.resume(id, await world.now());
  await world.sleep('1 minute');
  expect(await closed(lineId!)).toMatchObject({ call_status: 'completed', attempts: 1 });
  expect(receiver.questions).toHaveLength(2);
});
