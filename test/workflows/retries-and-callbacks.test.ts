import type { Duration } from '@temporalio/common';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { openBetween } from '../setup/hours';
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

/** Lets time pass, step by step, until a line is done with. */
async function passUntilClosed(campaignId: number, lineId: number, step: Duration): Promise<string> {
  for (let steps = 0; steps < 20; steps += 1) {
    const line = await eventually(async () => {
      const found = await world.line(lineId);
      const waits = (found.next_attempt_at?.getTime() ?? 0) > (await world.now());
      return (waits || found.closed_at !== null) && found;
    });
    if (line.closed_at !== null) break;
    await world.sleep(step);
  }
  await expectEnded(campaignId, lineId);
  return (await world.line(lineId)).call_status;
}

/** Its contact has been woken and has ended; no time is skipped for it. */
async function expectEnded(campaignId: number, lineId: number): Promise<void> {
  await eventually(async () => {
    const { status } = await world.client.workflow.getHandle(contactWorkflowId(campaignId, lineId)).describe();
    expect(status.name).toBe('COMPLETED');
  });
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
  expect(await passUntilClosed(id, lineId, '20 hours')).toBe('no_answer');
  await world.sleep('10 days');
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
  await world.sleep('6 hours');
  expect((await world.line(lineId)).attempts).toBe(1);
  expect(await passUntilClosed(id, lineId, '1 hour')).toBe('completed');
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
  await world.sleep('74 hours');
  expect((await world.line(lineId)).attempts).toBe(1);
  expect(await passUntilClosed(id, lineId, '1 hour')).toBe('completed');
  expect(await world.line(lineId)).toMatchObject({ attempts: 2, retries_used: 0, callbacks_used: 1 });
});

test('who asks not to be called again is suppressed, and never called by another campaign', async () => {
  world.provider.script = () => ({ disposition: 'completed', outcome: { do_not_call: true } });
  const first = await startWithOneLine(retrying(6, 1));
  expect(await passUntilClosed(first.id, first.lineId, '1 hour')).toBe('suppressed');
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
  expect(await passUntilClosed(id, lineId, '1 minute')).toBe('completed');
  expect(await world.line(lineId)).toMatchObject({ attempts: 4, retries_used: 0, call_status: 'completed' });
  world.provider.answer = null;
});

test('a call that never reports its end is looked up at its deadline', async () => {
  world.provider.script = () => 'stays_live';
  const { id, lineId } = await startWithOneLine({});
  const { to_number } = await world.line(lineId);
  const call = await eventually(() => world.provider.callsTo(to_number)[0] ?? null);
  // The event is lost: the provider knows, and nobody tells us.
  call.end = { disposition: 'busy', rawCode: 'lost', durationS: null, outcome: {} };
  await world.sleep('2 hours');
  expect(await passUntilClosed(id, lineId, '1 hour')).toBe('busy');
  expect(await world.attempts(id)).toHaveLength(1);
});

describe('settings that change while contacts sleep', () => {
  async function sleeper(limit: number, hours: number): Promise<{ id: number; lineId: number }> {
    world.provider.script = () => ({ disposition: 'no_answer' });
    const line = await startWithOneLine(retrying(limit, hours));
    await eventually(async () => expect((await world.line(line.lineId)).call_status).toBe('retry_scheduled'));
    return line;
  }

  test('a lower limit ends those beyond it at once', async () => {
    const { id, lineId } = await sleeper(6, 240);
    const before = await world.now();
    await world.changeSettings(id, retrying(0, 240));
    await eventually(async () => expect((await world.line(lineId)).call_status).toBe('no_answer'));
    await expectEnded(id, lineId);
    expect((await world.now()) - before).toBeLessThan(HOUR_MS);
    expect((await world.line(lineId)).closing_reason).toBe('no_answer; the retry limit is 0 now');
    expect(await world.attempts(id)).toHaveLength(1);
  });

  test('a higher limit gives further retries to those that still wait, seven calls at most', async () => {
    const { id, lineId } = await sleeper(1, 30);
    await world.changeSettings(id, retrying(6, 30));
    for (let calls = 2; calls <= 7; calls += 1) {
      await world.sleep('30 hours');
      await eventually(async () => {
        const line = await world.line(lineId);
        expect(line.attempts).toBe(calls);
        expect(line.call_status).not.toBe('in_progress');
      });
    }
    await world.sleep('30 days');
    await expectEnded(id, lineId);
    expect(await world.line(lineId)).toMatchObject({ attempts: 7, retries_used: 6, call_status: 'no_answer' });
    const versions = (await world.attempts(id)).map(({ settings_version }) => settings_version);
    expect(versions).toEqual([1, 2, 2, 2, 2, 2, 2]);
  });

  test('a shorter delay wakes those that may be called now', async () => {
    const { id, lineId } = await sleeper(1, 500);
    const before = await world.now();
    await world.changeSettings(id, { retry: { ...retrying(1, 0).retry!, schedule: 'immediately' } });
    await eventually(async () =>
      expect(await world.line(lineId)).toMatchObject({ attempts: 2, call_status: 'no_answer' }),
    );
    expect((await world.now()) - before).toBeLessThan(HOUR_MS);
  });

  test('hours that open later than the retry move it, and nobody is called before', async () => {
    const { id, lineId } = await sleeper(1, 5);
    const now = await world.now();
    await world.changeSettings(id, { hours: openBetween(now, 10, 14) });
    await eventually(async () => {
      expect((await world.line(lineId)).next_attempt_reason).toContain('moved into the calling hours');
    });
    await world.sleep('9 hours');
    expect((await world.line(lineId)).attempts).toBe(1);
    await world.sleep('2 hours');
    await eventually(async () => expect((await world.line(lineId)).call_status).toBe('no_answer'));
    const [, second] = world.provider.callsTo((await world.line(lineId)).to_number);
    expect(second!.at).toBeGreaterThanOrEqual(now + 9 * HOUR_MS);
    expect(second!.at).toBeLessThan(now + 14 * HOUR_MS);
  });
});

describe('"tomorrow at 3pm", said on the evening before the clocks change', () => {
  // In the States the clocks change on the second Sunday of March, in Europe on the last.
  test.each([
    ['America/New_York', '03-14', 19],
    ['Europe/Berlin', '03-31', 13],
  ])('is 3pm on the clocks of %s', async (timezone, latest, hourUtc) => {
    const sunday = lastSundayUpTo(latest, await world.now());
    await world.sleep(sunday - 2 * HOUR_MS - (await world.now()));
    const outcome = { callback_text: 'tomorrow at 3pm' };
    world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'completed', outcome } : {});
    const callback = { ...DEFAULT_SETTINGS.callback, enabled: true };
    const { id } = await world.startCampaign({ settings: { callback }, timezone });
    const [lineId] = await world.addLines(id, 1);
    await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('callback_scheduled'));
    const due = sunday + hourUtc * HOUR_MS;
    expect((await world.line(lineId!)).next_attempt_at).toEqual(new Date(due));
    await world.sleep(due - (await world.now()));
    await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'));
    const [, second] = world.provider.callsTo((await world.line(lineId!)).to_number);
    expect(second!.at).toBeGreaterThanOrEqual(due);
    const callbacks = await world.db.selectFrom('callbacks').selectAll().where('line_id', '=', lineId!).execute();
    expect(callbacks).toMatchObject([{ status: 'kept', zone: timezone, text: 'tomorrow at 3pm' }]);
  });

  /** The first instant, in UTC, of the last Sunday up to a day of March that is still ahead. */
  function lastSundayUpTo(day: string, now: number): number {
    const year = new Date(now).getUTCFullYear();
    const sundays = [year, year + 1].map((each) => {
      const last = Date.parse(`${each}-${day}T00:00:00Z`);
      return last - new Date(last).getUTCDay() * 24 * HOUR_MS;
    });
    return sundays.find((sunday) => sunday - 24 * HOUR_MS > now) ?? NaN;
  }
});

// Last: once a campaign has ended, this server skips no time any more.
test('cancelling a campaign ends contacts that sleep for days', async () => {
  world.provider.script = () => ({ disposition: 'no_answer' });
  const { id, lineId } = await startWithOneLine(retrying(6, 240));
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('retry_scheduled'));
  const before = await world.now();
  await world.client.workflow.getHandle(`campaign-${id}`).signal('cancel');
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('cancelled'));
  await expectEnded(id, lineId);
  expect((await world.now()) - before).toBeLessThan(HOUR_MS);
  expect((await world.line(lineId)).call_status).toBe('cancelled');
});
