import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { openDatabase } from '../../infra/db/database';
import { createTestDatabase } from '../setup/database';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { cutableWire } from './cutable-wire';

let api: ApiWorld;
let campaign: number;
beforeAll(async () => {
  api = await createApiWorld();
  campaign = await api.createCampaign();
});
afterAll(() => api.close());
// Whatever is refused stores nothing.
afterEach(async () => {
  expect(await api.db.selectFrom('lines').select('id').execute()).toEqual([]);
});

const GOOD = { phone: '+15551234567' };
const add = (body: unknown, options: object = {}) =>
  api.call('post', `/calls/bulk_call/${campaign}/add_contact`, { body, ...options });

describe('who may call', () => {
  it.each([
    [null, 'missing_key'],
    ['evd_nobody_has_this', 'invalid_key'],
  ])('refuses the key %p', async (key, code) => {
    const response = await add(GOOD, { key });
    expect([response.status, response.body.code]).toEqual([401, code]);
    expect(response.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });

  it('refuses a key without the scope, and lets it do what it may', async () => {
    const reader = await addKey(api.db, api.organizationId, ['read']);
    const writer = await addKey(api.db, api.organizationId, ['contacts:write']);
    expect((await add(GOOD, { key: reader })).body).toMatchObject({ status: 403, code: 'missing_scope' });
    expect((await api.call('get', '/calls/bulk_call', { key: reader })).status).toBe(200);
    expect((await api.call('get', '/calls/bulk_call', { key: writer })).status).toBe(403);
    expect((await api.call('delete', `/calls/bulk_call/${campaign}`, { key: writer })).status).toBe(403);
  });

  it('refuses a key from the moment it is revoked', async () => {
    const key = await addKey(api.db, api.organizationId);
    expect((await api.call('get', '/agents', { key })).status).toBe(200);
    await api.db
      .updateTable('api_keys')
      .set({ revoked_at: new Date() })
      .where('last_four', '=', key.slice(-4))
      .execute();
    expect((await api.call('get', '/agents', { key })).status).toBe(401);
  });
});

describe('answers', () => {
  const asked = (path: string, encoding: string) =>
    api.agent.get(path).set({ Authorization: `Bearer ${api.key}`, 'Accept-Encoding': encoding });

  it('are compressed when they are long, as the caller takes it', async () => {
    const plain = await asked('/openapi.json', 'identity');
    expect([plain.get('content-encoding'), plain.get('vary')]).toEqual([undefined, 'Accept-Encoding']);
    const compressed = await asked('/openapi.json', 'gzip');
    expect(compressed.get('content-encoding')).toBe('gzip');
    expect(compressed.text).toBe(plain.text);
  });

  it('are left as they are when they are short', async () => {
    const response = await asked(`/api/v1/calls/bulk_call/${campaign}/lines`, 'gzip');
    expect([response.status, response.get('content-encoding')]).toEqual([200, undefined]);
    expect(Number(response.get('content-length'))).toBe(response.text.length);
  });
});

describe('problem documents', () => {
  it('have every field of RFC 9457, and those that existing clients read', async () => {
    const response = await api.agent
      .post(`/api/v1/calls/bulk_call/${campaign}/add_contact?secret=1`)
      .set({ Authorization: `Bearer ${api.key}`, 'Content-Type': 'application/json', 'X-Request-Id': 'mine-1' })
      .send('{"phone":"x"}');
    expect(response.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(response.get('X-Request-Id')).toBe('mine-1');
    expect(response.body).toEqual({
      type: 'https://everdial.test/problems/invalid_phone',
      title: expect.any(String),
      status: 422,
      detail: expect.any(String),
      instance: `/api/v1/calls/bulk_call/${campaign}/add_contact`,
      code: 'invalid_phone',
      request_id: 'mine-1',
      errors: [{ pointer: '/phone', code: 'invalid_phone', detail: expect.any(String) }],
      error: 'invalid_phone',
      error_description: response.body.detail,
    });
  });

  it.each([
    ['{', 400, 'malformed_json'],
    ['{"phone": "\t"}', 400, 'malformed_json'],
    ['[1,]', 400, 'malformed_json'],
    [`{"metadata": ${'['.repeat(40)}${']'.repeat(40)}}`, 422, 'too_deep'],
    ['['.repeat(200_000), 400, 'malformed_json'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 422, 'too_deep'],
    ['{"phone": "+15551234567", "metadata": {"\\u0000": 1}}', 422, 'invalid_characters'],
    [JSON.stringify({ ...GOOD, filler: 'x'.repeat(2 * 1024 * 1024) }), 413, 'body_too_large'],
  ])('answer the body %.30s', async (body, status, code) => {
    const response = await add(body);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  it('answer bytes that are no UTF-8, a broken archive, and a bomb', async () => {
    const post = (headers: Record<string, string>, bytes: Buffer) =>
      api.agent
        .post(`/api/v1/calls/bulk_call/${campaign}/add_contact`)
        .set({ Authorization: `Bearer ${api.key}`, 'Content-Type': 'application/json', ...headers })
        .serialize((body) => body as string)
        .send(bytes);
    expect((await post({}, Buffer.from([0x22, 0xff, 0x22]))).body.code).toBe('malformed_json');
    expect((await post({ 'Content-Encoding': 'gzip' }, Buffer.from('no gzip'))).status).toBe(400);
    expect((await post({ 'Content-Encoding': 'gzip' }, gzipSync(Buffer.alloc(3_000_000, ' ')))).status).toBe(413);
    expect((await post({ 'Content-Encoding': 'zip' }, Buffer.from('{}'))).status).toBe(415);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/jsonish'])(
    'refuse the type %s',
    async (type) => {
      const response = await add(JSON.stringify(GOOD), { headers: { 'Content-Type': type } });
      expect([response.status, response.body.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('take 10 MB where many contacts come, and no more', async () => {
    const rows = (bytes: number) => ({ contacts: [{ phone: 'x', filler: 'x'.repeat(bytes) }] });
    const path = `/calls/bulk_call/${campaign}/add_contacts`;
    expect((await api.call('post', path, { body: rows(9 * 1024 * 1024) })).status).toBe(200);
    expect((await api.call('post', path, { body: rows(11 * 1024 * 1024) })).status).toBe(413);
  });

  it('answer unknown addresses and methods', async () => {
    for (const path of ['/', '/api/v1/nothing', '/api/v2/agents', '/api/v1/agents/%zz', '/providers/x/events']) {
      const response = await api.agent.post(path);
      expect([path, response.status, response.body.code]).toEqual([path, 404, 'not_found']);
    }
    const response = await api.call('put', '/agents');
    expect([response.status, response.get('Allow')]).toEqual([405, 'GET, POST']);
  });

  it('do not mind GET and DELETE with a JSON content type and no body', async () => {
    const headers = { 'Content-Type': 'application/json' };
    expect((await api.call('get', '/agents', { headers })).status).toBe(200);
    expect((await api.call('delete', '/agents/999999', { headers })).status).toBe(404);
  });
});

describe('when Postgres is away', () => {
  it('every route answers 503, and recovers by itself', async () => {
    const source = await createTestDatabase();
    const wire = await cutableWire(source.url);
    const db = openDatabase(wire.url);
    const cut = await createApiWorld({ db });
    const { key, phoneNumberId } = await addOrganization(db);
    const body = { name: 'Survivor', phone_number_id: phoneNumberId, is_dynamic: true };
    const { id } = (await cut.call('post', '/calls/bulk_call/create', { key, body })).body;
    const attempts = () => [
      cut.call('get', '/agents', { key }),
      cut.call('post', `/calls/bulk_call/${id}/add_contact`, { key, body: GOOD }),
      cut.call('post', `/calls/bulk_call/${id}/add_contact`, { key, body: GOOD, headers: { 'Idempotency-Key': 'x' } }),
      cut.call('put', `/calls/bulk_call/${id}/concurrency`, { key, body: { concurrent_call_limit: 2 } }),
    ];
    try {
      wire.cut();
      for (const response of await Promise.all(attempts())) {
        expect([response.status, response.body.code]).toEqual([503, 'database_unavailable']);
        expect(response.get('Retry-After')).toBe('2');
      }
      expect((await cut.agent.get('/healthz')).status).toBe(200);
      expect((await cut.agent.get('/readyz')).body.checks).toEqual({ postgres: 'unavailable' });
      wire.mend();
      expect((await Promise.all(attempts())).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    } finally {
      await db.destroy();
      await wire.close();
      await source.drop();
      await cut.close();
    }
  });
});

describe('health', () => {
  it('says what is ready', async () => {
    const partly = await createApiWorld({
      readiness: { temporal: () => Promise.reject(new Error('away')), worker: async () => undefined },
    });
    const response = await partly.agent.get('/readyz');
    expect([response.status, response.body]).toEqual([
      503,
      { status: 'not_ready', checks: { postgres: 'ok', temporal: 'unavailable', worker: 'ok' } },
    ]);
    await partly.close();
    expect((await api.agent.get('/readyz')).body.status).toBe('ready');
  });

  it('leaves probes out of the log, and errors where they became problems', async () => {
    const log: string[] = [];
    const noisy = await createApiWorld({
      logger: pino({ level: 'debug' }, { write: (line) => void log.push(line) }),
      readiness: { temporal: () => Promise.reject(new Error('away')) },
    });
    log.length = 0;
    for (const probe of ['/healthz', '/readyz', '/readyz?verbose=1', '/readyz/', '/metrics']) {
      await noisy.agent.get(probe);
    }
    expect(log).toEqual([]);
    noisy.campaigns.failure = new Error('away');
    const id = await noisy.createCampaign();
    expect((await noisy.call('put', `/calls/bulk_call/${id}`, { body: { action: 'pause' } })).status).toBe(503);
    const requests = log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ res }) => res);
    expect(requests).toMatchObject([{ res: { status: 200 } }, { res: { status: 503 } }]);
    expect(JSON.stringify(requests)).not.toContain('stack');
    await noisy.close();
  });

  it('measures requests by route, without ids', async () => {
    await api.call('get', `/calls/bulk_call/${campaign}`);
    const { text } = await api.agent.get('/metrics');
    expect(text).toContain(
      'everdial_http_request_duration_seconds_count{method="GET",route="/api/v1/calls/bulk_call/:id",status="200"}',
    );
    expect(text).not.toContain(`bulk_call/${campaign}"`);
  });

  it('measures under no more addresses than there are, however they are written', async () => {
    expect((await api.agent.get('/API/v1/agents').set('Authorization', `Bearer ${api.key}`)).status).toBe(404);
    expect((await api.agent.get('/Session')).status).toBe(404);
    const { text } = await api.agent.get('/metrics');
    expect(text).not.toMatch(/route="\/(?:API|Session)/);
  });
});

describe('provider events', () => {
  const event = { reference: '6f3f1a5e-0000-4000-8000-000000000001', providerCallId: null, type: 'ringing' };
  const post = (body: string, signature?: string) => {
    const request = api.agent.post('/providers/signed/events').set('Content-Type', 'application/json');
    return (signature === undefined ? request : request.set('X-Signature', signature)).send(body);
  };

  it('are taken when their signature holds', async () => {
    expect((await post(JSON.stringify(event), 'right')).status).toBe(200);
    expect(api.events).toEqual([event]);
  });

  it('are refused when it does not, or when they cannot be read', async () => {
    api.events.length = 0;
    expect((await post(JSON.stringify(event), 'wrong')).status).toBe(401);
    expect((await post(JSON.stringify(event))).status).toBe(401);
    expect((await post('{', 'right')).status).toBe(422);
    expect(api.events).toEqual([]);
  });
});
