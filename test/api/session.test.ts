import type { KyselyPlugin } from 'kysely';
import supertest, { type Response } from 'supertest';
import { hashKey } from '../../infra/db/organizations/callers';
import { createSessionLookup, deleteExpiredDashboardSessions } from '../../infra/db/organizations/dashboard-sessions';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import { addKey, addOrganization, createApiWorld, type ApiWorld, type TestOrganization } from './api-world';

let api: ApiWorld;

beforeAll(async () => {
  api = await createApiWorld();
});

afterAll(() => api.close());

const signIn = (apiKey: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(api.agent.post('/session').set(headers).send({ api_key: apiKey }));

/** `name=value` of what an answer sets. */
const cookieOf = (response: Response): string => String(response.get('set-cookie')?.[0]).split(';', 1)[0]!;

async function session(key = api.key): Promise<{ Cookie: string; token: string }> {
  const response = await signIn(key);
  expect(response.status).toBe(200);
  return { Cookie: cookieOf(response), token: response.body.csrf_token };
}

/** A request below `/api/v1` without a key. */
const send = (
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  headers: Record<string, string>,
  body?: unknown,
) => api.call(method, path, { key: null, headers, body });

const AGENT = { name: 'Made on the dashboard' };

const codeOf = ({ status, body }: Response): unknown[] => [status, body.code];

describe('signing in', () => {
  it('answers who one is, and sets a cookie that no script and no other site gets', async () => {
    const response = await signIn(` ${api.key}\n`);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      organization: { id: api.organizationId, name: 'Test' },
      scopes: ['campaigns:admin', 'contacts:write', 'read'],
      key: { id: expect.any(Number), name: 'Key', prefix: api.key.slice(0, 8), last_four: api.key.slice(-4) },
      csrf_token: expect.stringMatching(/^[\w-]{43}$/),
      temporal_ui_url: 'http://temporal.test',
      simulated: true,
    });
    const [cookie] = response.get('set-cookie')!;
    expect(cookie).toMatch(/^everdial_session=[\w-]{43}; /);
    expect(cookie!.split('; ').slice(1)).toEqual(
      expect.arrayContaining(['Max-Age=604800', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']),
    );
    expect(response.get('cache-control')).toBe('no-store');
  });

  it('makes no cookie for https alone where the API is reached over http', async () => {
    const plain = await createApiWorld({ publicUrl: 'http://127.0.0.1:8080' });
    try {
      const response = await plain.agent.post('/session').send({ api_key: plain.key });
      expect(response.get('set-cookie')![0]).not.toContain('Secure');
    } finally {
      await plain.close();
    }
  });

  it('stores neither the cookie nor what could be sent in its place', async () => {
    const { Cookie, token } = await session();
    const stored = JSON.stringify(await api.db.selectFrom('dashboard_sessions').selectAll().execute());
    expect(stored).not.toContain(Cookie.split('=')[1]);
    expect(stored).not.toContain(token);
  });

  it('is refused to unknown and revoked keys, and to a webhook token', async () => {
    const revoked = await addKey(api.db, api.organizationId);
    await revoke(revoked);
    const { body } = await api.call('post', '/webhook_token');
    expect(body.webhook_token).toMatch(/^evdw_/);
    for (const key of ['evd_nobody', revoked, body.webhook_token]) {
      const response = await signIn(key);
      expect(codeOf(response)).toEqual([401, 'invalid_key']);
      expect(response.get('set-cookie')).toBeUndefined();
    }
    expect(codeOf(await signIn(''))[0]).toBe(422);
    const form = await api.agent.post('/session').type('form').send(`api_key=${api.key}`);
    expect(codeOf(form)).toEqual([415, 'unsupported_media_type']);
  });

  it('is refused to the pages of others', async () => {
    const response = await signIn(api.key, { Origin: 'https://evil.test' });
    expect(codeOf(response)).toEqual([403, 'foreign_origin']);
    expect(response.get('set-cookie')).toBeUndefined();
  });

  it('again ends the session before', async () => {
    const first = await session();
    await signIn(api.key, { Cookie: first.Cookie });
    expect(codeOf(await send('get', '/agents', { Cookie: first.Cookie }))).toEqual([401, 'not_signed_in']);
  });

  it('says when real calls can be made', async () => {
    const other = await addOrganization(api.db);
    await api.db
      .updateTable('phone_numbers')
      .set({ provider: 'twilio', account_id: await ensureProviderAccount(api.db, other.organizationId, 'twilio') })
      .where('id', '=', other.phoneNumberId)
      .execute();
    expect((await signIn(other.key)).body.simulated).toBe(false);
  });
});

describe('a session', () => {
  it('is told who has it as long as it lasts, with the same CSRF token', async () => {
    const { Cookie, token } = await session();
    const response = await api.agent.get('/session').set({ Cookie });
    expect([response.status, response.body.csrf_token]).toEqual([200, token]);
    expect(response.body.organization.id).toBe(api.organizationId);
    expect((await api.agent.get('/session')).body).toBeNull();
  });

  it('reads and writes as its key does, and leaves its trail', async () => {
    const { Cookie, token } = await session();
    expect((await send('get', '/agents', { Cookie })).status).toBe(200);
    const rules = { contact_hours: { start: '09:00', end: '20:00' } };
    const changed = await send('put', '/calling_rules', { Cookie, 'X-CSRF-Token': token }, rules);
    expect(changed.status).toBe(200);
    const { body } = await send('get', '/audit', { Cookie });
    expect(body.records[0]).toMatchObject({ action: 'calling_rules.update', api_key_prefix: api.key.slice(0, 8) });
  });

  it('has no more scopes than its key', async () => {
    const { Cookie, token } = await session(await addKey(api.db, api.organizationId, ['read']));
    expect((await send('get', '/agents', { Cookie })).status).toBe(200);
    const response = await send('post', '/agents', { Cookie, 'X-CSRF-Token': token }, AGENT);
    expect(codeOf(response)).toEqual([403, 'missing_scope']);
  });

  it('sees nothing of another organization', async () => {
    const other = await addOrganization(api.db);
    const { Cookie } = await session(other.key);
    expect((await send('get', `/agents/${api.agentId}`, { Cookie })).status).toBe(404);
  });

  it('is no webhook token', async () => {
    const { Cookie, token } = await session();
    const response = await send('post', '/leads', { Cookie, 'X-CSRF-Token': token }, {});
    expect(codeOf(response)).toEqual([403, 'webhook_token_required']);
  });

  it('counts for nothing beside an Authorization header', async () => {
    const { Cookie } = await session();
    const other: TestOrganization = await addOrganization(api.db);
    const asOther = await api.call('get', `/agents/${other.agentId}`, { key: other.key, headers: { Cookie } });
    expect(asOther.status).toBe(200);
    expect((await api.call('post', '/agents', { headers: { Cookie }, body: AGENT })).status).toBe(200);
    for (const Authorization of ['Bearer evd_nobody', 'Basic eDp5', '']) {
      const response = await send('get', '/agents', { Cookie, Authorization });
      expect([Authorization, response.status]).toEqual([Authorization, 401]);
    }
  });

  it.each([
    ['ends with its key', async () => revoke(await sessionKey())],
    ['ends after its time', () => expire()],
  ])('%s, at once', async (_what, end) => {
    currentKey = await addKey(api.db, api.organizationId);
    const { Cookie } = await session(currentKey);
    expect((await send('get', '/agents', { Cookie })).status).toBe(200);
    await end();
    expect(codeOf(await send('get', '/agents', { Cookie }))).toEqual([401, 'not_signed_in']);
    expect((await api.agent.get('/session').set({ Cookie })).body).toBeNull();
  });

  it('ends where somebody signs out, and the browser forgets it', async () => {
    const { Cookie } = await session();
    const kept = await session();
    const response = await api.agent.delete('/session').set({ Cookie });
    expect(response.status).toBe(204);
    expect(response.get('set-cookie')![0]).toMatch(/^everdial_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await send('get', '/agents', { Cookie })).status).toBe(401);
    expect((await send('get', '/agents', { Cookie: kept.Cookie })).status).toBe(200);
    expect((await api.agent.delete('/session')).status).toBe(204);
  });

  it('lasts for seven days', async () => {
    await session();
    const { expires_at: end, created_at: start } = await newest();
    expect(end.getTime() - start.getTime()).toBe(7 * 24 * 60 * 60_000);
  });

  it('is forgotten when it is over, or its key is revoked; others are kept', async () => {
    await api.db.deleteFrom('dashboard_sessions').execute();
    const kept = await session();
    currentKey = await addKey(api.db, api.organizationId);
    await session(currentKey);
    await revoke(currentKey);
    currentKey = await addKey(api.db, api.organizationId);
    await session(currentKey);
    await expire();
    await deleteExpiredDashboardSessions(api.db);
    expect(await api.db.selectFrom('dashboard_sessions').selectAll().execute()).toHaveLength(1);
    expect((await send('get', '/agents', { Cookie: kept.Cookie })).status).toBe(200);
  });

  it('is looked up together with all that are asked for at the same time', async () => {
    const { Cookie } = await session();
    let queries = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => ((queries += 1), node),
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const lookUp = createSessionLookup(api.db.withPlugin(counting));
    const unknown = Array.from({ length: 400 }, (_, index) => String(index).padStart(43, 'x'));
    const found = await Promise.all([...unknown, Cookie.split('=')[1]!].map((token) => lookUp(token)));
    expect(found.slice(0, -1)).toEqual(unknown.map(() => null));
    expect(found.at(-1)).toMatchObject({ organizationId: api.organizationId });
    expect(queries).toBeLessThanOrEqual(2);
  });

  it('is answered with what no cache keeps, whatever it asks for', async () => {
    const { Cookie } = await session();
    for (const path of ['/agents', '/agents/999999', '/nothing']) {
      const response = await api.agent.get(`/api/v1${path}`).set({ Cookie });
      expect([path, response.get('cache-control')]).toEqual([path, 'no-store']);
    }
  });

  it('is not looked for under what cannot be one', async () => {
    for (const value of ['', 'short', 'x'.repeat(44), `${'x'.repeat(42)}%`]) {
      expect(codeOf(await send('get', '/agents', { Cookie: `everdial_session=${value}` }))).toEqual([
        401,
        'missing_key',
      ]);
    }
  });

  it('answers other methods with those it knows', async () => {
    const response = await api.agent.put('/session');
    expect([...codeOf(response), response.get('allow')]).toEqual([405, 'method_not_allowed', 'GET, POST, DELETE']);
  });
});

describe('what changes something in a session', () => {
  it.each(['post', 'put', 'delete'] as const)('needs its CSRF token: %s', async (method) => {
    const { Cookie } = await session();
    const another = await session();
    const foreign = await session((await addOrganization(api.db)).key);
    const path = method === 'post' ? '/agents' : '/agents/999999';
    for (const given of [null, '', another.token, foreign.token]) {
      const headers = { Cookie, ...(given !== null && { 'X-CSRF-Token': given }) };
      const response = await send(method, path, headers, method === 'delete' ? undefined : AGENT);
      expect(codeOf(response)).toEqual([403, 'csrf_token_required']);
    }
  });

  it('needs it for files too, before any of them is read', async () => {
    const { Cookie, token } = await session();
    const path = `/calls/bulk_call/${await api.createCampaign()}/contacts.csv`;
    const upload = (headers: Record<string, string>) =>
      send('post', path, { Cookie, 'Content-Type': 'text/csv', ...headers }, 'to_number\n+15551234567\n');
    expect(codeOf(await upload({}))).toEqual([403, 'csrf_token_required']);
    expect((await upload({ 'X-CSRF-Token': token })).status).toBe(200);
  });

  it.each([
    'https://evil.test',
    'https://everdial.test.evil.test',
    'http://everdial.test',
    'null',
    'https://everdial.test:444',
  ])('must not come from a page of %s', async (Origin) => {
    const { Cookie, token } = await session();
    const response = await send('post', '/agents', { Cookie, 'X-CSRF-Token': token, Origin }, AGENT);
    expect(codeOf(response)).toEqual([403, 'foreign_origin']);
    expect(codeOf(await api.agent.delete('/session').set({ Cookie, Origin }))).toEqual([403, 'foreign_origin']);
  });

  it('may come from PUBLIC_URL, and from the address that was asked', async () => {
    const { Cookie, token } = await session();
    for (const [Origin, Host] of [
      ['https://everdial.test', '127.0.0.1'],
      ['http://localhost:9', 'localhost:9'],
    ] as const) {
      const response = await send('post', '/agents', { Cookie, 'X-CSRF-Token': token, Origin, Host }, AGENT);
      expect([Origin, response.status]).toEqual([Origin, 200]);
    }
  });

  it('must not come from a page without an origin, wherever ours are', async () => {
    const app = api.anotherApp({ publicUrl: 'mailto:nobody' });
    const response = await supertest(app).post('/session').set('Origin', 'null').send({ api_key: api.key });
    expect(codeOf(response)).toEqual([403, 'foreign_origin']);
  });

  it('is no business of programs with a key: they need no token and may come from anywhere', async () => {
    const response = await api.call('post', '/agents', { headers: { Origin: 'https://evil.test' }, body: AGENT });
    expect(response.status).toBe(200);
    expect(response.get('access-control-allow-origin')).toBeUndefined();
  });
});

let currentKey = '';
const sessionKey = () => Promise.resolve(currentKey);

async function revoke(key: string): Promise<void> {
  await api.db.updateTable('api_keys').set({ revoked_at: new Date() }).where('key_hash', '=', hashKey(key)).execute();
}

const newest = () =>
  api.db
    .selectFrom('dashboard_sessions')
    .select(['expires_at', 'created_at', 'token_hash'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();

/** As if the newest session had been opened long ago. */
async function expire(): Promise<void> {
  const { token_hash: hash } = await newest();
  const past = new Date(Date.now() - 1_000);
  await api.db.updateTable('dashboard_sessions').set({ expires_at: past }).where('token_hash', '=', hash).execute();
}
