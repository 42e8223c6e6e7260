import pino from 'pino';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.deleteFrom('suppressions').execute();
  await api.db.deleteFrom('lines').execute();
  await api.db.deleteFrom('audit_log').execute();
});

const suppress = (body: unknown, key = api.key) => api.call('post', '/suppressions', { body, key });
const numbers = async (query = '') =>
  ((await api.call('get', `/suppressions${query}`)).body.records as Array<{ number: string }>).map(
    ({ number }) => number,
  );
const audited = () =>
  api.db
    .selectFrom('audit_log')
    .select(['action', 'data', 'api_key_id'])
    .where('object_type', '=', 'suppression')
    .orderBy('id')
    .execute();

describe('suppressing numbers', () => {
  it('ends the contacts that wait for them in every campaign, and wakes those that sleep', async () => {
    const campaigns = [await api.createCampaign(), await api.createCampaign()];
    const contacts = ['+14155550001', '+14155550001', '+14155550001', '+14155550001', '+14155550009'].map((phone) => ({
      phone,
    }));
    const added = await Promise.all(
      campaigns.map((id) => api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } })),
    );
    const [fresh, sleeping, calling, done, another] = (added[0]?.body.accepted as Array<{ line_id: number }>).map(
      ({ line_id }) => line_id,
    );
    const set = (id: number | undefined, values: object) =>
      api.db
        .updateTable('lines')
        .set(values)
        .where('id', '=', id ?? 0)
        .execute();
    await set(sleeping, { call_status: 'retry_scheduled', ready: false, attempts: 1, next_attempt_at: new Date() });
    await set(calling, { call_status: 'in_progress', ready: false, attempts: 1 });
    await set(done, { call_status: 'completed', ready: false, attempts: 1, closed_at: new Date() });

    const { body } = await suppress({ number: '+1 (415) 555-0001', reason: 'asked by letter' });
    expect(body).toEqual({ status: 'success', added: 1, already: 0, contacts_ended: 6 });
    const lineOf = (id: number | undefined) =>
      api.db
        .selectFrom('lines')
        .selectAll()
        .where('id', '=', id ?? 0)
        .executeTakeFirst();
    const ended = { call_status: 'suppressed', ready: false, next_attempt_at: null, closed_at: expect.any(Date) };
    expect(await lineOf(fresh)).toMatchObject({ ...ended, wake_requested_at: null });
    expect(await lineOf(sleeping)).toMatchObject({ ...ended, wake_requested_at: expect.any(Date) });
    expect(await lineOf(calling)).toMatchObject({ call_status: 'in_progress', wake_requested_at: null });
    expect(await lineOf(done)).toMatchObject({ call_status: 'completed' });
    expect(await lineOf(another)).toMatchObject({ call_status: 'queued', ready: true });

    const again = await api.call('post', `/calls/bulk_call/${campaigns[0]}/add_contact`, {
      body: { phone: '+14155550001' },
    });
    expect(again.body).toMatchObject({ reason: 'suppressed', will_call_after: null });
  });

  it('takes up to 1,000 at once, and says how many were there', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => `+1415555${1_000 + index}`);
    expect((await suppress({ numbers: many })).status).toBe(422);
    await suppress({ number: '+14155551000' });
    expect((await suppress({ numbers: many.slice(0, 1_000) })).body).toMatchObject({ added: 999, already: 1 });
    expect((await suppress({ numbers: ['+14155559999', '+14155559999'] })).body).toMatchObject({
      added: 1,
      already: 1,
    });
  });

  it.each([
    [{}, '/number', 'required'],
    [{ number: 'nobody' }, '/number', 'invalid_phone'],
    [{ numbers: ['+14155550001', '4155550002'] }, '/numbers/1', 'invalid_phone'],
    [{ numbers: [] }, '/numbers', 'too_small'],
    [{ number: '+14155550001', note: 'x' }, '/note', 'unknown_field'],
  ])('refuses %j, and adds none', async (body, pointer, code) => {
    const response = await suppress(body);
    expect([response.status, response.body.errors[0].pointer, response.body.code]).toEqual([422, pointer, code]);
    expect(await numbers()).toEqual([]);
  });

  it('is noted with who did it, and without the numbers', async () => {
    await suppress({ numbers: ['+14155550001', '+14155550002'] });
    await api.call('delete', '/suppressions/%2B14155550001');
    const entries = await audited();
    expect(entries).toMatchObject([
      { action: 'suppression.add', data: { added: 2, contacts_ended: 0 }, api_key_id: expect.any(Number) },
      { action: 'suppression.remove', data: { removed: 1 } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('415555');
  });

  it('leaves no number in the log', async () => {
    const log: string[] = [];
    const noisy = await createApiWorld({
      logger: pino({ level: 'debug' }, { write: (line) => void log.push(line) }),
    });
    await noisy.call('post', '/suppressions', { body: { number: '+14155550001' } });
    await noisy.call('delete', '/suppressions/%2B14155550001');
    await noisy.call('delete', '/suppressions/+14155550001');
    await noisy.close();
    expect(log.filter((line) => line.includes('/suppressions'))).toHaveLength(3);
    expect(log.join()).toContain('/suppressions/{number}');
    expect(log.join()).not.toContain('415555');
  });

  it('is for admins, and each organization has its own', async () => {
    const writer = await addKey(api.db, api.organizationId, ['contacts:write', 'read']);
    expect((await suppress({ number: '+14155550001' }, writer)).status).toBe(403);
    const other = await addOrganization(api.db);
    await suppress({ number: '+14155550001' }, other.key);
    expect(await numbers()).toEqual([]);
    expect((await api.call('delete', '/suppressions/%2B14155550001')).status).toBe(404);
    const id = await api.createCampaign();
    const { body } = await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+14155550001' } });
    expect(body).not.toHaveProperty('reason');
    await suppress({ number: '+14155550001' }, other.key);
    expect(await api.db.selectFrom('lines').select('call_status').where('campaign_id', '=', id).execute()).toEqual([
      { call_status: 'queued' },
    ]);
  });
});

describe('the list of suppressed numbers', () => {
  it('is shown in pages, and searched by a part of the number', async () => {
    await suppress({ numbers: ['+14155550001', '+14155550002', '+442079460958'], reason: 'asked' });
    const page = await api.call('get', '/suppressions?pagesize=2&pageno=2');
    expect(page.body).toMatchObject({
      total_records: 3,
      records: [{ reason: 'asked', source: 'api', created_at: expect.any(String) }],
    });
    expect(await numbers(`?search=${encodeURIComponent('(415) 555')}`)).toHaveLength(2);
    expect(await numbers('?search=7946')).toEqual(['+442079460958']);
    expect(await numbers('?search=jane')).toEqual([]);
  });

  it('loses a number in any readable form, once', async () => {
    await suppress({ number: '+14155550001' });
    const path = `/suppressions/${encodeURIComponent('+1 (415) 555-0001')}`;
    expect((await api.call('delete', path)).status).toBe(200);
    expect((await api.call('delete', path)).status).toBe(404);
    expect((await api.call('delete', '/suppressions/nobody')).status).toBe(404);
    expect(await numbers()).toEqual([]);
  });
});

describe('a CSV of numbers', () => {
  const send = (body: string, headers = {}) =>
    api.call('post', '/suppressions/csv', { body, headers: { 'Content-Type': 'text/csv', ...headers } });

  it('is read from its column of numbers, each row by itself', async () => {
    const id = await api.createCampaign();
    await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+14155550002' } });
    const rows = Array.from({ length: 1_200 }, (_, index) => `x,+1415556${String(index).padStart(4, '0')}`);
    const { body } = await send(['name,Phone', 'Jane,+14155550002', 'Joe,nobody', 'uneven', ...rows].join('\n'));
    expect(body).toEqual({
      status: 'success',
      rows: 1_203,
      added: 1_201,
      already: 0,
      contacts_ended: 1,
      rejected: 2,
      first_rejections: [
        { line: 3, code: 'invalid_phone', reason: expect.any(String) },
        { line: 4, code: 'uneven_row', reason: expect.any(String) },
      ],
    });
    expect(await audited()).toMatchObject([{ data: { added: 1_201, contacts_ended: 1, source: 'csv' } }]);
  });

  it('may be a bare list', async () => {
    expect((await send('+14155550001\n+14155550002\n')).body).toMatchObject({ rows: 2, added: 2 });
    expect((await send('numbers of people\n+14155550003\n')).body).toMatchObject({ rows: 1, added: 1 });
    expect((await numbers()).sort()).toEqual(['+14155550001', '+14155550002', '+14155550003']);
  });

  it('gives the stored answer under the same key', async () => {
    const headers = { 'Idempotency-Key': 'numbers-1' };
    const first = await send('+14155550001\n', headers);
    const second = await send('+14155550001\n', headers);
    expect(second.body).toEqual(first.body);
    expect(second.get('Idempotency-Replayed')).toBe('true');
    expect((await send('+14155550002\n', headers)).body.code).toBe('idempotency_key_reused');
    expect(await numbers()).toEqual(['+14155550001']);
  });
});
