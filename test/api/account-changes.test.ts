import { sql } from 'kysely';
import { findAccountSecrets } from '../../infra/db/numbers/account-secrets';
import { decryptSecret } from '../../infra/db/organizations/secrets';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { adapterWorld } from '../../services/wiring/providers';
import { eventually } from '../setup/eventually';
import { startVendorServer, type VendorServer } from '../setup/vendor-server';
import { createApiWorld, SECRET_KEY, type ApiWorld } from './api-world';
import { addAttempt, addLine } from './line-fixtures';

const HEX = '0123456789abcdef0123456789';
const ACTIVE = { status: 200, body: { status: 'active', incoming_phone_numbers: [], next_page_uri: null } };

let vendor: VendorServer;
let api: ApiWorld;

beforeAll(async () => {
  vendor = await startVendorServer();
  const { url } = vendor;
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const environment = { TWILIO_BASE_URL: url, RETELL_BASE_URL: url, VAPI_BASE_URL: url };
  api = await createApiWorld({ adapterWorld: adapterWorld(environment, sender) });
});
beforeEach(() => {
  vendor.requests.length = 0;
  vendor.answerWith(() => ACTIVE);
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

let counted = 0;
function twilio() {
  counted += 1;
  return { account_sid: `AC${HEX}${String(counted).padStart(6, '0')}`, auth_token: `TOKEN_${counted}` };
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  api.call('post', path, { body, headers });
const put = (id: number, body: object, query = '') => api.call('put', `/provider_accounts/${id}${query}`, { body });

async function add(body: object): Promise<number> {
  const answer = await post('/provider_accounts', body);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  return answer.body.id as number;
}

async function secretsOf(provider: string, id: number): Promise<unknown> {
  const stored = await findAccountSecrets(api.db, provider, id);
  return JSON.parse(decryptSecret(stored?.credentials ?? '', SECRET_KEY) ?? 'null');
}

/** The vendor answers when the test lets it. */
function holdAnswers(): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  vendor.answerWith(() => released.then(() => ACTIVE));
  return () => release();
}

const waitsForLock = async (): Promise<boolean> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
  `.execute(api.db);
  return (rows[0]?.waiting ?? 0) > 0;
};

describe('stored credentials', () => {
  const secrets = { headers: { authorization: 'Bearer PLANTED' }, signing_secret: 'PLANTED_SIGNING_SECRET' };
  const urlsAt = (base: string) => ({
    url: `${base}/calls`,
    look_up: { url: `${base}/calls/{{ reference }}` },
    end: { url: `${base}/calls/{{ call_id }}/end` },
    check: { url: `${base}/check` },
  });
  type Urls = ReturnType<typeof urlsAt>;

  it.each<[string, (own: Urls, evil: Urls) => object, string]>([
    ['everything', (_, evil) => evil, 'credentials_required'],
    ['the calls alone', (_, { url }) => ({ url }), 'credentials_required'],
    ['the calls', (own, { url }) => ({ ...own, url }), 'invalid'],
    ['the look-up', (own, { look_up }) => ({ ...own, look_up }), 'invalid'],
    ['the end of a call', (own, { end }) => ({ ...own, end }), 'invalid'],
    ['the check', (own, { check }) => ({ ...own, check }), 'invalid'],
  ])('are not sent to another address than they were given for: %s', async (account, change, code) => {
    const other = await startVendorServer();
    const id = await add({ provider: 'http', credentials: secrets, settings: { ...urlsAt(vendor.url), account } });
    vendor.requests.length = 0;
    const settings = change(urlsAt(vendor.url), urlsAt(other.url));
    for (const query of ['', '?check=false']) {
      const { body } = await put(id, { settings }, query);
      expect([body.status, (body.errors as Array<{ code: string }>)[0]?.code]).toEqual([422, expect.anything()]);
      if (code !== 'invalid') expect(body).toMatchObject({ code, errors: [{ pointer: '/credentials' }] });
    }
    expect([...vendor.requests, ...other.requests]).toEqual([]);
    const shown = (await api.call('get', `/provider_accounts/${id}`)).body.provider_account;
    expect(shown.settings).toMatchObject(urlsAt(vendor.url));
    await other.close();
  });

  it('go to another address when they are given again', async () => {
    const other = await startVendorServer();
    const id = await add({
      provider: 'http',
      credentials: secrets,
      settings: { ...urlsAt(vendor.url), account: 'moves' },
    });
    const moved = await put(id, { settings: urlsAt(other.url), credentials: secrets });
    expect([moved.status, other.requests.length]).toEqual([200, 1]);
    await other.close();
  });

  it('stay where only a path changes', async () => {
    const id = await add({
      provider: 'http',
      credentials: secrets,
      settings: { ...urlsAt(vendor.url), account: 'paths' },
    });
    const settings = urlsAt(`${vendor.url}/v2`);
    expect((await put(id, { settings })).body.provider_account.settings).toMatchObject(settings);
    expect(await secretsOf('http', id)).toEqual(secrets);
  });

  it('are not noted as taken where there is nobody to ask', async () => {
    const settings = { url: 'https://unasked.example/calls' };
    const { body } = await post('/provider_accounts', { provider: 'http', credentials: secrets, settings });
    expect(body.provider_account.credentials_checked_at).toBeNull();
    const check = (await post(`/provider_accounts/${body.id}/check`, {})).body;
    expect(check).toMatchObject({ credentials: 'unasked', provider_account: { credentials_checked_at: null } });
    expect(check.message).toContain('Nobody was asked');
  });
});

describe('while a provider takes its time', () => {
  it.each<[string, () => Promise<[string, object]>]>([
    ['accounts', async () => ['/provider_accounts', { provider: 'twilio', credentials: twilio() }]],
    [
      'numbers with credentials',
      async () => {
        const number = `+155503${String((counted += 1)).padStart(5, '0')}`;
        return ['/phone_numbers', { number, provider: 'twilio', credentials: twilio() }];
      },
    ],
    ['imports', async () => ['/phone_number/import/twilio', twilio()]],
    [
      'checks',
      async () => [`/provider_accounts/${await add({ provider: 'twilio', credentials: twilio() })}/check`, {}],
    ],
  ])('others are answered: %s under idempotency keys', async (what, request) => {
    const requests: Array<[string, object]> = [];
    for (let index = 0; index < 12; index += 1) requests.push(await request());
    vendor.requests.length = 0;
    const release = holdAnswers();
    const answers = requests.map(([path, body], index) =>
      post(path, body, { 'Idempotency-Key': `${what.replaceAll(' ', '-')}-${index}` }),
    );
    const all = Promise.all(answers);
    await eventually(() => expect(vendor.requests).toHaveLength(4));
    expect((await api.call('get', '/provider_accounts')).status).toBe(200);
    expect((await post('/phone_numbers', { number: `+155504${String((counted += 1)).padStart(5, '0')}` })).status).toBe(
      200,
    );
    expect(vendor.requests).toHaveLength(4);
    release();
    expect((await all).map(({ status }) => status)).toEqual(Array(12).fill(200));
  });

  it('a request that is replayed asks nobody again', async () => {
    const body = { provider: 'twilio', credentials: twilio() };
    const headers = { 'Idempotency-Key': 'asked-once' };
    const first = await post('/provider_accounts', body, headers);
    vendor.requests.length = 0;
    const again = await post('/provider_accounts', body, headers);
    expect([again.headers['idempotency-replayed'], again.body]).toEqual(['true', first.body]);
    const other = await post('/provider_accounts', { ...body, name: 'Other' }, headers);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(vendor.requests).toEqual([]);
  });

  it('a rotation is not undone by a change that has read the old credentials', async () => {
    const credentials = { headers: {}, signing_secret: 'the-first-secret-of-it' };
    const rotated = { ...credentials, signing_secret: 'the-second-secret-of-it' };
    const settings = { url: `${vendor.url}/rotated`, check: { url: `${vendor.url}/check` } };
    const id = await add({ provider: 'http', credentials, settings });
    vendor.requests.length = 0;
    const release = holdAnswers();
    const slowly = Promise.all([put(id, { settings: { ...settings, method: 'PUT' } })]);
    await eventually(() => expect(vendor.requests).toHaveLength(1));
    expect((await put(id, { credentials: rotated }, '?check=false')).status).toBe(200);
    release();
    const [answer] = await slowly;
    expect(answer?.body).toMatchObject({ status: 409, code: 'account_changed' });
    expect(await secretsOf('http', id)).toEqual(rotated);
    expect((await put(id, { settings: { ...settings, method: 'PUT' } })).status).toBe(200);
  });

  it('what it says of old credentials is not noted for new ones', async () => {
    const credentials = twilio();
    const id = await add({ provider: 'twilio', credentials });
    vendor.requests.length = 0;
    const release = holdAnswers();
    const check = Promise.all([post(`/provider_accounts/${id}/check`, {})]);
    await eventually(() => expect(vendor.requests).toHaveLength(1));
    await put(id, { credentials: { ...credentials, auth_token: 'NEW' } }, '?check=false');
    release();
    const [answer] = await check;
    expect(answer?.body).toMatchObject({ status: 409, code: 'account_changed' });
    const account = (await api.call('get', `/provider_accounts/${id}`)).body.provider_account;
    expect(account.credentials_checked_at).toBeNull();
  });
});

describe('what another account has', () => {
  /** Somebody takes it while a change of account `id` is under way. */
  async function changeAgainst(id: number, taken: object, change: object) {
    const base = { organization_id: api.organizationId, provider: 'twilio', name: `Taken ${id}` };
    let changing: Promise<unknown> = Promise.resolve();
    await api.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('provider_accounts')
        .values({ ...base, ...taken })
        .execute();
      changing = Promise.all([put(id, change, '?check=false')]);
      await eventually(waitsForLock);
    });
    const [answer] = (await changing) as [{ body: unknown }];
    return answer.body;
  }

  it('is refused, also when it was taken this instant: an identity', async () => {
    const id = await add({ provider: 'twilio', credentials: twilio() });
    const other = twilio();
    const body = await changeAgainst(id, { identity: other.account_sid }, { credentials: other });
    expect(body).toMatchObject({ status: 409, code: 'account_exists' });
  });

  it('is refused, also when it was taken this instant: a name', async () => {
    const id = await add({ provider: 'twilio', credentials: twilio() });
    const body = await changeAgainst(id, { name: 'This instant' }, { name: 'This instant' });
    expect(body).toMatchObject({ status: 409, code: 'account_name_taken' });
  });

  it('is refused to two that change places at once, and neither fails', async () => {
    const [one, other] = [twilio(), twilio()];
    const ids = [
      await add({ provider: 'twilio', credentials: one }),
      await add({ provider: 'twilio', credentials: other }),
    ];
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([put(ids[0]!, { credentials: other }), put(ids[1]!, { credentials: one })]);
      expect(answers.map(({ body }) => body.code as string)).toEqual(['account_exists', 'account_exists']);
    }
  });
});

describe('an account whose provider does not say whose key it is', () => {
  it('gets no other identity while calls wait for an answer: they would be looked for elsewhere', async () => {
    const webhook_secret = 'a-secret-of-vapi-0123';
    const id = await add({ provider: 'vapi', credentials: { api_key: 'OLD_KEY', webhook_secret } });
    const line = await addLine(api, await api.createCampaign());
    const { id: attempt } = await addAttempt(api.db, line, {
      account_id: id,
      provider: 'vapi',
      status: 'placing',
      disposition: null,
      ended_at: null,
    });
    const change = { credentials: { api_key: 'NEW_KEY', webhook_secret } };
    const refused = await put(id, change);
    expect(refused.body).toMatchObject({ status: 409, code: 'calls_in_flight' });
    expect(refused.headers['retry-after']).toBe('60');
    expect(await secretsOf('vapi', id)).toMatchObject({ api_key: 'OLD_KEY' });
    const same = { credentials: { api_key: 'OLD_KEY', webhook_secret: 'another-secret-of-vapi' } };
    expect((await put(id, same)).status).toBe(200);
    await api.db.updateTable('attempts').set({ status: 'placed' }).where('id', '=', attempt).execute();
    expect((await put(id, change)).status).toBe(200);
  });
});
