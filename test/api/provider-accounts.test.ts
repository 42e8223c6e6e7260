import { randomBytes } from 'node:crypto';
import type { Response } from 'supertest';
import { findAccountSecrets } from '../../infra/db/numbers/account-secrets';
import { decryptSecret } from '../../infra/db/organizations/secrets';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { adapterWorld } from '../../services/wiring/providers';
import { startVendorServer, type VendorServer } from '../setup/vendor-server';
import { addKey, addOrganization, createApiWorld, SECRET_KEY, type ApiWorld } from './api-world';

/** In whatever is answered or stored, this is found. */
const PLANTED = 'PLANTED';
const HEX = '0123456789abcdef0123456789';

let vendor: VendorServer;
let api: ApiWorld;

beforeAll(async () => {
  vendor = await startVendorServer();
  api = await createApiWorld({ adapterWorld: worldOf(vendor.url) });
});
beforeEach(() => accept());
afterAll(async () => {
  await api.close();
  await vendor.close();
});

function worldOf(url: string) {
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  return adapterWorld({ TWILIO_BASE_URL: url, RETELL_BASE_URL: url, VAPI_BASE_URL: url }, sender);
}

const accept = () => vendor.answerWith(() => ({ status: 200, body: { status: 'active' } }));

/** The vendor repeats all that it was told, as a careless one does. */
const refuse = (status: number) =>
  vendor.answerWith(({ headers, body }) => ({
    status,
    body: { code: 20003, message: `${headers.authorization} ${body}`, error: headers.authorization },
  }));

let accounts = 0;
/** Credentials of an account that no other test has. */
function twilio() {
  accounts += 1;
  return { account_sid: `AC${HEX}${String(accounts).padStart(6, '0')}`, auth_token: `${PLANTED}_TOKEN_${accounts}` };
}

const create = (body: Record<string, unknown>, query = '', options = {}) =>
  api.call('post', `/provider_accounts${query}`, { body, ...options });
const put = (id: number, body: Record<string, unknown>, query = '') =>
  api.call('put', `/provider_accounts/${id}${query}`, { body });
const addNumber = (body: Record<string, unknown>) => api.call('post', '/phone_numbers', { body });

async function createTwilio(fields: Record<string, unknown> = {}): Promise<{ id: number; body: Response['body'] }> {
  const { status, body } = await create({ provider: 'twilio', credentials: twilio(), ...fields });
  expect([status, body.code]).toEqual([200, undefined]);
  return { id: body.id as number, body };
}

async function secretsOf(provider: string, accountId: number): Promise<unknown> {
  const stored = await findAccountSecrets(api.db, provider, accountId);
  return JSON.parse(decryptSecret(stored?.credentials ?? '', SECRET_KEY) ?? 'null');
}

async function auditOf(accountId: number) {
  const { records } = (await api.call('get', '/audit')).body;
  const entries = records as Array<{ object_type: string; object_id: number; action: string; data: unknown }>;
  return entries.filter(({ object_type, object_id }) => object_type === 'provider_account' && object_id === accountId);
}

describe('an account with a provider', () => {
  it('is asked about, and stored encrypted, with the limits that are usual there', async () => {
    const credentials = twilio();
    const { status, body } = await create({ provider: 'twilio', credentials });
    expect([status, body.created]).toEqual([200, true]);
    expect(body.provider_account).toEqual({
      id: body.id,
      provider: 'twilio',
      name: `Twilio AC…${credentials.account_sid.slice(-6)}`,
      concurrency_limit: null,
      calls_per_second: 1,
      has_credentials: true,
      identity: `AC…${credentials.account_sid.slice(-6)}`,
      credentials_checked_at: expect.any(String),
      settings: {},
      events_url: `https://providers.everdial.test/providers/twilio/${body.id}/events`,
      inbound_url: `https://providers.everdial.test/providers/twilio/${body.id}/inbound`,
      features: expect.objectContaining({ look_up: 'by_numbers', inbound: true }),
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect((await api.call('get', `/provider_accounts/${body.id}`)).body.provider_account).toEqual(
      body.provider_account,
    );
    const row = await findAccountSecrets(api.db, 'twilio', body.id as number);
    expect(row?.credentials).toMatch(/^v1\./);
    expect(row?.credentials).not.toContain(PLANTED);
    expect(await secretsOf('twilio', body.id as number)).toEqual(credentials);
    expect(await auditOf(body.id as number)).toMatchObject([
      { action: 'provider_account.create', data: { provider: 'twilio', checked: true } },
    ]);
  });

  it('takes a name and limits, and shows settings', async () => {
    const credentials = { headers: { Authorization: `Bearer ${PLANTED}` }, signing_secret: `${PLANTED}_SIGNING_1` };
    const settings = { url: 'https://dialler.example/calls', answer: { call_id: null } };
    const wishes = { name: 'Ours', concurrency_limit: 7, calls_per_second: 0 };
    const { status, body } = await create({ provider: 'http', credentials, settings, ...wishes });
    expect([status, body.code]).toEqual([200, undefined]);
    expect(body.provider_account).toMatchObject({ name: 'Ours', concurrency_limit: 7, calls_per_second: null });
    expect(body.provider_account.settings).toMatchObject({ url: settings.url, answer: { call_id: null } });
  });

  it('is found again by its identity: the credentials are rotated, and nothing else changes', async () => {
    const credentials = twilio();
    const first = (await create({ provider: 'twilio', credentials, name: 'Sales', calls_per_second: 3 })).body;
    const rotated = { ...credentials, auth_token: `${PLANTED}_ROTATED` };
    const again = (await create({ provider: 'twilio', credentials: rotated })).body;
    expect(again).toMatchObject({
      id: first.id,
      created: false,
      provider_account: { name: 'Sales', calls_per_second: 3 },
    });
    expect(await secretsOf('twilio', first.id as number)).toEqual(rotated);
    expect((await auditOf(first.id as number)).map(({ action }) => action)).toEqual([
      'provider_account.credentials',
      'provider_account.create',
    ]);
  });

  it('is one account however many add it at the same time', async () => {
    const credentials = twilio();
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({ provider: 'twilio', credentials })));
    expect(new Set(answers.map(({ body }) => body.id as number)).size).toBe(1);
    expect(answers.filter(({ body }) => body.created as boolean)).toHaveLength(1);
  });

  it('of another organization is another account, and shown to nobody else', async () => {
    const credentials = twilio();
    const { id } = (await create({ provider: 'twilio', credentials })).body;
    const { key } = await addOrganization(api.db);
    expect((await create({ provider: 'twilio', credentials }, '', { key })).body.id).not.toBe(id);
    const path = `/provider_accounts/${id}`;
    for (const answer of [
      await api.call('get', path, { key }),
      await api.call('put', path, { key, body: { credentials } }),
      await api.call('post', `${path}/check`, { key, body: {} }),
      await api.call('delete', path, { key }),
    ]) {
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await api.call('get', path)).status).toBe(200);
  });

  it('needs a key with the scope campaigns:admin', async () => {
    const key = await addKey(api.db, api.organizationId, ['read', 'contacts:write']);
    expect((await create({ provider: 'twilio', credentials: twilio() }, '', { key })).status).toBe(403);
  });

  it('needs a name of its own', async () => {
    await createTwilio({ name: 'Taken' });
    const { id } = await createTwilio();
    const taken = { status: 409, code: 'account_name_taken' };
    expect((await put(id, { name: 'Taken' })).body).toMatchObject(taken);
    expect((await create({ provider: 'twilio', credentials: twilio(), name: 'Taken' })).body).toMatchObject(taken);
  });
});

describe('credentials that a provider does not take', () => {
  it.each([401, 403])('are refused, with nothing stored (%s)', async (status) => {
    refuse(status);
    const before = (await api.call('get', '/provider_accounts')).body.total_records as number;
    const { body } = await create({ provider: 'twilio', credentials: twilio() });
    expect(body).toMatchObject({
      status: 422,
      code: 'credentials_refused',
      errors: [{ pointer: '/credentials', code: 'credentials_refused' }],
    });
    expect(JSON.stringify(body)).not.toContain(PLANTED);
    expect((await api.call('get', '/provider_accounts')).body.total_records).toBe(before);
  });

  it('are not stored while the provider cannot be asked, unless somebody wishes so', async () => {
    refuse(500);
    const credentials = twilio();
    const answer = await create({ provider: 'twilio', credentials });
    expect(answer.body).toMatchObject({ status: 503, code: 'provider_unreachable' });
    expect(answer.headers['retry-after']).toBe('2');
    expect(JSON.stringify(answer.body)).not.toContain(PLANTED);
    vendor.requests.length = 0;
    const unasked = (await create({ provider: 'twilio', credentials }, '?check=false')).body;
    expect(unasked.provider_account).toMatchObject({ has_credentials: true, credentials_checked_at: null });
    expect(vendor.requests).toEqual([]);
  });

  it('are asked about again', async () => {
    const { id } = await createTwilio();
    await api.db.updateTable('provider_accounts').set({ credentials_checked_at: null }).where('id', '=', id).execute();
    const check = async () =>
      (await api.call('post', `/provider_accounts/${id}/check`, { body: {} })).body as Record<string, unknown>;
    refuse(401);
    expect(await check()).toMatchObject({ credentials: 'refused', provider_account: { credentials_checked_at: null } });
    refuse(500);
    expect(await check()).toMatchObject({ credentials: 'unknown', provider_account: { credentials_checked_at: null } });
    accept();
    expect(await check()).toMatchObject({
      credentials: 'accepted',
      provider_account: { credentials_checked_at: expect.any(String) },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a field is missing', { account_sid: `AC${HEX}999999` }, '/credentials/auth_token'],
    ['a field is malformed', { account_sid: `${PLANTED}_SID`, auth_token: 'x' }, '/credentials/account_sid'],
    ['a field is of another type', { account_sid: 1, auth_token: { a: `${PLANTED}_A` } }, '/credentials/auth_token'],
    [
      'a credential stands where a name belongs',
      { ...twilio(), [`${PLANTED}_KEY`]: `${PLANTED}_VALUE` },
      '/credentials',
    ],
  ])('are refused without being quoted when %s', async (_, credentials, pointer) => {
    const { body } = await create({ provider: 'twilio', credentials });
    expect(body).toMatchObject({ status: 422 });
    expect((body.errors as Array<{ pointer: string }>).map((fault) => fault.pointer)).toContain(pointer);
    expect(JSON.stringify(body)).not.toContain(PLANTED);
  });

  it('are not quoted where the body is no JSON, nor where a template in them is wrong', async () => {
    for (const body of [`{"credentials": ${PLANTED}_TOKEN}`, `{"a": "${PLANTED}" ${PLANTED}`]) {
      const answer = await api.call('post', '/provider_accounts', { body });
      expect(answer.body).toMatchObject({ status: 400, code: 'malformed_json' });
      expect(JSON.stringify(answer.body)).not.toMatch(/PLANT|ANTED/);
    }
    const headers = { authorization: `Bearer {{ ${PLANTED}_VARIABLE }}` };
    const credentials = { headers, signing_secret: `${PLANTED}_SIGNING_2` };
    const { body } = await create({
      provider: 'http',
      credentials,
      settings: { url: 'https://dialler.example/calls' },
    });
    expect(body.status).toBe(422);
    expect(JSON.stringify(body)).not.toContain(PLANTED);
  });

  it('of an unknown provider are refused with a list of those there are', async () => {
    const { body } = await create({ provider: 'pigeon', credentials: { token: PLANTED } });
    expect(body).toMatchObject({ status: 422, code: 'unknown_provider', errors: [{ pointer: '/provider' }] });
    for (const name of ['twilio', 'retell', 'vapi', 'http']) expect(body.detail).toContain(`"${name}"`);
  });

  it('are not taken where nothing can be encrypted', async () => {
    const keyless = await createApiWorld({ secretKey: null, adapterWorld: worldOf(vendor.url) });
    const body = { provider: 'twilio', credentials: twilio() };
    const answer = await keyless.call('post', '/provider_accounts', { body });
    await keyless.close();
    expect(answer.body).toMatchObject({ status: 409, code: 'secret_key_missing' });
  });
});

describe('new credentials', () => {
  it('take the place of the old ones, and so do settings and name', async () => {
    const credentials = twilio();
    const { id } = (await create({ provider: 'twilio', credentials })).body;
    const rotated = { ...credentials, auth_token: `${PLANTED}_NEW` };
    const { body } = await put(id as number, { credentials: rotated, name: 'Rotated' });
    expect(body.provider_account).toMatchObject({ id, name: 'Rotated', has_credentials: true });
    expect(await secretsOf('twilio', id as number)).toEqual(rotated);
    const [entry] = await auditOf(id as number);
    expect(entry).toMatchObject({
      action: 'provider_account.credentials',
      data: { changed: ['credentials'], checked: true },
    });
    expect(JSON.stringify(entry)).not.toContain(PLANTED);
  });

  it('are refused by the provider without harm to the old ones', async () => {
    const credentials = twilio();
    const { id } = (await create({ provider: 'twilio', credentials })).body;
    refuse(401);
    const { body } = await put(id as number, { credentials: { ...credentials, auth_token: `${PLANTED}_WRONG` } });
    expect(body).toMatchObject({ status: 422, code: 'credentials_refused' });
    expect(await secretsOf('twilio', id as number)).toEqual(credentials);
  });

  it('of another account are refused while numbers belong to this one', async () => {
    const { id } = await createTwilio();
    const other = twilio();
    expect((await put(id, { credentials: other })).status).toBe(200);
    await addNumber({ number: '+15550107001', provider: 'twilio', provider_account_id: id });
    expect((await put(id, { credentials: twilio() })).body).toMatchObject({ status: 409, code: 'other_account' });
    expect((await put(id, { credentials: { ...other, auth_token: `${PLANTED}_SAME` } })).status).toBe(200);
    const known = (await createTwilio()).id;
    expect((await put(known, { credentials: other })).body).toMatchObject({ status: 409, code: 'account_exists' });
  });

  it('may be a new key where nothing but the key tells accounts apart', async () => {
    const webhook_secret = `${PLANTED}_0123456789`;
    const credentials = { api_key: `${PLANTED}_OLD_KEY`, webhook_secret };
    const { id, provider_account: before } = (await create({ provider: 'vapi', credentials })).body;
    const number = { number: '+15550107002', provider: 'vapi', provider_account_id: id };
    const reference = '4a170597-a0c2-4657-8c32-cb93f080cead';
    expect((await addNumber({ ...number, provider_reference: reference })).status).toBe(200);
    const { body } = await put(id as number, { credentials: { api_key: `${PLANTED}_NEW_KEY`, webhook_secret } });
    expect(body.provider_account.identity).not.toBe(before.identity);
    expect(JSON.stringify(body)).not.toContain(PLANTED);
  });

  it('are joined with settings that are stored, and the other way round', async () => {
    const credentials = { headers: { authorization: PLANTED }, signing_secret: `${PLANTED}_SIGNING_3` };
    const url = 'https://one.example/v1/calls';
    const { id } = (await create({ provider: 'http', credentials, settings: { url } })).body;
    const settings = { url: 'https://one.example/v2/calls' };
    expect((await put(id as number, { settings })).body.provider_account.settings).toMatchObject(settings);
    expect(await secretsOf('http', id as number)).toEqual(credentials);
    const signing_secret = `${PLANTED}_SIGNING_4`;
    const { body } = await put(id as number, { credentials: { signing_secret } });
    expect(body.provider_account.settings).toMatchObject(settings);
    expect(await secretsOf('http', id as number)).toMatchObject({ signing_secret });
  });

  it('are asked for when the old ones were stored under another key', async () => {
    const { id } = await createTwilio();
    const moved = await createApiWorldOn(randomBytes(32), id);
    expect(moved.check).toMatchObject({ status: 409, code: 'credentials_unreadable' });
    expect(moved.rotation).toBe(200);
  });

  it('are none of the simulator', async () => {
    const { records } = (await api.call('get', '/provider_accounts')).body;
    const own = (records as Array<{ id: number; provider: string }>).find(({ provider }) => provider === 'simulator')!;
    expect(own).toMatchObject({ has_credentials: false, identity: null, events_url: null, features: null });
    expect((await put(own.id, { credentials: { a: PLANTED } })).body).toMatchObject({ code: 'no_credentials_needed' });
    expect((await put(own.id, { concurrency_limit: 4 })).body.provider_account.concurrency_limit).toBe(4);
  });
});

/** The same account where another key is configured. */
async function createApiWorldOn(secretKey: Buffer, accountId: number) {
  const other = await createApiWorld({ secretKey, adapterWorld: worldOf(vendor.url) });
  const { credentials, identity } = await api.db
    .selectFrom('provider_accounts')
    .select(['credentials', 'identity'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  const values = { organization_id: other.organizationId, provider: 'twilio', name: 'Old', credentials, identity };
  const { id } = await other.db
    .insertInto('provider_accounts')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow();
  const check = (await other.call('post', `/provider_accounts/${id}/check`, { body: {} })).body;
  const given = { credentials: { account_sid: identity, auth_token: PLANTED } };
  const rotation = (await other.call('put', `/provider_accounts/${id}`, { body: given })).status;
  await other.close();
  return { check, rotation };
}

describe('an account that is no longer needed', () => {
  it('is deleted with its credentials, but not while numbers belong to it or somebody is called over it', async () => {
    const { id } = await createTwilio();
    const number = { number: '+15550107003', provider: 'twilio', provider_account_id: id };
    const added = (await addNumber(number)).body.id as number;
    const remove = () => api.call('delete', `/provider_accounts/${id}`);
    expect((await remove()).body).toMatchObject({ status: 409, code: 'account_in_use' });
    await api.call('delete', `/phone_numbers/${added}`);
    expect((await remove()).body).toMatchObject({ status: 'success', id });
    expect(await findAccountSecrets(api.db, 'twilio', id)).toBeUndefined();
    expect(await auditOf(id)).toMatchObject([{ action: 'provider_account.delete' }, {}]);
    expect((await remove()).status).toBe(404);
  });
});

describe('an idempotency key', () => {
  it('has an account added once, and keeps nothing that its credentials could be found by', async () => {
    const body = { provider: 'twilio', credentials: twilio() };
    const headers = { 'Idempotency-Key': 'account-1', 'Content-Type': 'application/json' };
    const first = await create(body, '', { headers });
    const again = await create(body, '', { headers });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await create({ ...body, credentials: twilio() }, '', { headers });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    const kept = await api.db.selectFrom('idempotency_keys').selectAll().where('key', '=', 'account-1').execute();
    expect(JSON.stringify(kept)).not.toContain(PLANTED);
    // Whoever reads it cannot try out which credentials it was made of.
    const { createHash } = await import('node:crypto');
    const text = `POST\n/api/v1/provider_accounts\n${JSON.stringify(body)}`;
    expect(kept[0]?.request_hash).not.toBe(createHash('sha256').update(text).digest('hex'));
  });
});
