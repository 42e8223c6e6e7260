import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const RULES = '/calling_rules';
const DEFAULTS = {
  contact_hours: { enabled: true, start: '08:00', end: '21:00', strict: false },
  number_caps: { enabled: true, attempts_per_day: 8, connected_per_day: 3, on_simulator: false },
};
interface Audit {
  readonly records: Array<{ readonly action: string; readonly data: typeof DEFAULTS }>;
  readonly total_records: number;
}
const audit = async (query = ''): Promise<Audit> => (await api.call('get', `/audit${query}`)).body as Audit;

describe('the calling rules of an organization', () => {
  const put = (body: unknown, key?: string) => api.call('put', RULES, { body, ...(key !== undefined && { key }) });

  it('hold from the first day, and keep what a change does not name', async () => {
    expect((await api.call('get', RULES)).body).toEqual({ status: 'success', ...DEFAULTS });
    const { body } = await put({ contact_hours: { start: '09:30' }, number_caps: { attempts_per_day: 2 } });
    expect(body).toMatchObject({
      contact_hours: { ...DEFAULTS.contact_hours, start: '09:30' },
      number_caps: { ...DEFAULTS.number_caps, attempts_per_day: 2 },
    });
    expect((await put({ number_caps: { on_simulator: true } })).body).toMatchObject({
      contact_hours: { start: '09:30' },
      number_caps: { attempts_per_day: 2, on_simulator: true },
    });
    expect((await api.call('get', RULES)).body.contact_hours.start).toBe('09:30');
    const other = await addOrganization(api.db);
    expect((await api.call('get', RULES, { key: other.key })).body).toEqual({ status: 'success', ...DEFAULTS });
  });

  it('are switched off by name only, and that is audited', async () => {
    await put({ contact_hours: { enabled: true, end: '20:00' } });
    expect((await audit()).records[0]?.action).toBe('calling_rules.update');
    expect((await put({ contact_hours: { enabled: false } })).body.contact_hours.enabled).toBe(false);
    expect((await audit('?pagesize=2')).records).toMatchObject([
      { action: 'calling_rules.contact_hours_off', object_type: 'organization', object_id: api.organizationId },
      { action: 'calling_rules.update', data: { contact_hours: { enabled: false, end: '20:00' } } },
    ]);
    await put({ contact_hours: { enabled: true } });
    expect((await audit()).records[0]?.action).toBe('calling_rules.update');
  });

  it('make living campaigns look at their contacts anew', async () => {
    const living = await api.createCampaign();
    const draft = await api.createCampaign({ save_as_draft: true });
    await put({ number_caps: { attempts_per_day: 5 } });
    const rows = await api.db.selectFrom('campaigns').selectAll().orderBy('id').execute();
    const version = (id: number) => rows.find((row) => row.id === id)?.settings_version;
    expect([version(living), version(draft)]).toEqual([2, 1]);
  });

  it.each([
    [{ contact_hours: { start: '20:00' } }, '/contact_hours/start', 'empty_window'],
    [{ contact_hours: { start: '00:00', end: '24:00' } }, '/contact_hours/end', 'empty_window'],
    [{ contact_hours: { start: '8 am' } }, '/contact_hours/start', 'invalid_format'],
    [{ number_caps: { attempts_per_day: 0 } }, '/number_caps/attempts_per_day', 'too_small'],
    [{ number_caps: { attempts_per_week: 1 } }, '/number_caps/attempts_per_week', 'unknown_field'],
    [{ hours: {} }, '/hours', 'unknown_field'],
  ])('refuse %p', async (body, pointer, code) => {
    await put({ contact_hours: { end: '20:00' } });
    const before = (await audit()).total_records;
    const answer = await put(body);
    expect([answer.status, answer.body.errors[0]]).toEqual([422, { pointer, code, detail: expect.any(String) }]);
    expect((await audit()).total_records).toBe(before);
  });

  it('are changed by campaigns:admin only', async () => {
    const key = await addKey(api.db, api.organizationId, ['read']);
    expect((await put({}, key)).body).toMatchObject({ status: 403, code: 'missing_scope' });
    expect((await api.call('get', RULES, { key })).status).toBe(200);
    expect((await api.call('get', '/audit', { key })).status).toBe(403);
  });
});

describe('the audit log', () => {
  it('is read newest first, by page, by its own organization', async () => {
    for (const attempts_per_day of [1, 2, 3]) {
      await api.call('put', RULES, { body: { number_caps: { attempts_per_day } } });
    }
    const caps = ({ records }: Audit) => records.map(({ data }) => data.number_caps.attempts_per_day);
    expect(caps(await audit('?pagesize=2'))).toEqual([3, 2]);
    expect(caps(await audit('?pagesize=2&pageno=2'))[0]).toBe(1);
    const other = await addOrganization(api.db);
    expect((await api.call('get', '/audit', { key: other.key })).body).toMatchObject({ records: [], total_records: 0 });
  });
});

describe('what an admin does', () => {
  interface Done {
    readonly action: string;
    readonly object_id: number;
    readonly data: Record<string, unknown>;
    readonly api_key_prefix: string;
  }
  /** What was noted of an object, oldest first. */
  const noted = async (type: string, id: number): Promise<Array<readonly [string, Record<string, unknown>]>> => {
    const { records } = (await audit('?pagesize=50')) as unknown as { records: Array<Done & { object_type: string }> };
    const own = records.filter(({ object_type, object_id }) => object_type === type && object_id === id).reverse();
    expect(own.every(({ api_key_prefix }) => api_key_prefix === api.key.slice(0, 8))).toBe(true);
    return own.map(({ action, data }) => [action, data] as const);
  };

  it('to a campaign is in the audit log', async () => {
    const id = await api.createCampaign({ name: 'Spring', save_as_draft: true });
    await api.call('post', `/calls/bulk_call/${id}/start`);
    for (const action of ['pause', 'resume', 'cancel']) {
      expect((await api.call('put', `/calls/bulk_call/${id}`, { body: { action } })).status).toBe(200);
    }
    // What cannot be done is not noted.
    const refused = await api.call('put', `/calls/bulk_call/${id}`, { body: { action: 'pause' } });
    expect(refused.status).toBe(409);
    expect(await noted('campaign', id)).toEqual([
      ['campaign.create', { name: 'Spring', type: 'dynamic', status: 'draft' }],
      ['campaign.start', {}],
      ['campaign.pause', { status_before: expect.any(String) }],
      ['campaign.resume', { status_before: 'paused' }],
      ['campaign.cancel', { status_before: expect.any(String) }],
    ]);
  });

  it('to an agent is in the audit log, without the texts', async () => {
    const { id } = (await api.call('post', '/agents', { body: { name: 'Robin', prompt: 'Keep it short.' } })).body;
    await api.call('put', `/agents/${id}`, { body: { prompt: 'Keep it very short.' } });
    await api.call('delete', `/agents/${id}`);
    expect((await api.call('delete', `/agents/${id}`)).status).toBe(404);
    expect(await noted('agent', id)).toEqual([
      ['agent.create', { name: 'Robin' }],
      ['agent.update', { fields: ['prompt'] }],
      ['agent.delete', {}],
    ]);
  });

  it('to a number is in the audit log', async () => {
    const body = { number: '+15550100077', provider: 'simulator' };
    const { id } = (await api.call('post', '/phone_numbers', { body })).body;
    await api.call('put', `/phone_numbers/${id}`, { body: { name: 'Front desk' } });
    const agent_id = api.agentId;
    await api.call('post', '/phone_number/attach', { body: { phone_number_id: id, agent_id } });
    await api.call('delete', `/phone_numbers/${id}`);
    expect(await noted('phone_number', id)).toEqual([
      ['phone_number.create', body],
      ['phone_number.update', { name: 'Front desk' }],
      ['phone_number.update', { agent_id }],
      ['phone_number.delete', {}],
    ]);
  });
});

describe('what numbers share', () => {
  it('is limited by number and by provider account; 0 takes a limit away', async () => {
    const number = `/phone_numbers/${api.phoneNumberId}`;
    expect((await api.call('get', number)).body.phone_number.concurrency_limit).toBeNull();
    const limited = await api.call('put', number, { body: { concurrency_limit: 4 } });
    expect(limited.body.phone_number.concurrency_limit).toBe(4);
    expect((await api.call('put', number, { body: { name: 'N' } })).body.phone_number.concurrency_limit).toBe(4);
    expect((await api.call('put', number, { body: { concurrency_limit: 0 } })).body.phone_number).toMatchObject({
      concurrency_limit: null,
    });

    const { records } = (await api.call('get', '/provider_accounts')).body;
    expect(records).toMatchObject([{ provider: 'simulator', name: 'default', concurrency_limit: null }]);
    const account = `/provider_accounts/${records[0].id}`;
    const put = (body: object) => api.call('put', account, { body });
    expect((await put({ concurrency_limit: 9, calls_per_second: 2.5 })).body.provider_account).toMatchObject({
      concurrency_limit: 9,
      calls_per_second: 2.5,
    });
    expect((await audit()).records[0]).toMatchObject({ action: 'provider_account.update', object_id: records[0].id });
    expect((await put({ calls_per_second: 0 })).body.provider_account).toMatchObject({
      concurrency_limit: 9,
      calls_per_second: null,
    });
    expect((await api.call('get', account)).body.provider_account.concurrency_limit).toBe(9);
    for (const [body, pointer] of [
      [{ concurrency_limit: -1 }, '/concurrency_limit'],
      [{ calls_per_minute: 1 }, '/calls_per_minute'],
    ] as const) {
      const { status, body: problem } = await put(body);
      expect([status, problem.errors[0].pointer]).toEqual([422, pointer]);
    }
    const { key } = await addOrganization(api.db);
    expect((await api.call('get', account, { key })).status).toBe(404);
    expect((await api.call('put', account, { key, body: { concurrency_limit: 1 } })).status).toBe(404);
  });
});
