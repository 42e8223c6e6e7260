import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

afterAll(() => world.close());

const retrying = (limit: number, hours: number): Partial<CampaignSettings> => ({
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit, schedule: 'scheduled_time', scheduleHours: hours },
});

async function contactResult(campaignId: number, lineId: number): Promise<unknown> {
  return world.client.workflow.getHandle(contactWorkflowId(campaignId, lineId)).result();
}

async function startWithOneLine(settings: Partial<CampaignSettings>): Promise<{ id: number; lineId: number }> {
  const { id } = await world.startCampaign({ settings });
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(lineId!)).attempts).toBeGreaterThan(0), { timeoutMs: 10_000 });
  return { id, lineId: lineId! };
}

test('six retries make seven calls, and no eighth, over days', async () => {
  world.provider.script = () => ({ disposition: 'no_answer' });
  const { id, lineId } = await startWithOneLine(retrying(6, 20));
  expect(await contactResult(id, lineId)).toBe('no_answer');
  await world.env.sleep('10 days');
  const line = await world.line(lineId);
  expect(line).toMatchObject({ attempts: 7, retries_used: 6, call_status: 'no_answer' });
  expect(line.closing_reason).toBe('no_answer; all 6 retries used');
  expect(await world.attempts(id)).toHaveLength(7);
});

test('a retry is due exactly its delay after the call', async () => {
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'busy' } : {});
  const before = await world.now();
  const { id, lineId } = await startWithOneLine({
    retry: {
      ...DEFAULT_SETTINGS.retry,
      enabled: true,
      limit: 3,
      rules: { busy: { delayS: 7 * 3600, backoff: 1, maxDelayS: 86_400 } },
    },
  });
  const waiting = await eventually(async () => {
    const line = await world.line(lineId);
    return line.call_status === 'retry_scheduled' && line;
  });
  const dueAfter = waiting.next_attempt_at!.getTime() - before;
  expect(dueAfter).toBeGreaterThanOrEqual(7 * HOUR_MS);
  expect(dueAfter).toBeLessThan(7 * HOUR_MS + 60_000);
  await world.env.sleep('6 hours');
  expect((await world.line(lineId)).attempts).toBe(1);
  expect(await contactResult(id, lineId)).toBe('completed');
  expect((await world.now()) - before).toBeGreaterThanOrEqual(7 * HOUR_MS);
});

test('a callback asked for goes to the asked instant, days on, and uses up no retry', async () => {
  const at = (await world.now()) + 75 * HOUR_MS;
  const wish = { callback_at: new Date(at).toISOString(), callback_text: 'in three days at noon' };
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'completed', outcome: wish } : {});
  const { id, lineId } = await startWithOneLine({ callback: { ...DEFAULT_SETTINGS.callback, enabled: true } });
  const waiting = await eventually(async () => {
    const line = await world.line(lineId);
    return line.call_status === 'callback_scheduled' && line;
  });
  expect(waiting.next_attempt_at!.getTime()).toBe(at);
  expect(waiting.next_attempt_reason).toContain('in three days at noon');
  await world.env.sleep('74 hours');
  expect((await world.line(lineId)).attempts).toBe(1);
  expect(await contactResult(id, lineId)).toBe('completed');
  expect(await world.line(lineId)).toMatchObject({ attempts: 2, retries_used: 0, callbacks_used: 1 });
});

test('who asks not to be called again is suppressed, and never called by another campaign', async () => {
  world.provider.script = () => ({ disposition: 'completed', outcome: { do_not_call: true } });
  const first = await startWithOneLine(retrying(6, 1));
  expect(await contactResult(first.id, first.lineId)).toBe('suppressed');
  const callsSoFar = world.provider.calls.length;
  const { to_number } = await world.line(first.lineId);
  const campaign = await world.createCampaign();
  const [again] = await world.storeLines(campaign.id, 1);
  await world.db.updateTable('lines').set({ to_number }).where('id', '=', again!).execute();
  await world.campaigns.start(campaign);
  await eventually(async () => expect((await world.line(again!)).call_status).toBe('suppressed'));
  expect(world.provider.calls).toHaveLength(callsSoFar);
});

test('no capacity at the provider is no attempt: the contact waits, and its retries stay', async () => {
  let refusals = 3;
  world.provider.script = () => ({});
  world.provider.answer = () =>
    refusals-- > 0 ? { kind: 'refused', disposition: 'no_capacity', rawCode: 'full' } : null;
  const { id, lineId } = await startWithOneLine({});
  expect(await contactResult(id, lineId)).toBe('completed');
  expect(await world.line(lineId)).toMatchObject({ attempts: 4, retries_used: 0, call_status: 'completed' });
  world.provider.answer = null;
});

test('a call that never reports its end is looked up at its deadline', async () => {
  world.provider.script = () => 'stays_live';
  const { id, lineId } = await startWithOneLine({});
  const call = world.provider.calls.at(-1)!;
  // The event is lost: the provider knows, and nobody tells us.
  call.end = { disposition: 'busy', rawCode: 'lost', durationS: null, outcome: {} };
  expect(await contactResult(id, lineId)).toBe('busy');
  expect(await world.attempts(id)).toHaveLength(1);
});

test('cancelling a campaign ends contacts that sleep for days', async () => {
  world.provider.script = () => ({ disposition: 'no_answer' });
  const { id, lineId } = await startWithOneLine(retrying(6, 240));
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('retry_scheduled'));
  const before = await world.now();
  await world.client.workflow.getHandle(`campaign-${id}`).signal('cancel');
  expect(await contactResult(id, lineId)).toBe('cancelled');
  expect((await world.now()) - before).toBeLessThan(HOUR_MS);
  expect((await world.line(lineId)).call_status).toBe('cancelled');
});
