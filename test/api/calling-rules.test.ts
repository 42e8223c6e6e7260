import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
afterEach(() => {
  api.campaigns.told.length = 0;
});

const create = (body: Record<string, unknown>) =>
  api.call('post', '/calls/bulk_call/create', {
    body: { name: 'A', phone_number_id: api.phoneNumberId, is_dynamic: true, ...body },
  });
interface Details extends Record<string, unknown> {
  readonly opens_at: string;
  readonly status_reason: Record<string, unknown>;
}
const detailsOf = async (id: number): Promise<Details> =>
  ((await api.call('get', `/calls/bulk_call/${id}`)).body as { details: Details }).details;
const settingsOf = async (id: number) =>
  (await api.db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).settings;

const DAILY = {
  enable_daily_hard_stop: true,
  daily_stop_time: 17.5,
  daily_stop_timezone: 'America/New_York',
  enable_daily_auto_start: true,
  daily_start_time: 9.5,
  daily_start_timezone: 'Europe/Berlin',
};
const ALL_DAY = { start: '00:00', end: '24:00' };

/** Windows that are open now, and for an hour more on either side; and those that are not. */
function windowsAround(now: Date): { open: object[]; closed: object[] } {
  const hour = now.getUTCHours();
  const at = (shift: number): string => `${String((hour + shift + 24) % 24).padStart(2, '0')}:00`;
  return { open: [{ start: at(-1), end: at(2) }], closed: [{ start: at(3), end: at(5) }] };
}

describe('a campaign with rules', () => {
  it('stores them as the domain has them', async () => {
    const { body } = await create({
      ...DAILY,
      timezone: 'Asia/Kolkata',
      calling_hours: {
        days: ['fri', 'mon', 'mon'],
        windows: [
          { start: '9:00', end: '12:00' },
          { start: '22:00', end: '00:00' },
        ],
        closed_dates: ['2099-12-25', '2099-01-01', '2099-12-25'],
      },
      contact_hours: { enabled: true, start: '10:00' },
      call_conditions: [
        { column: 'plan', operator: '==', value: 'pro' },
        { column: ' age ', operator: '>', value: 17 },
        { column: 'email', operator: 'exists' },
      ],
      circuit_breaker: { failure_share: 0.25 },
      limits: { calls_per_day: 5, calls_total: 0, end_date: '2099-12-31' },
      duplicates: { policy: 'skip', key: 'external_id' },
    });
    expect(await settingsOf(body.id)).toMatchObject({
      hours: {
        zone: 'Asia/Kolkata',
        dailyStop: { minute: 1050, zone: 'America/New_York' },
        dailyStart: { minute: 570, zone: 'Europe/Berlin' },
        weekdays: ['mon', 'fri'],
        windows: [
          { startMinute: 540, endMinute: 720 },
          { startMinute: 1320, endMinute: 1440 },
        ],
        closedDates: ['2099-01-01', '2099-12-25'],
      },
      contactHours: { enabled: true, startMinute: 600, endMinute: null, strict: null },
      conditions: [
        { column: 'plan', operator: 'equals', value: 'pro' },
        { column: 'age', operator: 'greater_than', value: 17 },
        { column: 'email', operator: 'exists' },
      ],
      breaker: { failureShare: 0.25, windowS: 120, minCalls: 10 },
      limits: { callsPerDay: 5, callsTotal: null, connectedMinutes: null, endDate: '2099-12-31' },
      duplicates: { policy: 'skip', scope: 'campaign', key: 'external_id' },
    });
  });

  it('shows them again under the names of create, in details and in the list', async () => {
    const second = await api.call('post', '/phone_numbers', { body: { number: '+15550100031' } });
    const given = {
      ...DAILY,
      calling_hours: {
        days: ['mon', 'tue'],
        windows: [{ start: '09:00', end: '24:00' }],
        closed_dates: ['2099-12-25'],
      },
      contact_hours: { enabled: true, start: '08:30', end: '20:00', strict: true },
      call_conditions: [{ column: 'plan', operator: 'in', value: ['pro', 'max'] }],
      duplicates: { policy: 'requeue', scope: 'organization', key: 'to_number' },
      rotation: {
        numbers: [
          { phone_number_id: api.phoneNumberId, sequence: 10 },
          { phone_number_id: second.body.id, sequence: 20 },
        ],
        strategy: 'matching_area_code',
        calls_per_number: 7,
        health_threshold: 30,
        fallback: 'continue_best',
      },
      circuit_breaker: { enabled: true, failure_share: 0.9, window_s: 60, min_calls: 3 },
      limits: { calls_per_day: 1, calls_total: 2, connected_minutes: 3, end_date: '2099-01-01' },
    };
    const { body } = await create(given);
    expect(await detailsOf(body.id)).toMatchObject(given);
    const list = await api.call('get', '/calls/bulk_call?pagesize=1');
    expect(list.body.records).toMatchObject([{ id: body.id, ...given }]);
    // What was shown makes the same campaign again.
    const again = await create(await detailsOf(body.id));
    expect(await settingsOf(again.body.id)).toEqual(await settingsOf(body.id));
  });

  it('asks for nothing unless told', async () => {
    const { body } = await create({
      calling_hours: {},
      contact_hours: {},
      rotation: {},
      limits: {},
      call_conditions: [],
    });
    expect(await settingsOf(body.id)).toMatchObject({
      hours: null,
      contactHours: null,
      conditions: [],
      rotation: null,
      breaker: { failureShare: 0.5 },
    });
    expect(await detailsOf(body.id)).toMatchObject({
      enable_daily_hard_stop: false,
      daily_stop_time: null,
      calling_hours: null,
      contact_hours: null,
      call_conditions: [],
      duplicates: { policy: 'allow' },
      rotation: null,
      circuit_breaker: { enabled: true, failure_share: 0.5 },
      limits: { calls_per_day: null, end_date: null },
      callback_figures: { pending: 0, kept: 0, late: 0, missed: 0, dropped: 0 },
    });
  });

  it('has no breaker when that is switched off, and no hours when these are all there are', async () => {
    const { body } = await create({
      circuit_breaker: { enabled: false },
      calling_hours: { days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], windows: [ALL_DAY] },
    });
    expect(await settingsOf(body.id)).toMatchObject({ breaker: null, hours: null });
    expect((await detailsOf(body.id)).circuit_breaker).toMatchObject({ enabled: false, failure_share: null });
  });

  it('takes midnight as 0 and as 24, and rounds to minutes', async () => {
    const { body } = await create({ ...DAILY, daily_stop_time: 24, daily_start_time: 17.3333 });
    expect((await settingsOf(body.id)).hours).toMatchObject({ dailyStop: { minute: 0 }, dailyStart: { minute: 1040 } });
  });

  it('begins as auto_paused outside its hours, with the time when they open', async () => {
    const { open, closed } = windowsAround(new Date());
    const inside = await create({ calling_hours: { windows: open } });
    const outside = await create({ calling_hours: { windows: closed } });
    expect([inside.body.current_status, outside.body.current_status]).toEqual(['waiting', 'auto_paused']);
    const details = await detailsOf(outside.body.id);
    expect(details).toMatchObject({ status: 'auto_paused', status_reason: { code: 'outside_hours' } });
    expect(details.status_reason.until).toBe(details.opens_at);
    expect(Date.parse(details.opens_at)).toBeGreaterThan(Date.now());
    const later = { is_scheduled: true, scheduled_datetime: '2099-01-01 10:00:00' };
    const scheduled = await create({ ...later, calling_hours: { windows: closed } });
    expect(scheduled.body.current_status).toBe('scheduled');
  });

  it('begins so when a draft is started, too', async () => {
    const { closed } = windowsAround(new Date());
    const draft = await create({ save_as_draft: true, calling_hours: { windows: closed } });
    expect(draft.body.current_status).toBe('draft');
    const started = await api.call('post', `/calls/bulk_call/${draft.body.id}/start`);
    expect(started.body.current_status).toBe('auto_paused');
  });

  it('is opened by its start where that lies ahead: a daily stop before it closes nothing', async () => {
    const { body } = await create({
      is_scheduled: true,
      scheduled_datetime: '2099-01-01 10:00:00',
      enable_daily_hard_stop: true,
      daily_stop_time: 18,
    });
    const row = await api.db.selectFrom('campaigns').selectAll().where('id', '=', body.id).executeTakeFirstOrThrow();
    expect(row.opened_at).toEqual(row.starts_at);
  });

  it.each([
    [{ enable_daily_hard_stop: true, daily_stop_time: 18 }, '/enable_daily_hard_stop', 'stop_without_auto_start'],
    [{ enable_daily_auto_start: true, daily_start_time: 9 }, '/enable_daily_auto_start', 'auto_start_without_stop'],
    [{ daily_stop_time: 18 }, '/daily_stop_time', 'no_effect'],
    [{ daily_start_time: 9 }, '/daily_start_time', 'no_effect'],
    [{ retry_config: { retry_limit: 2 } }, '/retry_config/auto_retry', 'no_effect'],
  ])('is accepted with a warning: %p', async (fields, pointer, code) => {
    const { status, body } = await create(fields);
    expect([status, body.warnings]).toEqual([200, [{ pointer, code, detail: expect.any(String) }]]);
  });

  it('has no warning when its daily times are complete', async () => {
    expect((await create(DAILY)).body.warnings).toBeUndefined();
  });

  it.each([
    [{ enable_daily_hard_stop: true }, '/daily_stop_time', 'required'],
    [{ ...DAILY, daily_start_time: undefined }, '/daily_start_time', 'required'],
    [{ ...DAILY, daily_stop_time: 24.5 }, '/daily_stop_time', 'too_big'],
    [{ ...DAILY, daily_stop_time: '18:00' }, '/daily_stop_time', 'invalid_type'],
    [{ ...DAILY, daily_stop_timezone: 'Mars' }, '/daily_stop_timezone', 'invalid_timezone'],
    [{ ...DAILY, daily_start_timezone: '+02:00' }, '/daily_start_timezone', 'invalid_timezone'],
    [
      { ...DAILY, daily_start_time: 17.5, daily_start_timezone: 'America/New_York' },
      '/daily_stop_time',
      'empty_window',
    ],
    [{ calling_hours: { days: ['monday'] } }, '/calling_hours/days/0', 'invalid_value'],
    [{ calling_hours: { days: [] } }, '/calling_hours/days', 'too_small'],
    [{ calling_hours: { dayz: ['mon'] } }, '/calling_hours/dayz', 'unknown_field'],
    [
      { calling_hours: { windows: [{ start: '09:00', end: '25:00' }] } },
      '/calling_hours/windows/0/end',
      'invalid_format',
    ],
    [
      { calling_hours: { windows: [{ start: '24:00', end: '09:00' }] } },
      '/calling_hours/windows/0/start',
      'invalid_format',
    ],
    [{ calling_hours: { windows: [{ start: '9:00', end: '09:00' }] } }, '/calling_hours/windows/0/end', 'empty_window'],
    [
      { calling_hours: { windows: [{ start: '00:00', end: '00:00' }] } },
      '/calling_hours/windows/0/end',
      'empty_window',
    ],
    [{ calling_hours: { closed_dates: ['2026-02-30'] } }, '/calling_hours/closed_dates/0', 'invalid_format'],
    [
      {
        enable_daily_hard_stop: true,
        daily_stop_time: 12,
        enable_daily_auto_start: true,
        daily_start_time: 9,
        calling_hours: { windows: [{ start: '13:00', end: '17:00' }] },
      },
      '/calling_hours',
      'hours_never_open',
    ],
    [
      {
        ...DAILY,
        daily_start_time: 18,
        daily_start_timezone: 'Africa/Abidjan',
        daily_stop_time: 18,
        daily_stop_timezone: 'Africa/Accra',
      },
      '/daily_stop_time',
      'hours_never_open',
    ],
    [{ contact_hours: { enabled: 'yes' } }, '/contact_hours/enabled', 'invalid_type'],
    [{ contact_hours: { start: '21:00' } }, '/contact_hours/start', 'empty_window'],
    [{ contact_hours: { start: '00:00', end: '24:00' } }, '/contact_hours/end', 'empty_window'],
    [{ contact_hours: { form: '09:00' } }, '/contact_hours/form', 'unknown_field'],
    [{ call_conditions: [{ column: 'a', operator: '~', value: 1 }] }, '/call_conditions/0', 'invalid_condition'],
    [{ call_conditions: [{ column: ' ', operator: '=', value: 1 }] }, '/call_conditions/0', 'invalid_condition'],
    [{ call_conditions: [{ column: 'a', operator: '>', value: 'x' }] }, '/call_conditions/0', 'invalid_condition'],
    [{ call_conditions: [{ operator: '>', value: 1 }] }, '/call_conditions/0/column', 'required'],
    [
      { call_conditions: Array.from({ length: 51 }, () => ({ column: 'a', operator: 'exists' })) },
      '/call_conditions',
      'too_big',
    ],
    [{ duplicates: { policy: 'never' } }, '/duplicates/policy', 'invalid_value'],
    [{ rotation: { strategy: 'random' } }, '/rotation/strategy', 'invalid_value'],
    [
      { rotation: { numbers: [{ phone_number_id: 999_999 }] } },
      '/rotation/numbers/0/phone_number_id',
      'phone_number_not_found',
    ],
    [{ rotation: { health_threshold: 101 } }, '/rotation/health_threshold', 'too_big'],
    [{ circuit_breaker: { failure_share: 0 } }, '/circuit_breaker/failure_share', 'too_small'],
    [{ circuit_breaker: { failure_share: 1.5 } }, '/circuit_breaker/failure_share', 'too_big'],
    [{ limits: { calls_per_day: -1 } }, '/limits/calls_per_day', 'too_small'],
    [{ limits: { calls_per_week: 1 } }, '/limits/calls_per_week', 'unknown_field'],
    [{ limits: { end_date: '2020-01-01' } }, '/limits/end_date', 'in_the_past'],
    [
      { is_scheduled: true, scheduled_datetime: '2099-06-01 10:00:00', limits: { end_date: '2099-05-31' } },
      '/limits/end_date',
      'in_the_past',
    ],
  ])('is refused with %p', async (fields, pointer, code) => {
    const before = await api.db.selectFrom('campaigns').select('id').execute();
    const { status, body } = await create(fields);
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ pointer, code });
    expect(await api.db.selectFrom('campaigns').select('id').execute()).toHaveLength(before.length);
  });

  it('refuses numbers that are foreign, listed twice, or of another kind', async () => {
    const other = await addOrganization(api.db);
    const numbers = (...ids: number[]) => ({
      rotation: { numbers: ids.map((phone_number_id) => ({ phone_number_id })) },
    });
    const foreign = await create(numbers(api.phoneNumberId, other.phoneNumberId));
    expect(foreign.body.errors).toMatchObject([
      { pointer: '/rotation/numbers/1/phone_number_id', code: 'phone_number_not_found' },
    ]);
    const twice = await create(numbers(api.phoneNumberId, api.phoneNumberId));
    expect(twice.body.errors).toMatchObject([
      { pointer: '/rotation/numbers/1/phone_number_id', code: 'number_exists' },
    ]);
    const real = await api.call('post', '/phone_numbers', { body: { number: '+15550100032' } });
    await api.db.updateTable('phone_numbers').set({ provider: 'real' }).where('id', '=', real.body.id).execute();
    const mixed = await create(numbers(real.body.id));
    expect(mixed.body.errors).toMatchObject([
      { pointer: '/rotation/numbers/0/phone_number_id', code: 'mixed_providers' },
    ]);
  });

  it('writes legal hours that are switched off into the audit log, and no others', async () => {
    const audit = () => api.call('get', '/audit');
    await create({ contact_hours: { enabled: true } });
    expect((await audit()).body.records[0].action).toBe('campaign.create');
    const { body } = await create({ contact_hours: { enabled: false } });
    expect((await audit()).body.records[0]).toMatchObject({
      action: 'campaign.contact_hours_off',
      object_type: 'campaign',
      object_id: body.id,
      api_key_prefix: api.key.slice(0, 8),
    });
  });
});

describe('why a campaign is not dialling', () => {
  const shown = async (columns: Record<string, unknown>) => {
    const id = await api.createCampaign();
    await api.db.updateTable('campaigns').set(columns).where('id', '=', id).execute();
    return (await detailsOf(id)).status_reason;
  };
  const since = new Date('2026-03-01T10:00:00Z');

  it('is told in the words of whoever paused it', async () => {
    const columns = {
      status: 'paused',
      status_reason: 'circuit_breaker',
      status_since: since,
      status_text: 'Half failed.',
    };
    expect(await shown(columns)).toEqual({
      code: 'circuit_breaker',
      text: 'Half failed.',
      since: since.toISOString(),
      until: null,
    });
  });

  it('is told in our words where nobody said more', async () => {
    const opens_at = new Date('2026-03-02T10:00:00Z');
    expect(await shown({ status: 'auto_paused', status_reason: 'outside_hours', opens_at })).toMatchObject({
      text: expect.stringContaining('outside the calling hours'),
      until: opens_at.toISOString(),
    });
  });

  it('is the reason of a halt before the workflow shows it', async () => {
    const until = Date.parse('2026-03-02T00:00:00Z');
    const halt_reason = JSON.stringify({ code: 'quota_reached', text: 'Enough for today.', until });
    const columns = { status_reason: 'no_contacts', halt_requested: 'pause', halt_requested_at: since, halt_reason };
    expect(await shown(columns)).toEqual({
      code: 'quota_reached',
      text: 'Enough for today.',
      since: since.toISOString(),
      until: new Date(until).toISOString(),
    });
  });
});
