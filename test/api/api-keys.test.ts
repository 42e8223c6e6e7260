import { addKey, addOrganization, createApiWorld, type ApiWorld, type TestOrganization } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const PATH = '/api_keys';
const scopes = ['contacts:write', 'read'];
const create = (body: unknown, options: object = {}) => api.call('post', PATH, { body, ...options });
const list = async (key: string) => (await api.call('get', PATH, { key })).body.records as Array<{ id: number }>;

describe('API keys', () => {
  it('are shown once, and work with their scopes', async () => {
    const made = (await create({ name: ' CRM ', scopes: [...scopes, 'read'] })).body as { id: number; key: string };
    expect(made).toMatchObject({ name: 'CRM', scopes, revoked_at: null, prefix: made.key.slice(0, 8) });
    expect(made.key).toMatch(/^evd_[\w-]{32}$/);
    expect((await api.call('get', '/agents', { key: made.key })).status).toBe(200);
    expect((await api.call('get', PATH, { key: made.key })).body.code).toBe('missing_scope');
    const { key, status, message, ...record } = made as Record<string, unknown> & typeof made;
    expect([status, message]).toEqual(['success', expect.any(String)]);
    expect((await list(api.key))[0]).toEqual(record);
    expect(JSON.stringify(await list(api.key))).not.toContain(key);
    const stored = await api.db.selectFrom('api_keys').selectAll().where('id', '=', made.id).executeTakeFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain(key);
  });

  it('are shown by their end in an answer that is replayed', async () => {
    const headers = { 'Idempotency-Key': 'make-a-key' };
    const [first, again] = [
      await create({ name: 'A', scopes }, { headers }),
      await create({ name: 'A', scopes }, { headers }),
    ];
    expect(again.get('Idempotency-Replayed')).toBe('true');
    expect(again.body).toEqual({ ...first.body, key: `…${first.body.last_four}` });
  });

  it('are refused from the moment they are revoked; it may be said twice', async () => {
    const { id, key } = (await create({ name: 'A', scopes })).body;
    for (let time = 0; time < 2; time += 1) expect((await api.call('delete', `${PATH}/${id}`)).status).toBe(200);
    expect((await api.call('get', '/agents', { key })).body.code).toBe('invalid_key');
    expect((await list(api.key)).find((record) => record.id === id)).toMatchObject({ revoked_at: expect.any(String) });
  });

  it('are audited, without the key', async () => {
    const { id, key } = (await create({ name: 'Audited', scopes })).body;
    await api.call('delete', `${PATH}/${id}`);
    const { records } = (await api.call('get', '/audit?pagesize=2')).body;
    expect(records).toMatchObject([
      { action: 'api_key.revoke', object_type: 'api_key', object_id: id },
      {
        action: 'api_key.create',
        object_id: id,
        data: { name: 'Audited', scopes },
        api_key_prefix: api.key.slice(0, 8),
      },
    ]);
    expect(JSON.stringify(records)).not.toContain(key);
  });

  it.each([{ name: 'A' }, { name: 'A', scopes: [] }, { name: 'A', scopes: ['leads'] }, { name: '', scopes }])(
    'are not made of %j',
    async (body) => {
      expect((await create(body)).status).toBe(422);
    },
  );

  it('are nobody else’s', async () => {
    const { id } = (await create({ name: 'A', scopes })).body;
    const { key } = await addOrganization(api.db);
    expect((await api.call('delete', `${PATH}/${id}`, { key })).status).toBe(404);
    expect((await list(key)).map((record) => record.id)).not.toContain(id);
  });
});

describe('the last key with campaigns:admin', () => {
  let organization: TestOrganization;
  beforeEach(async () => {
    organization = await addOrganization(api.db);
  });
  const revoke = (id: number) => api.call('delete', `${PATH}/${id}`, { key: organization.key });

  it('is kept: others do not count that cannot make keys, or are revoked', async () => {
    await addKey(api.db, organization.organizationId, ['read']);
    const [reader, own] = await list(organization.key);
    expect((await revoke(own!.id)).body).toMatchObject({ status: 409, code: 'last_admin_key' });
    expect((await revoke(reader!.id)).status).toBe(200);
    expect((await revoke(own!.id)).status).toBe(409);
  });

  it('is kept, also when the last two are revoked at once', async () => {
    await addKey(api.db, organization.organizationId);
    const keys = await list(organization.key);
    const answers = await Promise.all(keys.map(({ id }) => revoke(id)));
    const left = await api.db
      .selectFrom('api_keys')
      .select('id')
      .where('organization_id', '=', organization.organizationId)
      .where('revoked_at', 'is', null)
      .execute();
    expect(left).toHaveLength(1);
    // The second may come when its own key has been revoked by the first.
    expect(answers.map(({ status }) => status).sort()[0]).toBe(200);
  });
});
