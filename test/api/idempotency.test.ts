import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let campaign: number;
beforeAll(async () => {
  api = await createApiWorld();
});
beforeEach(async () => {
  campaign = await api.createCampaign();
  api.campaigns.told.length = 0;
});
afterAll(() => api.close());

const add = (idempotencyKey: string, phone: string, key?: string) =>
  api.call('post', `/calls/bulk_call/${campaign}/add_contact`, {
    body: { phone },
    headers: { 'Idempotency-Key': idempotencyKey },
    ...(key !== undefined && { key }),
  });
const countLines = async () =>
  (await api.db.selectFrom('lines').select('id').where('campaign_id', '=', campaign).execute()).length;

describe('Idempotency-Key', () => {
  it('gives the stored answer the second time, and does nothing', async () => {
    const first = await add('a-1', '+15551234567');
    const second = await add('a-1', '+15551234567');
    expect(first.get('Idempotency-Replayed')).toBeUndefined();
    expect(second.get('Idempotency-Replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(await countLines()).toBe(1);
    expect(api.campaigns.of('contacts')).toHaveLength(1);
  });

  it('refuses another request under the same key', async () => {
    await add('b-1', '+15551234567');
    expect((await add('b-1', '+15551234568')).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await countLines()).toBe(1);
  });

  it('lets one of many at once have an effect; the others wait or get its answer', async () => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => add('c-1', '+15551234567')));
    expect(responses.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(responses.some(({ status }) => status === 200)).toBe(true);
    expect(await countLines()).toBe(1);
  });

  it('stores nothing for a request that was refused, so that it can be corrected', async () => {
    expect((await add('d-1', 'nobody')).status).toBe(422);
    expect((await add('d-1', '+15551234567')).status).toBe(200);
  });

  it('belongs to one organization', async () => {
    await add('e-1', '+15551234567');
    const other = await addOrganization(api.db);
    expect((await add('e-1', '+15551234567', other.key)).status).toBe(404);
  });

  it('forgets a key after 24 hours', async () => {
    await add('f-1', '+15551234567');
    await api.db
      .updateTable('idempotency_keys')
      .set({ created_at: new Date(Date.now() - 25 * 3_600_000) })
      .where('key', '=', 'f-1')
      .execute();
    expect((await add('f-1', '+15551234568')).status).toBe(200);
    expect((await add('f-1', '+15551234568')).get('Idempotency-Replayed')).toBe('true');
    expect(await countLines()).toBe(2);
  });

  it('creates one campaign, started once', async () => {
    const body = { name: 'Once', phone_number_id: api.phoneNumberId, is_dynamic: true };
    const create = () => api.call('post', '/calls/bulk_call/create', { body, headers: { 'Idempotency-Key': 'g-1' } });
    const [first, second] = [await create(), await create()];
    expect(second.body).toEqual(first.body);
    expect(api.campaigns.of('start')).toHaveLength(1);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    expect((await add(key, '+15551234567')).body).toMatchObject({ status: 422, code: 'invalid_idempotency_key' });
  });
});
