import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
afterEach(() => api.db.deleteFrom('campaign_drafts').execute());

const PATH = '/campaign_drafts';
const create = (body: unknown) => api.call('post', PATH, { body });

describe('drafts of the wizard', () => {
  it('are kept as they are, nulls included, and changed as a whole', async () => {
    const form = { step: 2, number: null, rules: [{ a: null }], text: '<b>x</b>' };
    const created = (await create({ name: ' Spring ', form })).body;
    expect(created).toMatchObject({ status: 'success', name: 'Spring', form });
    expect((await api.call('get', `${PATH}/${created.id}`)).body).toEqual(created);
    const changed = (await api.call('put', `${PATH}/${created.id}`, { body: { name: '', form: { step: 3 } } })).body;
    expect(changed).toMatchObject({ id: created.id, name: '', form: { step: 3 }, created_at: created.created_at });
    expect(changed.form).toEqual({ step: 3 });
  });

  it('are listed without their forms, those changed last first', async () => {
    const [first, second] = [
      (await create({ name: 'A', form: {} })).body,
      (await create({ name: 'B', form: {} })).body,
    ];
    await api.call('put', `${PATH}/${first.id}`, { body: { name: 'A2', form: { a: 1 } } });
    const { records, total_records } = (await api.call('get', PATH)).body;
    expect(records).toMatchObject([
      { id: first.id, name: 'A2' },
      { id: second.id, name: 'B' },
    ]);
    expect(total_records).toBe(2);
    expect(records[0]).not.toHaveProperty('form');
  });

  it('are not changed by who has read an older one', async () => {
    const { id, updated_at: first } = (await create({ name: 'A', form: {} })).body;
    const twin = (await create({ name: 'A', form: { by: 'me' } })).body;
    const put = (form: object, updatedAt?: string) =>
      api.call('put', `${PATH}/${id}`, { body: { name: 'A', form, updated_at: updatedAt } });
    const mine = await put({ by: 'me' }, first);
    expect([mine.status, mine.body.updated_at > first]).toEqual([200, true]);
    expect((await put({ by: 'another' }, first)).body).toMatchObject({ status: 409, code: 'draft_changed' });
    expect((await api.call('get', `${PATH}/${id}`)).body.form).toEqual({ by: 'me' });
    // The same once more is no conflict: its answer may have been lost.
    expect((await put({ by: 'me' }, first)).status).toBe(200);
    const { updated_at: last } = (await api.call('get', `${PATH}/${id}`)).body;
    expect((await put({ by: 'another' }, last)).body.form).toEqual({ by: 'another' });
    expect((await put({ by: 'whoever' })).body.form).toEqual({ by: 'whoever' });
    // Another draft with the same contents has nothing to do with it.
    expect((await api.call('get', `${PATH}/${twin.id}`)).body).toEqual(twin);
    expect((await put({}, 'yesterday')).body).toMatchObject({ status: 422, code: 'invalid_format' });
  });

  it('are gone when they are deleted', async () => {
    const { id } = (await create({ name: 'A', form: {} })).body;
    expect((await api.call('delete', `${PATH}/${id}`)).status).toBe(200);
    expect((await api.call('delete', `${PATH}/${id}`)).status).toBe(404);
    expect((await api.call('get', `${PATH}/${id}`)).status).toBe(404);
  });

  it.each([
    [{ name: 'A' }, 'required'],
    [{ name: 'A', form: [] }, 'invalid_type'],
    [{ name: 'A', form: {}, more: 1 }, 'unknown_field'],
    [{ name: 'A', form: { text: 'ä'.repeat(140_000) } }, 'too_big'],
  ])('refuses %.60j', async (body, code) => {
    const response = await create(body);
    expect([response.status, response.body.code]).toEqual([422, code]);
  });

  it('are at most two hundred', async () => {
    const row = { organization_id: api.organizationId, name: 'A', form: '{}' };
    await api.db
      .insertInto('campaign_drafts')
      .values(Array.from({ length: 200 }, () => row))
      .execute();
    expect((await create({ name: 'A', form: {} })).body).toMatchObject({ status: 409, code: 'too_many_drafts' });
  });

  it('are nobody else’s, and read by who may read', async () => {
    const { id } = (await create({ name: 'A', form: {} })).body;
    const { key: foreign } = await addOrganization(api.db);
    const body = { name: 'B', form: {} };
    for (const [method, options] of [
      ['get', {}],
      ['put', { body }],
      ['delete', {}],
    ] as const) {
      expect((await api.call(method, `${PATH}/${id}`, { key: foreign, ...options })).status).toBe(404);
    }
    expect((await api.call('get', PATH, { key: foreign })).body.records).toEqual([]);
    const reader = await addKey(api.db, api.organizationId, ['read']);
    expect((await api.call('get', `${PATH}/${id}`, { key: reader })).body.name).toBe('A');
    expect((await api.call('put', `${PATH}/${id}`, { key: reader, body })).body.code).toBe('missing_scope');
  });
});
