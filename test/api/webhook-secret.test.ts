import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const PATH = '/webhook_secret';
const stored = async () =>
  api.db
    .selectFrom('organizations')
    .select(['callback_secret', 'previous_callback_secret', 'previous_callback_secret_until'])
    .where('id', '=', api.organizationId)
    .executeTakeFirstOrThrow();
const lastAction = async () => (await api.call('get', '/audit?pagesize=1')).body.records[0].action as string;

test('the callback secret is shown to campaigns:admin, and that is audited', async () => {
  const { callback_secret } = await stored();
  expect((await api.call('get', PATH)).body).toEqual({
    status: 'success',
    secret: callback_secret,
    previous_secret_until: null,
  });
  expect(await lastAction()).toBe('webhook_secret.reveal');
  const key = await addKey(api.db, api.organizationId, ['read']);
  expect((await api.call('get', PATH, { key })).status).toBe(403);
  expect((await api.call('post', PATH, { key })).status).toBe(403);
});

test('a new one is made, and the one before signs for 24 hours more', async () => {
  const before = await stored();
  const other = await addOrganization(api.db);
  const { body } = await api.call('post', PATH);
  expect(body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
  const after = await stored();
  expect([after.callback_secret, after.previous_callback_secret]).toEqual([body.secret, before.callback_secret]);
  const leftMs = Date.parse(body.previous_secret_until as string) - Date.now();
  expect(leftMs).toBeGreaterThan(23.9 * 3_600_000);
  expect(leftMs).toBeLessThanOrEqual(24 * 3_600_000);
  expect(await lastAction()).toBe('webhook_secret.rotate');
  expect((await api.call('get', PATH)).body).toMatchObject({
    secret: body.secret,
    previous_secret_until: body.previous_secret_until,
  });
  expect((await api.call('get', PATH, { key: other.key })).body.previous_secret_until).toBeNull();
});

test('repeated with the same idempotency key it is made once', async () => {
  const headers = { 'Idempotency-Key': 'rotate-1' };
  const first = await api.call('post', PATH, { headers });
  const second = await api.call('post', PATH, { headers });
  expect(second.body).toEqual(first.body);
  expect((await stored()).callback_secret).toBe(first.body.secret);
});
