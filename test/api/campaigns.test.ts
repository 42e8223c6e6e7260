import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
afterEach(() => {
  api.campaigns.told.length = 0;
});

const create = (body: Record<string, unknown>) =>
  api.call('post', '/calls/bulk_call/create', { body: { name: 'A', phone_number_id: api.phoneNumberId, ...body } });

describe('creating a campaign', () => {
  it('answers like OmniDimension, and starts the workflow after the commit', async () => {
    const response = await create({
      phone_number_id: String(api.phoneNumberId),
      is_dynamic: true,
      surprise: 1,
      bot_id: null,
    });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      status: 'success',
      message: expect.any(String),
      id: expect.any(Number),
      is_scheduled: false,
      current_status: 'waiting',
    });
    expect(api.campaigns.of('start').map(({ campaign }) => campaign.id)).toEqual([response.body.id]);
  });

  it('stores a finite campaign with its contacts: every key but the number is a variable', async () => {
    const response = await create({
      contact_list: [
        { phone_number: '+15551234567', customer_name: 'Jane', priority: 9, timezone: 'Mars' },
        { to_number: '(555) 123-4568', custom_variables: { a: 1 }, priority: 9 },
      ],
    });
    expect(response.body).toMatchObject({ current_status: 'pending' });
    expect(response.body.warnings[0]).toMatchObject({ pointer: '/contact_list/0', code: 'number_not_valid' });
    const details = await api.call('get', `/calls/bulk_call/${response.body.id}`);
    expect(details.body.contact_list).toMatchObject([
      { to_number: '+15551234567', custom_variables: { customer_name: 'Jane', priority: 9, timezone: 'Mars' } },
      { to_number: '+15551234568', custom_variables: { a: 1 } },
    ]);
  });

  it('keeps a draft to itself until it is started', async () => {
    const id = await api.createCampaign({ save_as_draft: true, is_dynamic: false });
    expect(api.campaigns.told).toEqual([]);
    expect((await api.call('post', `/calls/bulk_call/${id}/start`)).body).toMatchObject({
      code: 'no_contacts',
      status: 409,
    });
    await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+15551234567' } });
    const started = await api.call('post', `/calls/bulk_call/${id}/start`);
    expect(started.body).toMatchObject({ status: 'success', current_status: 'pending' });
    expect(api.campaigns.of('start')).toHaveLength(1);
    expect((await api.call('post', `/calls/bulk_call/${id}/start`)).body).toMatchObject({ code: 'not_a_draft' });
  });

  it('takes 0 calls per second as no limit', async () => {
    const id = await api.createCampaign({ calls_per_second: 0 });
    expect((await api.call('get', `/calls/bulk_call/${id}`)).body.details.calls_per_second).toBeNull();
  });

  it('computes the start in the zone of the campaign', async () => {
    const response = await create({
      is_dynamic: true,
      is_scheduled: true,
      scheduled_datetime: '2099-12-25 10:00:00',
      timezone: 'America/New_York',
    });
    expect(response.body).toMatchObject({ is_scheduled: true, current_status: 'scheduled' });
    const [started] = api.campaigns.of('start');
    expect(started?.campaign.starts_at?.toISOString()).toBe('2099-12-25T15:00:00.000Z');
    const { details } = (await api.call('get', `/calls/bulk_call/${response.body.id}`)).body;
    expect(details).toMatchObject({ scheduled_datetime: '2099-12-25 10:00:00', timezone: 'America/New_York' });
  });

  it('stores every setting it takes, and shows it again', async () => {
    const given = {
      concurrent_call_limit: 7,
      calls_per_second: 2,
      retry_config: {
        auto_retry: true,
        auto_retry_schedule: 'scheduled_time',
        retry_schedule_hours: 2,
        rules: { busy: { delay_s: 300 } },
      },
      voicemail_policy: 'reached',
      enabled_reschedule_call: true,
      callback: { limit: 1 },
      call_status_callback: 'https://example.com/a',
    };
    const id = await api.createCampaign(given);
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details).toMatchObject({
      ...given,
      retry_config: { retry_limit: 3, rules: { busy: { delay_s: 300, backoff: 1, max_delay_s: 86_400 } } },
      callback: { limit: 1, default_delay_s: 7200, max_days: 30 },
      status_callback: null,
      temporal_ui_url: `http://temporal.test/namespaces/default/workflows/campaign-${id}`,
      campaign_sid: `camp_${id}`,
    });
  });

  it('answers 200 when Temporal is away: the campaign is stored, and started later', async () => {
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    const response = await create({ is_dynamic: true });
    const draft = await api.createCampaign({ save_as_draft: true });
    const started = await api.call('post', `/calls/bulk_call/${draft}/start`);
    api.campaigns.failure = null;
    for (const { status, body } of [response, started]) {
      expect([status, body.current_status]).toEqual([200, 'waiting']);
      expect(body.message).toContain('starts as soon as Temporal is back');
    }
    expect((await api.call('get', `/calls/bulk_call/${response.body.id}`)).body.details.status).toBe('waiting');
  });

  it.each([
    [{ name: undefined }, '/name', 'required'],
    [{ name: ' ' }, '/name', 'too_small'],
    [{ phone_number_id: 'abc' }, '/phone_number_id', 'invalid_type'],
    [{ retry_config: { auto_retry: true, retry_limit: 7 } }, '/retry_config/retry_limit', 'too_big'],
    [{ retry_config: { rules: { 'no-answer': { delay_s: 1 } } } }, '/retry_config/rules/no-answer', 'unknown_field'],
    [{ concurrent_call_limit: 0 }, '/concurrent_call_limit', 'too_small'],
    [{ concurrent_call_limit: 1001 }, '/concurrent_call_limit', 'too_big'],
    [{ timezone: 'Mars/Olympus' }, '/timezone', 'invalid_timezone'],
    [{ is_scheduled: true }, '/scheduled_datetime', 'required'],
    [{ is_scheduled: true, scheduled_datetime: 'soon' }, '/scheduled_datetime', 'invalid_datetime'],
    [{ is_scheduled: true, scheduled_datetime: '2020-01-01 10:00:00' }, '/scheduled_datetime', 'in_the_past'],
    [{ is_dynamic: false }, '/contact_list', 'required'],
    [{ contact_list: [{ phone: '+15551234567' }, { phone: 'nobody' }, {}] }, '/contact_list/1/phone', 'invalid_phone'],
    [{ status_callback: 'http://example.com' }, '/status_callback', 'url_not_allowed'],
    [{ call_status_callback: 'https://169.254.169.254/' }, '/call_status_callback', 'url_not_allowed'],
    [{ name: 'a\u0000b' }, '/name', 'invalid_characters'],
    [{ callback: { default_delay_s: 200_000, max_days: 1 } }, '/callback/default_delay_s', 'too_large'],
  ])('refuses %p', async (fields, pointer, code) => {
    const before = await api.db.selectFrom('campaigns').select('id').execute();
    const response = await create({ is_dynamic: true, ...fields });
    expect(response.status).toBe(422);
    expect(response.body.errors[0]).toMatchObject({ pointer, code });
    expect(await api.db.selectFrom('campaigns').select('id').execute()).toHaveLength(before.length);
  });

  it('refuses a number without agent, and a number it does not have', async () => {
    const bare = await api.call('post', '/phone_numbers', { body: { number: '+15550100009' } });
    expect((await create({ is_dynamic: true, phone_number_id: bare.body.id })).body).toMatchObject({
      code: 'no_agent',
    });
    expect((await create({ is_dynamic: true, phone_number_id: 999_999 })).status).toBe(404);
    expect((await create({ is_dynamic: true, bot_id: 999_999 })).body.errors[0]).toMatchObject({ pointer: '/bot_id' });
  });
});

describe('reading campaigns', () => {
  it('lists newest first, by page and status', async () => {
    const draft = await api.createCampaign({ save_as_draft: true, name: 'newest draft' });
    const drafts = await api.call('get', '/calls/bulk_call?status=draft&pagesize=1');
    expect(drafts.body.records).toMatchObject([{ id: draft, status: 'draft', name: 'newest draft' }]);
    const all = await api.call('get', '/calls/bulk_call?pageno=2&pagesize=2');
    expect(all.body.total_records).toBeGreaterThan(3);
    expect(all.body.records).toHaveLength(2);
    expect(all.body.records[0].id).toBeLessThan(draft);
  });

  it.each(['pagesize=151', 'pagesize=0', 'pagesize=x', 'pageno=-1', 'status=nope', 'status=%00'])(
    'refuses ?%s',
    async (query) => {
      const response = await api.call('get', `/calls/bulk_call?${query}`);
      expect(response.status).toBe(422);
      expect(response.body.errors[0].pointer).toBe(`?${query.split('=')[0]}`);
    },
  );

  it('counts lines so that the parts sum to the total', async () => {
    const id = await api.createCampaign();
    const statuses = [
      'queued',
      'in_progress',
      'retry_scheduled',
      'callback_scheduled',
      'completed',
      'busy',
      'no_answer',
      'voicemail',
      'failed',
      'skipped',
      'suppressed',
      'expired',
      'cancelled',
      'unknown',
    ] as const;
    for (const call_status of statuses) {
      const line = { organization_id: api.organizationId, campaign_id: id, to_number: '+15551234567', call_status };
      await api.db
        .insertInto('lines')
        .values({ ...line, custom_variables: '{}', metadata: '{}' })
        .execute();
    }
    const { body } = await api.call('get', `/bulk-call/${id}/live-status`);
    const { total_contacts: total, ...parts } = body.summary;
    expect(body).toMatchObject({ bulk_call_id: id, campaign_status: 'waiting' });
    expect(total).toBe(statuses.length);
    expect(Object.values<number>(parts).reduce((sum, part) => sum + part)).toBe(total);
    expect(parts).toMatchObject({ queued: 1, waiting_retry: 1, waiting_callback: 1, other: 5 });
  });
});
