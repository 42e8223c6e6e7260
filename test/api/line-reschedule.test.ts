import { createApiWorld, type ApiWorld } from './api-world';
import {
  addCallback,
  addLine,
  addRetry,
  anHourLaterToday,
  callbacksOf,
  changeCampaign,
  readLine,
} from './line-fixtures';

const HOUR_MS = 3_600_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

interface Line {
  readonly campaign_id: number;
  readonly id: number;
}
/** To the minute, as clocks on the wall show it. */
const inHours = (hours: number): string =>
  new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * HOUR_MS).toISOString();
const reschedule = (line: Line, body: unknown) =>
  api.call('post', `/calls/bulk_call/${line.campaign_id}/lines/${line.id}/reschedule`, { body });
const callNow = (line: Line) => api.call('post', `/calls/bulk_call/${line.campaign_id}/lines/${line.id}/call_now`);

describe('rescheduling a contact', () => {
  it('moves a fresh contact to an instant, or to a wall-clock time in a zone', async () => {
    const line = await addLine(api, await api.createCampaign());
    const at = inHours(1);
    expect((await reschedule(line, { at })).body).toMatchObject({
      next_attempt_at: at,
      will_call_after: at,
      reason: 'scheduled_contact',
    });
    const { body } = await reschedule(line, {
      at: wallClock('2026-12-25 10:00:00'),
      timezone: 'America/New_York',
    });
    expect(body.next_attempt_at).toMatch(/T15:00:00/);
    expect(await readLine(api.db, line.id)).toMatchObject({ ready: false, ready_at: null });
  });

  it("reads a wall-clock time in the contact's own zone unless told", async () => {
    const line = await addLine(api, await api.createCampaign(), { timezone: 'Asia/Kolkata' });
    const { body } = await reschedule(line, { at: wallClock('2026-12-25 10:00:00') });
    expect(body.next_attempt_at).toMatch(/T04:30:00/);
  });

  it('makes a promise for a contact that was called before, and wakes it only when that comes earlier', async () => {
    const line = await addRetry(api, await api.createCampaign());
    await reschedule(line, { at: inHours(3) });
    expect((await readLine(api.db, line.id)).wake_requested_at).toBeNull();
    const at = new Date(inHours(0.5));
    await reschedule(line, { at: at.toISOString(), timezone: 'Europe/Berlin' });
    expect(await readLine(api.db, line.id)).toMatchObject({
      call_status: 'retry_scheduled',
      retries_used: 1,
      next_attempt_at: at,
      wake_requested_at: expect.any(Date),
    });
    expect(await callbacksOf(api.db, line.id)).toMatchObject([
      { status: 'pending', source: 'admin', zone: 'Europe/Berlin', asked_for: at, due_at: at },
    ]);
  });

  it('amends the callback that is pending, instead of making a second one', async () => {
    const line = await addRetry(api, await api.createCampaign(), { call_status: 'callback_scheduled' });
    await addCallback(api.db, line, new Date(Date.now() + HOUR_MS));
    const at = inHours(2);
    await reschedule(line, { at });
    expect(await callbacksOf(api.db, line.id)).toMatchObject([
      { status: 'pending', text: 'tomorrow at three', due_at: new Date(at) },
    ]);
  });

  it('moves into the hours, and says so', async () => {
    const line = await addLine(api, await api.createCampaign({ calling_hours: { windows: [anHourLaterToday()] } }));
    const at = new Date(Date.now() + HOUR_MS);
    const { body } = await reschedule(line, { at: at.toISOString() });
    expect(Date.parse(body.next_attempt_at as string)).toBeGreaterThan(at.getTime());
    expect(await readLine(api.db, line.id)).toMatchObject({
      schedule_at: at,
      next_attempt_reason: 'rescheduled by hand; moved into the calling hours',
    });
  });

  it.each([
    [{ at: 'tomorrow' }, 'invalid_datetime'],
    [{ at: '2020-01-01 10:00:00' }, 'in_the_past'],
    [{ at: '2999-01-01T10:00:00Z' }, 'too_far_ahead'],
    [{ at: wallClock('2026-12-25 10:00:00'), timezone: 'Mars/Olympus' }, 'invalid_timezone'],
    [{}, 'required'],
    [{ at: wallClock('2026-12-25 10:00:00'), time: 1 }, 'unknown_field'],
  ])('refuses %j with %s', async (body, code) => {
    const line = await addLine(api, await api.createCampaign());
    expect((await reschedule(line, body)).body).toMatchObject({ status: 422, code });
    expect(await readLine(api.db, line.id)).toMatchObject({ ready: true });
  });

  it('refuses a time at which the contact has expired', async () => {
    const expires_at = inHours(1);
    const line = await addLine(api, await api.createCampaign(), { expires_at });
    const at = inHours(2);
    expect((await reschedule(line, { at })).body).toMatchObject({ status: 422, code: 'after_expiry' });
  });

  it('refuses what no hour is left for', async () => {
    const id = await api.createCampaign();
    const line = await addRetry(api, id);
    const { settings } = await api.db
      .selectFrom('campaigns')
      .select('settings')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const hours = { zone: 'UTC', dailyStop: null, dailyStart: null, weekdays: [], windows: [], closedDates: [] };
    await changeCampaign(api.db, id, { settings: JSON.stringify({ ...settings, hours }) });
    const at = inHours(1);
    for (const response of [await reschedule(line, { at }), await callNow(line)]) {
      expect(response.body).toMatchObject({ status: 409, code: 'never_open' });
    }
  });
});

/** The same wall-clock time of the next year in which it still lies ahead, within a year. */
function wallClock(text: string): string {
  const year = new Date().getUTCFullYear();
  const ahead = Date.parse(`${year}-12-25T00:00:00Z`) > Date.now() ? year : year + 1;
  return text.replace('2026', String(ahead));
}
