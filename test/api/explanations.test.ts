import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { capReached, DEFAULT_NUMBER_CAPS } from '../../domain/campaign-limits';
import type { CallingHours } from '../../domain/calling-hours';
import { createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine, addRetry, changeCampaign, changeLine } from './line-fixtures';

const HOUR_MS = 3_600_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

interface Why {
  readonly code: string;
  readonly text: string;
  readonly until: string | null;
}

const story = async (line: { id: number; campaign_id: number }) => {
  const response = await api.call('get', `/calls/bulk_call/${line.campaign_id}/lines/${line.id}`);
  expect(response.status).toBe(200);
  return response.body as { why_not_now: Why | null; callbacks: unknown[] };
};
const whyNotNow = async (line: { id: number; campaign_id: number }) => (await story(line)).why_not_now;
const why = async (campaignId: number) =>
  (await api.call('get', `/calls/bulk_call/${campaignId}/why`)).body as Record<
    'held' | 'reason' | 'campaign_status',
    unknown
  >;
const storeSettings = (campaignId: number, changes: Partial<CampaignSettings>) =>
  changeCampaign(api.db, campaignId, { settings: JSON.stringify({ ...DEFAULT_SETTINGS, ...changes }) });

/** No window of today is open for the next hours. */
const closed: CallingHours = {
  zone: 'UTC',
  dailyStop: null,
  dailyStart: null,
  weekdays: null,
  windows: [minutesFrom(6, 7)],
  closedDates: [],
};

function minutesFrom(fromHours: number, toHours: number) {
  const hour = new Date().getUTCHours();
  return { startMinute: ((hour + fromHours) % 24) * 60, endMinute: ((hour + toHours) % 24) * 60 };
}

describe('the story of a line says why it is not called now', () => {
  it('nothing, while it is next in turn or being called', async () => {
    const line = await addLine(api, await api.createCampaign());
    expect(await whyNotNow(line)).toBeNull();
    await changeLine(api.db, line.id, { call_status: 'in_progress', ready: false });
    expect(await whyNotNow(line)).toBeNull();
  });

  it('how it has ended', async () => {
    const line = await addLine(api, await api.createCampaign());
    const closed_at = new Date('2026-01-02T03:04:05Z');
    await changeLine(api.db, line.id, { call_status: 'busy', closing_reason: 'busy; all 3 retries used', closed_at });
    expect(await whyNotNow(line)).toEqual({
      code: 'busy',
      text: 'Busy; all 3 retries used.',
      since: closed_at.toISOString(),
      until: null,
    });
  });

  it('that its campaign is a draft, scheduled, paused for a reason, or about to be', async () => {
    const draft = await addLine(api, await api.createCampaign({ save_as_draft: true }));
    expect(await whyNotNow(draft)).toMatchObject({ code: 'campaign_draft' });
    const start = { is_scheduled: true, scheduled_datetime: '2099-01-01 00:00:00' };
    const scheduled = await addLine(api, await api.createCampaign(start));
    expect(await whyNotNow(scheduled)).toMatchObject({ code: 'campaign_scheduled', until: '2099-01-01T00:00:00.000Z' });

    const id = await api.createCampaign();
    const line = await addLine(api, id);
    const since = new Date('2026-01-01T00:00:00Z');
    const until = new Date('2099-01-01T00:00:00Z');
    const shown = {
      status: 'paused',
      status_reason: 'quota_reached',
      status_text: 'Five calls a day are made.',
    } as const;
    await changeCampaign(api.db, id, { ...shown, status_since: since, status_until: until });
    expect(await whyNotNow(line)).toEqual({
      code: 'quota_reached',
      text: 'Five calls a day are made.',
      since: since.toISOString(),
      until: until.toISOString(),
    });

    const reason = { code: 'circuit_breaker', text: 'Half of the calls fail.', until: null } as const;
    await changeCampaign(api.db, id, {
      status: 'waiting',
      halt_requested: 'pause',
      halt_requested_at: new Date(),
      halt_reason: JSON.stringify(reason),
    });
    expect(await whyNotNow(line)).toMatchObject({ code: 'circuit_breaker', text: reason.text });
    await changeCampaign(api.db, id, { halt_requested: 'cancel', halt_reason: null });
    expect(await whyNotNow(line)).toMatchObject({ code: 'campaign_ended' });
  });

  it('that the number is suppressed, though nobody has ended the line yet', async () => {
    const line = await addLine(api, await api.createCampaign(), { to_number: '+15551238888' });
    await api.db
      .insertInto('suppressions')
      .values({ organization_id: api.organizationId, number: line.to_number, reason: 'test', source: 'api' })
      .execute();
    expect(await whyNotNow(line)).toMatchObject({ code: 'suppressed', since: expect.any(String) });
  });

  it("that it is outside the campaign's hours, or the called person's own, and until when", async () => {
    const id = await api.createCampaign();
    const line = await addLine(api, id);
    await storeSettings(id, { hours: closed });
    const campaign = await whyNotNow(line);
    expect(campaign).toMatchObject({ code: 'outside_calling_hours', until: expect.any(String) });
    expect(Date.parse(campaign?.until ?? '')).toBeGreaterThan(Date.now());

    await storeSettings(id, { contactHours: { enabled: true, ...minutesFrom(6, 7), strict: false } });
    expect(await whyNotNow(line)).toMatchObject({ code: 'contact_hours', until: campaign?.until });
  });

  it('that its retry or callback lies ahead, with the rule that set it', async () => {
    const id = await api.createCampaign();
    const next_attempt_at = new Date(Date.now() + HOUR_MS);
    const retry = await addRetry(api, id, { next_attempt_at });
    expect(await whyNotNow(retry)).toMatchObject({
      code: 'retry_scheduled',
      text: 'Busy: retry 1 of 3.',
      until: next_attempt_at.toISOString(),
    });
    await changeLine(api.db, retry.id, { uncounted_in_a_row: 2 });
    expect(await whyNotNow(retry)).toMatchObject({ code: 'no_capacity' });
    await changeLine(api.db, retry.id, { call_status: 'callback_scheduled' });
    expect(await whyNotNow(retry)).toMatchObject({ code: 'callback_scheduled' });
  });

  it('that the number was called as often as it may be in a day', async () => {
    const rules = { numberCaps: { attemptsPerDay: 2, onSimulator: true } };
    await api.db
      .updateTable('organizations')
      .set({ calling_rules: JSON.stringify(rules) })
      .execute();
    const line = await addLine(api, await api.createCampaign(), { to_number: '+15551237777', timezone: 'UTC' });
    await addAttempt(api.db, line, { created_at: new Date() });
    expect(await whyNotNow(line)).toBeNull();
    await addAttempt(api.db, line, { created_at: new Date() });
    const found = await whyNotNow(line);
    expect(found).toMatchObject({ code: 'number_cap', text: expect.stringMatching(/2 times today/) });
    expect(found?.until).toMatch(/T00:00:00/);
    await api.db.updateTable('organizations').set({ calling_rules: '{}' }).execute();
  });

  it('how many go before it, in the order of the queue, and what they wait for', async () => {
    const id = await api.createCampaign({ concurrent_call_limit: 1 });
    const last = await addLine(api, id, { priority: 1 });
    await addLine(api, id, { priority: 9 });
    const first = await addLine(api, id);
    await addRetry(api, id, { call_status: 'queued', ready: true, ready_at: new Date(), next_attempt_at: null });
    await changeLine(api.db, first.id, { ready_at: new Date(0) });
    expect(await whyNotNow(last)).toMatchObject({ code: 'in_queue', text: '3 contacts are before it.' });
    expect(await whyNotNow(first)).toMatchObject({ text: '2 contacts are before it.' });
    await addLine(api, id, {}, { call_status: 'in_progress', ready: false });
    expect(await whyNotNow(last)).toMatchObject({
      code: 'all_slots_taken',
      text: expect.stringMatching(/^All 1 slots/),
    });
    await changeCampaign(api.db, id, { status_reason: 'shared_capacity' });
    expect(await whyNotNow(last)).toMatchObject({ code: 'shared_capacity' });
  });

  it('and shows the callbacks that were promised, with the words they came from', async () => {
    const line = await addRetry(api, await api.createCampaign());
    const at = new Date('2099-01-01T14:00:00Z');
    await api.db
      .insertInto('callbacks')
      .values({
        organization_id: line.organization_id,
        campaign_id: line.campaign_id,
        line_id: line.id,
        source: 'words',
        text: 'New Year at three',
        wall_clock: '2099-01-01T15:00',
        zone: 'Europe/Berlin',
        asked_for: at,
        due_at: at,
      })
      .execute();
    expect((await story(line)).callbacks).toMatchObject([
      {
        status: 'pending',
        source: 'words',
        text: 'New Year at three',
        timezone: 'Europe/Berlin',
        due_at: at.toISOString(),
      },
    ]);
  });
});

describe('why a campaign is not calling', () => {
  it('counts its contacts by the rule that holds them', async () => {
    const id = await api.createCampaign();
    await addLine(api, id);
    await addLine(api, id, { schedule_at: '2099-01-01T00:00:00Z' });
    const due = new Date(Date.now() + HOUR_MS);
    await addRetry(api, id, { next_attempt_at: due });
    await addRetry(api, id, { next_attempt_at: new Date(due.getTime() + HOUR_MS) });
    await addRetry(api, id, { uncounted_in_a_row: 1, next_attempt_at: due });
    await addRetry(api, id, { call_status: 'callback_scheduled', next_attempt_at: due });
    const later = { ready: false, next_attempt_at: due, next_attempt_reason: 'outside the hours of the called person' };
    await addLine(api, id, {}, later);
    const capped = capReached(DEFAULT_NUMBER_CAPS, { attempts: 8, connected: 0 });
    await addLine(api, id, {}, { ...later, next_attempt_reason: capped });
    for (const call_status of ['skipped', 'suppressed', 'expired', 'completed', 'cancelled'] as const) {
      await addLine(api, id, {}, { call_status, ready: false, closed_at: new Date() });
    }
    const { held, reason, campaign_status } = await why(id);
    expect({ reason, campaign_status }).toEqual({ reason: null, campaign_status: 'waiting' });
    const at = due.toISOString();
    expect(held).toEqual([
      { code: 'callback_scheduled', text: '1 contact waits for a callback.', lines: 1, next_at: at },
      { code: 'contact_hours', text: '1 contact is outside its own calling hours.', lines: 1, next_at: at },
      { code: 'expired', text: '1 contact expired before it could be called.', lines: 1, next_at: null },
      { code: 'in_queue', text: '1 contact waits for its turn.', lines: 1, next_at: null },
      { code: 'no_capacity', text: '1 contact waits for capacity at the provider.', lines: 1, next_at: at },
      { code: 'number_cap', text: '1 contact was called often enough for today.', lines: 1, next_at: at },
      { code: 'retry_scheduled', text: '2 contacts wait for a retry.', lines: 2, next_at: at },
      {
        code: 'scheduled_contact',
        text: '1 contact is scheduled for later.',
        lines: 1,
        next_at: '2099-01-01T00:00:00.000Z',
      },
      { code: 'skipped', text: '1 contact was skipped.', lines: 1, next_at: null },
      { code: 'suppressed', text: '1 contact has a suppressed number.', lines: 1, next_at: null },
    ]);
  });

  it('has the same reason as the details', async () => {
    const id = await api.createCampaign();
    await changeCampaign(api.db, id, { status: 'paused', status_reason: 'circuit_breaker', status_text: 'It fails.' });
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(await why(id)).toMatchObject({ campaign_status: 'paused', reason: details.status_reason });
    expect(details.status_reason).toMatchObject({ code: 'circuit_breaker', text: 'It fails.' });
  });
});
