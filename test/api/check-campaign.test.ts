import { createApiWorld, type ApiWorld } from './api-world';

const DAY_MS = 24 * 60 * 60 * 1_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
  const body = {
    welcome_message: 'Hello {{ customer_name }}, {{ greeting | default: "how are you" }}?',
    prompt: '{% if plan == "pro" %}Offer {{ offer.name }}.{% endif %} Call {{ to_number }}.',
  };
  await api.call('put', `/agents/${api.agentId}`, { body });
});
afterAll(() => api.close());
// Whatever is checked, nothing is created.
afterEach(async () => {
  expect(await api.db.selectFrom('campaigns').select('id').execute()).toEqual([]);
  expect(api.campaigns.told).toEqual([]);
});

interface Checked extends Record<string, unknown> {
  readonly openings: Array<{ readonly from: string; readonly until: string | null }>;
  readonly template_variables: string[];
}

const GOOD = { name: 'A', is_dynamic: true };
const request = (path: string, body: Record<string, unknown>) =>
  api.call('post', `/calls/bulk_call/${path}`, { body: { phone_number_id: api.phoneNumberId, ...body } });
const check = async (body: Record<string, unknown>): Promise<Checked> =>
  (await request('check', { ...GOOD, ...body })).body as Checked;

describe('checking a campaign', () => {
  it('tells who calls, and that it is always open, where nothing else is asked for', async () => {
    const { id: agentId, name } = (await api.call('get', `/agents/${api.agentId}`)).body.agent;
    const checked = await check({});
    expect(checked).toMatchObject({
      status: 'success',
      from_number: '+15550100001',
      agent: { id: agentId, name },
      timezone: 'UTC',
      next_opening: { until: null },
      openings: [{ until: null }],
      clock_changes: [],
      warnings: [],
    });
    expect(checked.next_opening).toEqual(checked.openings[0]);
  });

  it.each([
    [{ name: '' }],
    [{ timezone: 'Mars/Olympus' }],
    [{ is_dynamic: false }],
    [{ is_dynamic: false, contact_list: [{ phone: 'x' }] }],
    [{ is_scheduled: true, scheduled_datetime: '2020-01-01 10:00:00' }],
    [{ enable_daily_hard_stop: true, daily_stop_time: 9, enable_daily_auto_start: true, daily_start_time: 9 }],
    [{ calling_hours: { days: ['mon'], closed_dates: [], windows: [{ start: '10:00', end: '10:00' }] } }],
    [{ call_conditions: [{ column: 'a', operator: 'near' }] }],
    [{ status_callback: 'https://169.254.169.254/' }],
    [{ phone_number_id: 999_999 }],
    [{ rotation: { numbers: [{ phone_number_id: 999_999 }] } }],
  ])('refuses %j as create does', async (fields) => {
    const [checked, created] = [
      await request('check', { ...GOOD, ...fields }),
      await request('create', { ...GOOD, ...fields }),
    ];
    expect(created.status).toBeGreaterThanOrEqual(400);
    expect(checked.status).toBe(created.status);
    expect(checked.body.code).toBe(created.body.code);
    expect(checked.body.errors).toEqual(created.body.errors);
  });

  it('lists the openings of fourteen days, over a change of the clocks, in the zone of the campaign', async () => {
    const checked = await check({
      timezone: 'Europe/Berlin',
      is_scheduled: true,
      scheduled_datetime: '2099-10-20 12:00:00',
      calling_hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], windows: [{ start: '09:00', end: '17:00' }] },
    });
    expect(checked.next_opening).toEqual({ from: '2099-10-20T10:00:00.000Z', until: '2099-10-20T15:00:00.000Z' });
    expect(checked.openings).toHaveLength(11);
    expect(checked.openings[0]).toEqual(checked.next_opening);
    // Monday after the last Sunday of October: an hour later in UTC.
    expect(checked.openings).toContainEqual({ from: '2099-10-26T08:00:00.000Z', until: '2099-10-26T16:00:00.000Z' });
    // It is told with its end, although that lies behind the fourteen days.
    expect(checked.openings.at(-1)).toEqual({ from: '2099-11-03T08:00:00.000Z', until: '2099-11-03T16:00:00.000Z' });
    expect(checked.clock_changes).toEqual([
      { at: '2099-10-25T01:00:00.000Z', date: '2099-10-25', offset_before_s: 7_200, offset_after_s: 3_600 },
    ]);
  });

  it('ends with its end date, and with a stop that nobody starts again', async () => {
    const start = { is_scheduled: true, scheduled_datetime: '2099-06-01 12:00:00', timezone: 'America/New_York' };
    const ending = await check({ ...start, limits: { end_date: '2099-06-03' } });
    expect(ending.openings).toEqual([{ from: '2099-06-01T16:00:00.000Z', until: '2099-06-04T04:00:00.000Z' }]);
    const stopping = await check({ ...start, enable_daily_hard_stop: true, daily_stop_time: 17.5 });
    expect(stopping.openings).toEqual([{ from: '2099-06-01T16:00:00.000Z', until: '2099-06-01T21:30:00.000Z' }]);
    expect(stopping.warnings).toMatchObject([{ code: 'stop_without_auto_start' }]);
  });

  it('tells at most a hundred openings', async () => {
    const windows = Array.from({ length: 24 }, (_, hour) => {
      const text = String(hour).padStart(2, '0');
      return { start: `${text}:00`, end: `${text}:30` };
    });
    const { openings } = await check({ calling_hours: { windows } });
    expect(openings).toHaveLength(100);
    for (const { from, until } of openings) {
      expect(Date.parse(until!) - Date.parse(from)).toBeLessThan(DAY_MS);
    }
  });

  it('tells which variables the texts ask for, and which of them nothing gives', async () => {
    const variables = ['customer_name', 'greeting', 'plan', 'offer.name', 'to_number'];
    const unknown = await check({});
    expect([...unknown.template_variables].sort()).toEqual([...variables].sort());
    expect(unknown.missing_variables).toEqual([]);
    expect((await check({ columns: ['plan'] })).missing_variables).toEqual(['customer_name', 'offer.name']);
    expect((await check({ columns: ['customer_name', 'offer'] })).missing_variables).toEqual([]);
    const contact_list = [{ phone: '+15551234567', customer_name: 'Jane' }];
    expect((await check({ contact_list, columns: ['plan'] })).missing_variables).toEqual(['offer.name']);
    const voicemail = { voicemail_policy: 'leave_message', voicemail_message: 'Call {{ us }}.' };
    expect((await check({ ...voicemail, columns: ['customer_name', 'offer'] })).missing_variables).toEqual(['us']);
  });

  it('warns of a text that cannot be read', async () => {
    await api.call('put', `/agents/${api.agentId}`, { body: { prompt: 'Say {{ name' } });
    expect((await check({})).warnings).toMatchObject([{ pointer: '/phone_number_id', code: 'invalid_template' }]);
  });
});
