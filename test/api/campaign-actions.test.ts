import type { CampaignStatus } from '../../domain/campaign-status';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let id: number;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  id = await api.createCampaign();
  api.campaigns.told.length = 0;
  api.campaigns.failure = null;
  api.campaigns.onSettings = async ({ startsAt = null }) => startsAt;
  // What the workflow and its projection do.
  api.campaigns.onSignal = async (campaignId, signal) => {
    const status: CampaignStatus = signal === 'pause' ? 'paused' : signal === 'cancel' ? 'cancelled' : 'waiting';
    const ended_at = signal === 'cancel' ? new Date() : null;
    await api.db
      .updateTable('campaigns')
      .set({ status, ended_at, halt_requested: null })
      .where('id', '=', campaignId)
      .execute();
  };
});

const act = (action: string) => api.call('put', `/calls/bulk_call/${id}`, { body: { action } });
const signals = () => api.campaigns.of('signal').map(({ signal }) => signal);
const row = () => api.db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('pause, resume and cancel', () => {
  it('answer with the status that the workflow shows; repeated, they change nothing', async () => {
    for (const [action, status] of [
      ['pause', 'paused'],
      ['resume', 'waiting'],
      ['cancel', 'cancelled'],
    ] as const) {
      for (let time = 0; time < 2; time += 1) {
        const { body } = await act(action);
        expect(body).toMatchObject({ status: 'success', current_status: status });
      }
    }
    // Told each time but the last: a cancelled campaign is final.
    expect(signals()).toEqual(['pause', 'pause', 'resume', 'resume', 'cancel']);
  });

  it('close the gate before the workflow is told', async () => {
    let gate: string | null = null;
    api.campaigns.onSignal = async () => void (gate = (await row()).halt_requested);
    const response = await act('pause');
    expect(gate).toBe('pause');
    // Nobody has shown it within a second: the gate holds, so the campaign is paused.
    expect((await row()).status).toBe('waiting');
    expect(response.body).toMatchObject({
      current_status: 'paused',
      message: expect.stringContaining('No further call starts'),
    });
    expect((await act('resume')).status).toBe(200);
    expect((await row()).halt_requested).toBeNull();
  });

  it('answer a cancel as cancelled before it is shown', async () => {
    api.campaigns.onSignal = async () => undefined;
    expect((await act('cancel')).body).toMatchObject({ current_status: 'cancelled' });
    expect(await row()).toMatchObject({ status: 'waiting', halt_requested: 'cancel' });
    // Again, for the first may have been lost on its way.
    expect((await api.call('delete', `/calls/bulk_call/${id}`)).body).toMatchObject({ current_status: 'cancelled' });
    expect(signals()).toEqual(['cancel', 'cancel']);
  });

  it('are not swallowed by a status that is older than the last signal', async () => {
    await act('pause');
    // The campaign goes on, and has not shown it yet.
    api.campaigns.onSignal = async () => undefined;
    await act('resume');
    expect((await act('pause')).body).toMatchObject({
      current_status: 'paused',
      message: expect.stringMatching(/already/),
    });
    expect(await row()).toMatchObject({ status: 'paused', halt_requested: 'pause' });
    expect(signals()).toEqual(['pause', 'resume', 'pause']);
  });

  it('tell a resume although no pause is shown: one from the Temporal UI may be on its way', async () => {
    const { body } = await act('resume');
    expect(body).toMatchObject({ current_status: 'waiting', message: expect.stringContaining('not paused') });
    expect(signals()).toEqual(['resume']);
  });

  it('say so when the campaign has ended meanwhile', async () => {
    api.campaigns.onSignal = async () => {
      await api.db.updateTable('campaigns').set({ status: 'completed' }).where('id', '=', id).execute();
    };
    expect((await act('pause')).body).toMatchObject({
      current_status: 'completed',
      message: expect.stringContaining('has ended'),
    });
  });

  it('say what holds of a resume while Temporal is away', async () => {
    const resume = async () => {
      const { status, body } = await act('resume');
      return [status, body.detail as string, (await row()).halt_requested];
    };
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    expect(await resume()).toEqual([503, expect.stringContaining('was not shown as paused'), null]);
    await act('pause');
    expect(await resume()).toEqual([503, expect.stringContaining('The pause was withdrawn.'), null]);
    api.campaigns.failure = null;
    await act('pause');
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    expect(await resume()).toEqual([503, expect.stringContaining('The campaign stays paused'), null]);
  });

  it('answer 503 while Temporal is away, and the gate stays closed', async () => {
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    const response = await act('pause');
    expect([response.status, response.body.code]).toEqual([503, 'temporal_unavailable']);
    expect(response.get('Retry-After')).toBeDefined();
    expect((await row()).halt_requested).toBe('pause');
  });

  it('refuse a campaign that has ended', async () => {
    await api.call('delete', `/calls/bulk_call/${id}`);
    expect((await row()).status).toBe('cancelled');
    expect((await api.call('delete', `/calls/bulk_call/${id}`)).body).toMatchObject({ current_status: 'cancelled' });
    for (const action of ['pause', 'resume'])
      expect((await act(action)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
  });

  it('never let a pause replace a cancel', async () => {
    api.campaigns.failure = new Error('away');
    await act('cancel');
    expect((await act('pause')).body).toMatchObject({ code: 'campaign_closed' });
    expect((await row()).halt_requested).toBe('cancel');
  });

  it('cancel a draft with its lines, and pause none', async () => {
    id = await api.createCampaign({ save_as_draft: true });
    await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+15551234567' } });
    api.campaigns.told.length = 0;
    expect((await act('pause')).body).toMatchObject({ status: 409, code: 'campaign_is_draft' });
    expect((await act('cancel')).body).toMatchObject({ current_status: 'cancelled' });
    expect(api.campaigns.told).toEqual([]);
    const lines = await api.db.selectFrom('lines').selectAll().where('campaign_id', '=', id).execute();
    expect(lines).toMatchObject([{ call_status: 'cancelled', ready: false }]);
  });

  it('refuse what is no action', async () => {
    expect((await act('explode')).status).toBe(422);
  });

  it('do not exist for another organization', async () => {
    const { key } = await addOrganization(api.db);
    const path = `/calls/bulk_call/${id}`;
    const answers = [
      await api.call('get', path, { key }),
      await api.call('put', path, { key, body: { action: 'cancel' } }),
      await api.call('delete', path, { key }),
      await api.call('post', `${path}/start`, { key }),
      await api.call('put', `${path}/concurrency`, { key, body: { concurrent_call_limit: 1 } }),
      await api.call('get', `${path}/lines`, { key }),
      await api.call('get', `${path}/lines/1`, { key }),
      await api.call('get', `/bulk-call/${id}/live-status`, { key }),
      await api.call('post', `${path}/add_contacts`, { key, body: { contacts: [{ phone: '+15551234567' }] } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(await row()).toMatchObject({ status: 'waiting', halt_requested: null, settings_version: 1 });
  });
});

describe('what a pause and a resume leave behind', () => {
  const ago = new Date(Date.now() - 5 * 86_400_000);
  const set = (columns: Record<string, unknown>) =>
    api.db.updateTable('campaigns').set(columns).where('id', '=', id).execute();

  it('is who paused it, until the workflow shows it', async () => {
    api.campaigns.onSignal = async () => undefined;
    await act('pause');
    expect(await row()).toMatchObject({ halt_requested: 'pause', halt_reason: { code: 'paused', until: null } });
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details.status_reason).toMatchObject({ code: 'paused', text: expect.stringContaining('Resume') });
    await act('cancel');
    expect(await row()).toMatchObject({ halt_requested: 'cancel', halt_reason: null });
  });

  it('is a campaign opened anew, without a memory of failed calls and refused credentials', async () => {
    await act('pause');
    const halt_reason = JSON.stringify({ code: 'circuit_breaker', text: 'x', until: null });
    await set({ opened_at: ago, breaker_since: ago, credentials_refused_since: ago, halt_reason });
    const before = Date.now();
    await act('resume');
    const { opened_at, breaker_since, ...rest } = await row();
    expect(opened_at.getTime()).toBeGreaterThanOrEqual(before);
    // The workflow may hear of it after the next stop: it is told when it was asked for.
    expect(api.campaigns.of('signal').at(-1)).toMatchObject({ signal: 'resume', askedAt: opened_at.getTime() });
    expect(breaker_since.getTime()).toBeGreaterThanOrEqual(before);
    expect(rest).toMatchObject({ halt_requested: null, halt_reason: null, credentials_refused_since: null });
  });

  it('is never an earlier opening than the start', async () => {
    id = await api.createCampaign({ is_scheduled: true, scheduled_datetime: '2099-01-01 10:00:00' });
    await act('resume');
    const { opened_at, starts_at } = await row();
    expect(opened_at).toEqual(starts_at);
  });

  it('is nothing where the gate is closed for good', async () => {
    await set({ halt_requested: 'fail', opened_at: ago });
    for (const action of ['pause', 'resume']) {
      expect((await act(action)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
    }
    expect(await row()).toMatchObject({ halt_requested: 'fail', opened_at: ago });
  });

  it('is told apart from hours that are closed', async () => {
    // A window that was over an hour ago, and one that a daily stop without a start has closed.
    const hour = (shift: number) => `${String((new Date().getUTCHours() + shift + 24) % 24).padStart(2, '0')}:00`;
    id = await api.createCampaign({ calling_hours: { windows: [{ start: hour(3), end: hour(5) }] } });
    api.campaigns.onSignal = async () => undefined;
    const outside = (await act('resume')).body;
    expect(outside).toMatchObject({
      current_status: 'auto_paused',
      message: expect.stringContaining('outside its hours'),
    });

    id = await api.createCampaign({ enable_daily_hard_stop: true, daily_stop_time: 12 });
    await set({ status: 'auto_paused', opened_at: ago });
    // It is shown a moment after the signal was taken.
    api.campaigns.onSignal = async () => void setTimeout(() => void set({ status: 'waiting' }), 60);
    const opened = (await act('resume')).body;
    expect(opened).toMatchObject({ current_status: 'waiting', message: 'The campaign goes on.' });
  });
});

describe('rescheduling', () => {
  const start = { is_scheduled: true, scheduled_datetime: '2099-01-01 10:00:00', timezone: 'America/New_York' };
  const reschedule = (fields: object) =>
    api.call('put', `/calls/bulk_call/${id}`, { body: { action: 'reschedule', ...fields } });

  it('moves a start that lies ahead, and tells the workflow', async () => {
    id = await api.createCampaign({ ...start, calling_hours: { days: ['mon'] } });
    const { body } = await reschedule({
      new_scheduled_datetime: '2099-02-01 09:30:00',
      new_timezone: 'Europe/Berlin',
    });
    expect(body).toMatchObject({
      status: 'success',
      current_status: 'scheduled',
      scheduled_datetime: '2099-02-01 09:30:00',
      timezone: 'Europe/Berlin',
    });
    const startsAt = Date.parse('2099-02-01T08:30:00Z');
    const stored = await row();
    expect(stored).toMatchObject({ timezone: 'Europe/Berlin', settings_version: 2, opened_at: new Date(startsAt) });
    expect(stored.settings.hours?.zone).toBe('Europe/Berlin');
    expect(api.campaigns.of('settings').at(-1)?.change).toMatchObject({
      settingsVersion: 2,
      startsAt,
      hours: { zone: 'Europe/Berlin' },
    });
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details).toMatchObject({ scheduled_datetime: '2099-02-01 09:30:00', timezone: 'Europe/Berlin' });
    expect((await api.call('get', '/audit')).body.records[0]).toMatchObject({ action: 'campaign.reschedule' });
  });

  it('of a campaign that has started in this very moment is refused, and leaves it as it was', async () => {
    id = await api.createCampaign({ ...start, calling_hours: { days: ['mon'] } });
    const { starts_at } = await row();
    api.campaigns.onSettings = async () => starts_at!.getTime();
    const { status, body } = await reschedule({
      new_scheduled_datetime: '2099-02-01 09:30:00',
      new_timezone: 'Europe/Berlin',
    });
    expect([status, body.code]).toEqual([409, 'already_started']);
    const after = await row();
    expect(after).toMatchObject({ starts_at, opened_at: starts_at, timezone: 'America/New_York', settings_version: 3 });
    expect(after.settings.hours?.zone).toBe('America/New_York');
    expect(api.campaigns.of('settings').map(({ change }) => [change.settingsVersion, change.hours?.zone])).toEqual([
      [2, 'Europe/Berlin'],
      [3, 'America/New_York'],
    ]);
  });

  it('is done although somebody else moves it once more before the campaign hears of it', async () => {
    id = await api.createCampaign(start);
    const [first, second] = ['2099-02-01 09:30:00', '2099-03-01 09:30:00'];
    const latest = new Date('2099-03-01T14:30:00Z');
    const statuses: number[] = [];
    api.campaigns.onSettings = async () => {
      api.campaigns.onSettings = async () => latest.getTime();
      statuses.push((await reschedule({ new_scheduled_datetime: second })).status);
      return latest.getTime();
    };
    statuses.push((await reschedule({ new_scheduled_datetime: first })).status);
    expect(statuses).toEqual([200, 200]);
    expect((await row()).starts_at).toEqual(latest);
  });

  it('keeps the zone unless told, and gives a draft its start', async () => {
    id = await api.createCampaign({ save_as_draft: true, timezone: 'Asia/Kolkata' });
    const { body } = await reschedule({ new_scheduled_datetime: '2099-02-01 09:30:00', new_timezone: '' });
    expect(body).toMatchObject({ current_status: 'draft', timezone: 'Asia/Kolkata' });
    expect(api.campaigns.told).toEqual([]);
    expect((await api.call('post', `/calls/bulk_call/${id}/start`)).body).toMatchObject({
      current_status: 'scheduled',
    });
  });

  it('refuses a campaign that has started or has ended', async () => {
    const fields = { new_scheduled_datetime: '2099-02-01 09:30:00' };
    expect((await reschedule(fields)).body).toMatchObject({ status: 409, code: 'already_started' });
    await act('cancel');
    expect((await reschedule(fields)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
    const { key } = await addOrganization(api.db);
    const body = { action: 'reschedule', ...fields };
    expect((await api.call('put', `/calls/bulk_call/${id}`, { key, body })).status).toBe(404);
  });

  it.each([
    [{}, '/new_scheduled_datetime', 'required'],
    [{ new_scheduled_datetime: 'soon' }, '/new_scheduled_datetime', 'invalid_datetime'],
    [{ new_scheduled_datetime: '2020-01-01 10:00:00' }, '/new_scheduled_datetime', 'in_the_past'],
    [{ new_scheduled_datetime: '2099-01-03 10:00:00' }, '/new_scheduled_datetime', 'after_end_date'],
    [{ new_scheduled_datetime: '2099-01-01 10:00:00', new_timezone: 'Mars' }, '/new_timezone', 'invalid_timezone'],
  ])('refuses %p', async (fields, pointer, code) => {
    id = await api.createCampaign({ ...start, limits: { end_date: '2099-01-02' } });
    const { status, body } = await reschedule(fields);
    expect([status, body.errors[0]]).toEqual([422, { pointer, code, detail: expect.any(String) }]);
    expect(await row()).toMatchObject({ settings_version: 1, timezone: 'America/New_York' });
  });
});

describe('changing concurrency', () => {
  const change = (body: unknown) => api.call('put', `/calls/bulk_call/${id}/concurrency`, { body });

  it('stores a new version, and hands it to the campaign', async () => {
    const { body } = await change({ concurrent_call_limit: 3, calls_per_second: 2 });
    expect(body).toMatchObject({ concurrent_call_limit: 3, calls_per_second: 2, settings_version: 2 });
    await change({ concurrent_call_limit: 4 });
    const rest = { hours: null, startsAt: null };
    expect(api.campaigns.of('settings').map((told) => told.change)).toEqual([
      { settingsVersion: 2, pacing: { concurrency: 3, callsPerSecond: 2 }, ...rest },
      { settingsVersion: 3, pacing: { concurrency: 4, callsPerSecond: 2 }, ...rest },
    ]);
  });

  it('stores a version above the one that the campaign has by an update from elsewhere', async () => {
    await api.db.updateTable('campaigns').set({ applied_settings_version: 7 }).where('id', '=', id).execute();
    expect((await change({ concurrent_call_limit: 3 })).body).toMatchObject({ settings_version: 8 });
    expect((await change({ concurrent_call_limit: 4 })).body).toMatchObject({ settings_version: 9 });
    expect(api.campaigns.of('settings').map((told) => told.change.settingsVersion)).toEqual([8, 9]);
  });

  it('takes the limit of calls per second away with 0, and keeps it with null', async () => {
    await change({ concurrent_call_limit: 3, calls_per_second: 2 });
    expect((await change({ concurrent_call_limit: 3, calls_per_second: null })).body).toMatchObject({
      calls_per_second: 2,
    });
    expect((await change({ concurrent_call_limit: 3, calls_per_second: 0 })).body).toMatchObject({
      calls_per_second: null,
    });
    expect(api.campaigns.of('settings').at(-1)?.change.pacing).toEqual({ concurrency: 3, callsPerSecond: null });
    expect((await row()).settings.pacing.callsPerSecond).toBeNull();
  });

  it('keeps the change when Temporal is away, and says so with 503', async () => {
    api.campaigns.failure = new Error('away');
    expect((await change({ concurrent_call_limit: 3 })).status).toBe(503);
    expect((await row()).settings.pacing.concurrency).toBe(3);
  });

  it('refuses nonsense, and a campaign that has ended', async () => {
    for (const body of [
      {},
      { concurrent_call_limit: 0 },
      { concurrent_call_limit: 1.5 },
      { concurrent_call_limit: 5, calls_per_second: -1 },
    ]) {
      expect((await change(body)).status).toBe(422);
    }
    await act('cancel');
    expect((await change({ concurrent_call_limit: 3 })).body).toMatchObject({ status: 409, code: 'campaign_closed' });
  });
});
