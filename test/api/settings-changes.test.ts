import type { CampaignSettings } from '../../domain/campaign-settings';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let id: number;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.campaigns.failure = null;
  id = await api.createCampaign();
  api.campaigns.told.length = 0;
});

const change = (part: string, body: unknown, query = '') =>
  api.call('put', `/calls/bulk_call/${id}/${part}${query}`, { body });
const row = () => api.db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const settings = async (): Promise<CampaignSettings> => (await row()).settings;
const audit = async () => (await api.call('get', '/audit?pagesize=5')).body.records as Array<Record<string, unknown>>;

const DAILY = {
  enable_daily_hard_stop: true,
  daily_stop_time: 18,
  enable_daily_auto_start: true,
  daily_start_time: 9.5,
  daily_start_timezone: 'Europe/Berlin',
};

/** Each part with a change of it, and what the answer and the details show of it then. */
const PARTS: ReadonlyArray<[string, Record<string, unknown>, Record<string, unknown>]> = [
  ['concurrency', { concurrent_call_limit: 3 }, { concurrent_call_limit: 3, calls_per_second: null }],
  ['daily-time-control', DAILY, { ...DAILY, daily_stop_timezone: 'UTC' }],
  [
    'retry_settings',
    { auto_retry: true, rules: { busy: { delay_s: 60 } }, voicemail_policy: 'reached' },
    {
      retry_config: { auto_retry: true, retry_limit: 3, rules: { busy: { delay_s: 60 } } },
      voicemail_policy: 'reached',
    },
  ],
  [
    'reschedule_settings',
    { enabled_reschedule_call: true, callback: { limit: 1 } },
    { enabled_reschedule_call: true, callback: { limit: 1, max_days: 30 } },
  ],
  [
    'call_conditions',
    { call_conditions: [{ column: 'plan', operator: '=', value: 'pro' }] },
    { call_conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }] },
  ],
  [
    'calling_hours',
    { calling_hours: { days: ['mon'] }, contact_hours: { start: '10:00' } },
    {
      calling_hours: { days: ['mon'], windows: [], closed_dates: [] },
      contact_hours: { enabled: null, start: '10:00', end: null, strict: null },
    },
  ],
  [
    'limits',
    { limits: { calls_per_day: 9 }, circuit_breaker: { enabled: false } },
    { limits: { calls_per_day: 9, calls_total: null }, circuit_breaker: { enabled: false, failure_share: null } },
  ],
];

describe.each(PARTS)('PUT /%s', (part, body, shown) => {
  it('stores a new version, shows it, tells it to the workflow, and is audited', async () => {
    const answer = await change(part, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'success', settings_version: 2, ...shown });
    expect(answer.body.effect).toMatchObject({ waiting: 0, unchanged: 0, text: expect.any(String) });
    expect(answer.body).not.toHaveProperty('dry_run');
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details).toMatchObject({ settings_version: 2, ...shown });
    const { pacing, hours } = await settings();
    expect(api.campaigns.of('settings')).toEqual([
      { kind: 'settings', campaignId: id, change: { settingsVersion: 2, pacing, hours, startsAt: null } },
    ]);
    expect((await audit())[0]).toMatchObject({
      action: 'campaign.settings',
      object_id: id,
      data: { part: part.replaceAll('-', '_'), settings_version: 2 },
    });
  });

  it('only tells with dry_run', async () => {
    const before = await row();
    const answer = await change(part, body, '?dry_run=true');
    expect(answer.body).toMatchObject({ dry_run: true, settings_version: 1, ...shown, effect: { waiting: 0 } });
    expect(await row()).toEqual(before);
    expect(api.campaigns.told).toEqual([]);
    expect((await audit())[0]).toMatchObject({ action: 'campaign.create', object_id: id });
  });

  it('changes a draft without telling anybody', async () => {
    id = await api.createCampaign({ save_as_draft: true });
    expect((await change(part, body)).body).toMatchObject({ settings_version: 2, ...shown });
    expect(api.campaigns.told).toEqual([]);
  });

  it('is refused once the campaign has ended or is being cancelled, and for anybody else', async () => {
    const { key } = await addOrganization(api.db);
    const path = `/calls/bulk_call/${id}/${part}`;
    expect((await api.call('put', path, { key, body })).status).toBe(404);
    expect((await api.call('put', `${path}?dry_run=true`, { key, body })).status).toBe(404);
    for (const columns of [{ halt_requested: 'cancel' as const }, { status: 'completed' as const }]) {
      await api.db.updateTable('campaigns').set(columns).where('id', '=', id).execute();
      for (const query of ['', '?dry_run=true']) {
        expect((await change(part, body, query)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
      }
    }
    expect(await row()).toMatchObject({ settings_version: 1 });
  });

  it('is kept when Temporal is away, and says so with 503', async () => {
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    const answer = await change(part, body);
    expect([answer.status, answer.body.code]).toEqual([503, 'temporal_unavailable']);
    expect(await row()).toMatchObject({ settings_version: 2 });
  });
});

describe('a change of settings', () => {
  it('leaves everything as it is that it does not name', async () => {
    id = await api.createCampaign({
      ...DAILY,
      timezone: 'Asia/Kolkata',
      calls_per_second: 2,
      retry_config: { auto_retry: true, retry_limit: 2, rules: { busy: { delay_s: 60 } } },
      callback: { limit: 1 },
      calling_hours: { days: ['mon'], windows: [{ start: '01:00', end: '23:00' }], closed_dates: ['2099-01-01'] },
      contact_hours: { enabled: true, start: '10:00' },
      limits: { calls_per_day: 5, end_date: '2099-12-31' },
      circuit_breaker: { failure_share: 0.9 },
      duplicates: { policy: 'skip' },
    });
    const before = await settings();
    for (const [part] of PARTS) {
      const required = { concurrency: { concurrent_call_limit: 10 }, call_conditions: { call_conditions: [] } };
      expect((await change(part, required[part as 'concurrency'] ?? {})).status).toBe(200);
    }
    expect(await settings()).toEqual(before);

    await change('daily-time-control', { daily_stop_time: 20 });
    expect((await settings()).hours).toEqual({ ...before.hours, dailyStop: { minute: 1200, zone: 'Asia/Kolkata' } });
    await change('calling_hours', { calling_hours: { windows: [] }, contact_hours: { strict: true } });
    expect((await settings()).hours).toMatchObject({ weekdays: ['mon'], windows: [], closedDates: ['2099-01-01'] });
    expect((await settings()).contactHours).toEqual({ enabled: true, startMinute: 600, endMinute: null, strict: true });
    await change('limits', { calls_per_day: 0 });
    expect((await settings()).limits).toMatchObject({ callsPerDay: null, endDate: '2099-12-31' });
    await change('limits', { limits: { end_date: '' }, circuit_breaker: { min_calls: 1 } });
    expect((await settings()).limits.endDate).toBeNull();
    expect((await settings()).breaker).toEqual({ failureShare: 0.9, windowS: 120, minCalls: 1 });
    await change('retry_settings', { retry_config: { retry_limit: 0 } });
    expect((await settings()).retry).toMatchObject({ enabled: true, limit: 0, rules: { busy: { delayS: 60 } } });
  });

  it('takes rules away again', async () => {
    await change('daily-time-control', DAILY);
    await change('daily-time-control', { enable_daily_hard_stop: false, enable_daily_auto_start: false });
    expect((await settings()).hours).toBeNull();
    await change('call_conditions', { call_conditions: [{ column: 'a', operator: 'exists' }] });
    await change('call_conditions', { call_conditions: [] });
    expect((await settings()).conditions).toEqual([]);
    await change('limits', { circuit_breaker: { enabled: false } });
    await change('limits', { circuit_breaker: { enabled: true } });
    expect((await settings()).breaker).toEqual({ failureShare: 0.5, windowS: 120, minCalls: 10 });
  });

  it('names a fault where the field was given', async () => {
    const cases: Array<[string, object, string, string]> = [
      ['daily-time-control', { enable_daily_hard_stop: true }, '/daily_stop_time', 'required'],
      ['daily-time-control', { ...DAILY, daily_stop_timezone: 'Mars' }, '/daily_stop_timezone', 'invalid_timezone'],
      ['retry_settings', { retry_limit: 7 }, '/retry_limit', 'too_big'],
      ['retry_settings', { retry_config: { retry_limit: 7 } }, '/retry_config/retry_limit', 'too_big'],
      ['retry_settings', { rules: { bussy: { delay_s: 1 } } }, '/rules/bussy', 'unknown_field'],
      [
        'reschedule_settings',
        { callback: { default_delay_s: 90_000, max_days: 1 } },
        '/callback/default_delay_s',
        'too_large',
      ],
      ['call_conditions', {}, '/call_conditions', 'required'],
      [
        'call_conditions',
        { call_conditions: [{ column: 'a', operator: '?' }] },
        '/call_conditions/0',
        'invalid_condition',
      ],
      ['calling_hours', { windows: [{ start: '09:00', end: '09:00' }] }, '/windows/0/end', 'empty_window'],
      [
        'calling_hours',
        { calling_hours: { windows: [{ start: '09:00', end: '09:00' }] } },
        '/calling_hours/windows/0/end',
        'empty_window',
      ],
      ['calling_hours', { contact_hours: { start: '21:00' } }, '/contact_hours/start', 'empty_window'],
      ['limits', { end_date: '2020-01-01' }, '/end_date', 'in_the_past'],
      ['limits', { limits: { end_date: '2020-01-01' } }, '/limits/end_date', 'in_the_past'],
      ['limits', { circuit_breaker: { failure_share: 2 } }, '/circuit_breaker/failure_share', 'too_big'],
    ];
    for (const [part, body, pointer, code] of cases) {
      for (const query of ['', '?dry_run=true']) {
        const answer = await change(part, body, query);
        expect([part, answer.status, answer.body.errors[0]]).toEqual([
          part,
          422,
          { pointer, code, detail: expect.any(String) },
        ]);
      }
    }
    expect((await change('limits', {}, '?dry_run=maybe')).body.errors[0].pointer).toBe('?dry_run');
    expect(await row()).toMatchObject({ settings_version: 1 });
  });

  it('refuses hours that never open together with those it has', async () => {
    await change('daily-time-control', { ...DAILY, daily_start_timezone: 'UTC', daily_stop_time: 12 });
    const answer = await change('calling_hours', { windows: [{ start: '13:00', end: '17:00' }] });
    expect(answer.body.errors).toMatchObject([{ code: 'hours_never_open' }]);
  });

  it('may be made while a daily stop without a start has closed the campaign', async () => {
    await change('daily-time-control', { enable_daily_hard_stop: true, daily_stop_time: 12 });
    const opened_at = new Date(Date.now() - 3 * 86_400_000);
    await api.db.updateTable('campaigns').set({ opened_at }).where('id', '=', id).execute();
    expect((await change('daily-time-control', { daily_stop_time: 13 })).status).toBe(200);
  });

  it('warns of daily times that do not do what was meant', async () => {
    const { body } = await change('daily-time-control', { enable_daily_hard_stop: true, daily_stop_time: 18 });
    expect(body.warnings).toMatchObject([{ pointer: '/enable_daily_hard_stop', code: 'stop_without_auto_start' }]);
    // Another part does not repeat it.
    expect((await change('limits', { calls_per_day: 1 })).body.warnings).toBeUndefined();
  });

  it('tells what it does to contacts that wait', async () => {
    const body = { to_number: '+15551234567', custom_variables: { plan: 'free' } };
    await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body });
    const conditions = { call_conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }] };
    for (const query of ['?dry_run=true', '']) {
      const { effect } = (await change('call_conditions', conditions, query)).body;
      expect(effect).toMatchObject({ waiting: 1, skipped: 1, unchanged: 0, text: expect.stringMatching(/skipped/) });
    }
  });

  it('drops promised callbacks when that is asked for, and only then', async () => {
    const line = await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+15551234567' } });
    const promised = { organization_id: api.organizationId, campaign_id: id, line_id: line.body.line_id };
    const when = { wall_clock: '2099-01-01T10:00', zone: 'UTC', asked_for: new Date(), due_at: new Date() };
    await api.db
      .insertInto('callbacks')
      .values({ ...promised, ...when, attempt_id: null, text: null, source: 'admin' })
      .execute();
    const status = async () => (await api.db.selectFrom('callbacks').select('status').execute()).at(-1)?.status;
    expect((await change('reschedule_settings', { enabled_reschedule_call: false })).body).not.toHaveProperty(
      'dropped_callbacks',
    );
    const drop = { drop_pending: true };
    expect((await change('reschedule_settings', drop, '?dry_run=true')).body).toMatchObject({ dropped_callbacks: 1 });
    expect(await status()).toBe('pending');
    expect((await change('reschedule_settings', drop)).body).toMatchObject({ dropped_callbacks: 1 });
    expect(await status()).toBe('dropped');
  });

  it('audits legal hours that are switched off, once', async () => {
    await change('calling_hours', { contact_hours: { enabled: false } });
    await change('calling_hours', { contact_hours: { strict: true } });
    const actions = (await audit()).filter(({ object_id }) => object_id === id).map(({ action }) => action);
    expect(actions).toEqual([
      'campaign.settings',
      'campaign.contact_hours_off',
      'campaign.settings',
      'campaign.create',
    ]);
  });
});

describe('the numbers of a campaign', () => {
  const numbers = (suffix = '') => `/calls/bulk_call/${id}/numbers${suffix}`;
  const add = (phone_number_id: number) => api.call('post', numbers(), { body: { phone_number_id } });
  const put = (assignment: number, is_active: boolean) =>
    api.call('put', numbers(`/${assignment}`), { body: { is_active } });
  let second: number;
  beforeAll(async () => {
    second = (await api.call('post', '/phone_numbers', { body: { number: '+15550100077' } })).body.id;
  });

  it('begin with its own; with a second one it rotates', async () => {
    const own = (await api.call('get', numbers())).body;
    expect(own).toMatchObject({ total_records: 1, records: [{ phone_number_id: api.phoneNumberId, is_active: true }] });
    expect((await settings()).rotation).toBeNull();
    expect((await add(second)).body).toMatchObject({ phone_number_id: second, sequence: 1, calls: 0, is_active: true });
    expect(await row()).toMatchObject({ settings_version: 2, settings: { rotation: { strategy: 'fixed_count' } } });
    expect((await add(second)).body).toMatchObject({ status: 409, code: 'number_exists' });
    expect((await audit())[0]).toMatchObject({ action: 'campaign.numbers', data: { added: second } });
  });

  it('are switched off and on, but for the last', async () => {
    await add(second);
    const [own, other] = (await api.call('get', numbers())).body.records;
    expect((await put(own.assignment_id, false)).body).toMatchObject({ is_active: false });
    expect((await put(other.assignment_id, false)).body).toMatchObject({ status: 409, code: 'last_number' });
    expect((await put(own.assignment_id, true)).body).toMatchObject({ is_active: true });
    expect((await put(999_999, true)).status).toBe(404);
  });

  it('are kept from being deleted', async () => {
    await add(second);
    expect((await api.call('delete', `/phone_numbers/${second}`)).body).toMatchObject({ code: 'number_in_use' });
  });

  it('are only those of the organization, and closed to others', async () => {
    const other = await addOrganization(api.db);
    expect((await add(other.phoneNumberId)).body.errors).toMatchObject([
      { pointer: '/phone_number_id', code: 'phone_number_not_found' },
    ]);
    const { key } = other;
    expect((await api.call('get', numbers(), { key })).status).toBe(404);
    const body = { phone_number_id: other.phoneNumberId };
    expect((await api.call('post', numbers(), { key, body })).status).toBe(404);
    const [own] = (await api.call('get', numbers())).body.records;
    const answer = await api.call('put', numbers(`/${own.assignment_id}`), { key, body: { is_active: false } });
    expect(answer.status).toBe(404);
    await api.call('delete', `/calls/bulk_call/${id}`);
    expect((await add(second)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
  });
});
