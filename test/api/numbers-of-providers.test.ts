import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { adapterWorld } from '../../services/wiring/providers';
import { startVendorServer, type VendorRequest, type VendorServer } from '../setup/vendor-server';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

const AUTH_TOKEN = 'PLANTED_AUTH_TOKEN';
const VAPI_NUMBER = '4a170597-a0c2-4657-8c32-cb93f080cead';

let vendor: VendorServer;
let api: ApiWorld;

beforeAll(async () => {
  vendor = await startVendorServer();
  const url = vendor.url;
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const world = adapterWorld({ TWILIO_BASE_URL: url, RETELL_BASE_URL: url, VAPI_BASE_URL: url }, sender);
  api = await createApiWorld({ adapterWorld: world });
});
beforeEach(() => {
  vendor.requests.length = 0;
  answerAsTwilio([]);
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

let counted = 0;
function nextSid(): string {
  counted += 1;
  return `AC0123456789abcdef0123456789${String(counted).padStart(6, '0')}`;
}

let numbers = 0;
function nextNumber(): string {
  numbers += 1;
  return `+1555020${String(numbers).padStart(4, '0')}`;
}

interface OwnedNumber {
  readonly sid: string;
  readonly phone_number: string;
  readonly friendly_name: string | null;
  readonly capabilities: { readonly voice: boolean };
}

const owned = (phone_number: string, fields: Partial<OwnedNumber> = {}): OwnedNumber => ({
  sid: `PN${phone_number.slice(1)}`,
  phone_number,
  friendly_name: `Line ${phone_number}`,
  capabilities: { voice: true },
  ...fields,
});

/** An account that owns these, and takes whatever it is told about them unless told otherwise. */
function answerAsTwilio(listed: readonly OwnedNumber[], configuring = 200): void {
  vendor.answerWith(({ method, path }) => {
    if (method === 'POST') return { status: configuring, body: { sid: 'PN', message: AUTH_TOKEN } };
    if (path.includes('/IncomingPhoneNumbers')) {
      return { status: 200, body: { incoming_phone_numbers: listed, next_page_uri: null } };
    }
    return { status: 200, body: { status: 'active' } };
  });
}

interface PhoneNumber {
  readonly id: number;
  readonly number: string;
  readonly provider: string;
  readonly provider_account_id: number;
  readonly provider_reference: string | null;
  readonly agent_id: number | null;
}

/** As far as these tests look into answers. */
interface Answer {
  readonly id: number;
  readonly status: string | number;
  readonly message: string;
  readonly errors: ReadonlyArray<{ readonly pointer: string }>;
  readonly phone_number: PhoneNumber;
  readonly agent: { readonly provider_reference: string | null };
  readonly provider_account_id: number;
  readonly imported: readonly PhoneNumber[];
  readonly skipped: readonly unknown[];
  readonly warnings: readonly unknown[];
}

const post = async (path: string, body: unknown) => (await api.call('post', path, { body })).body as Answer;
const put = async (path: string, body: unknown) => (await api.call('put', path, { body })).body as Answer;
const addNumber = (body: Record<string, unknown>) => post('/phone_numbers', body);
const addAgent = async (fields: Record<string, unknown> = {}): Promise<number> =>
  (await post('/agents', { name: 'Agent', ...fields })).id;

async function addAccount(fields: Record<string, unknown> = {}): Promise<number> {
  const credentials = { account_sid: nextSid(), auth_token: AUTH_TOKEN };
  return (await post('/provider_accounts', { provider: 'twilio', credentials, ...fields })).id;
}

const addHttpAccount = (signing_secret = 'PLANTED_SIGNING_SECRET') =>
  addAccount({
    provider: 'http',
    credentials: { signing_secret },
    settings: { url: `https://dialler.example/${nextSid()}` },
  });

describe('a number of a provider', () => {
  it('belongs to an account that is named', async () => {
    const account = await addAccount();
    const number = nextNumber();
    const body = await addNumber({
      number,
      provider: 'twilio',
      provider_account_id: account,
      provider_reference: 'PN1',
    });
    expect(body.phone_number).toMatchObject({
      number,
      provider: 'twilio',
      provider_account_id: account,
      provider_reference: 'PN1',
    });
    expect((await api.call('get', `/phone_numbers/${body.id}`)).body.phone_number).toEqual(body.phone_number);
    // The account says which provider it is.
    const other = await addNumber({ number: nextNumber(), provider_account_id: String(account) });
    expect(other.phone_number.provider).toBe('twilio');
  });

  it('belongs to the account of its credentials, made when it is not there', async () => {
    const credentials = { account_sid: nextSid(), auth_token: AUTH_TOKEN };
    const given = { provider: 'twilio', credentials };
    const first = await addNumber({ ...given, number: nextNumber() });
    const second = await addNumber({ ...given, number: nextNumber() });
    expect(first.phone_number.provider_account_id).toBe(second.phone_number.provider_account_id);
    expect(JSON.stringify([first, second])).not.toContain(AUTH_TOKEN);
    const account = await api.call('get', `/provider_accounts/${first.phone_number.provider_account_id}`);
    expect(account.body.provider_account).toMatchObject({ provider: 'twilio', has_credentials: true });
  });

  it('makes no account when it is there already', async () => {
    const number = nextNumber();
    await addNumber({ number });
    const before = (await api.call('get', '/provider_accounts')).body.total_records as number;
    const credentials = { account_sid: nextSid(), auth_token: AUTH_TOKEN };
    expect(await addNumber({ number, provider: 'twilio', credentials })).toMatchObject({ code: 'number_exists' });
    expect((await api.call('get', '/provider_accounts')).body.total_records).toBe(before);
  });

  it.each([
    [{ provider: 'twilio' }, '/provider_account_id', 'account_required'],
    [{ provider: 'pigeon' }, '/provider', 'unknown_provider'],
    [{ provider: 'twilio', provider_account_id: 999_999 }, '/provider_account_id', 'provider_account_not_found'],
    [{ provider: 'simulator', credentials: { a: AUTH_TOKEN } }, '/provider', 'unknown_provider'],
    [{ provider: 'twilio', credentials: { auth_token: AUTH_TOKEN } }, '/credentials/account_sid', 'required'],
  ])('is refused with %j', async (fields, pointer, code) => {
    const body = await addNumber({ number: nextNumber(), ...fields });
    expect(body.errors).toContainEqual({ pointer, code, detail: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(AUTH_TOKEN);
  });

  it('is refused with two accounts, with that of another provider, and with that of somebody else', async () => {
    const account = await addAccount();
    const credentials = { account_sid: nextSid(), auth_token: AUTH_TOKEN };
    const number = nextNumber();
    const both = { number, provider: 'twilio', provider_account_id: account, credentials };
    expect(await addNumber(both)).toMatchObject({ status: 422, code: 'two_accounts' });
    const mixed = { number, provider: 'http', provider_account_id: account };
    expect(await addNumber(mixed)).toMatchObject({ status: 422, code: 'other_provider' });
    const { key } = await addOrganization(api.db);
    const foreign = await api.call('post', '/phone_numbers', { key, body: { number, provider_account_id: account } });
    expect(foreign.body).toMatchObject({ status: 404, code: 'provider_account_not_found' });
  });

  it('moves to another account of its provider, by name or by credentials', async () => {
    const [from, to] = [await addAccount(), await addAccount()];
    const { id } = await addNumber({ number: nextNumber(), provider_account_id: from });
    const path = `/phone_numbers/${id}`;
    const moved = await put(path, { provider_account_id: to, provider_reference: 'PN2' });
    expect(moved.phone_number).toMatchObject({
      provider_account_id: to,
      provider_reference: 'PN2',
      provider: 'twilio',
    });
    const credentials = { account_sid: nextSid(), auth_token: AUTH_TOKEN };
    const again = (await put(path, { credentials, provider_reference: '' })).phone_number;
    expect([from, to]).not.toContain(again.provider_account_id);
    expect(again.provider_reference).toBeNull();
    const http = await addHttpAccount();
    expect(await put(path, { provider_account_id: http })).toMatchObject({ code: 'other_provider' });
    expect(await put(path, { name: 'Kept' })).toMatchObject({
      phone_number: { ...again, name: 'Kept', updated_at: expect.any(String) },
    });
  });

  it('needs the id that its provider knows it by, where the provider goes by ids', async () => {
    const credentials = { api_key: 'PLANTED_API_KEY', webhook_secret: 'PLANTED_WEBHOOK_SECRET' };
    const number = { number: nextNumber(), provider: 'vapi', credentials };
    const unusable = { status: 422, code: 'number_unusable', errors: [{ pointer: '/provider_reference' }] };
    expect(await addNumber(number)).toMatchObject(unusable);
    const { id } = await addNumber({ ...number, provider_reference: VAPI_NUMBER });
    expect(await put(`/phone_numbers/${id}`, { provider_reference: '' })).toMatchObject(unusable);
    expect(await put(`/phone_numbers/${id}`, { name: 'Kept' })).toMatchObject({ status: 'success' });
  });
});

describe('an agent', () => {
  const RETELL_AGENT = 'agent_1a2b3c4d5e6f';
  const TWIML = '<Response><Say>Hello {{ name }}</Say></Response>';

  it('is attached only where the provider can use it', async () => {
    const account = await addAccount({ provider: 'retell', credentials: { api_key: 'PLANTED_RETELL_KEY_1' } });
    const unusable = { status: 422, code: 'agent_unusable', errors: [{ pointer: '/agent_id' }] };
    const wrong = await addAgent({ provider_reference: TWIML });
    const right = await addAgent({ provider_reference: RETELL_AGENT });
    const number = { number: nextNumber(), provider_account_id: account };
    expect(await addNumber({ ...number, agent_id: wrong })).toMatchObject(unusable);
    const { id } = await addNumber({ ...number, agent_id: right });
    expect(await put(`/phone_numbers/${id}`, { agent_id: wrong })).toMatchObject(unusable);
    expect(await post('/phone_number/attach', { phone_number_id: id, agent_id: wrong })).toMatchObject(unusable);
    const bare = await addAgent();
    expect(await post('/phone_number/attach', { phone_number_id: id, agent_id: bare })).toMatchObject(unusable);
    expect((await api.call('get', `/phone_numbers/${id}`)).body.phone_number.agent_id).toBe(right);
    // Simulated numbers take any.
    expect(await put(`/phone_numbers/${api.phoneNumberId}`, { agent_id: wrong })).toMatchObject({ status: 'success' });
    await put(`/phone_numbers/${api.phoneNumberId}`, { agent_id: api.agentId });
  });

  it('cannot be changed into one that a provider of its numbers cannot use', async () => {
    const account = await addAccount({ provider: 'retell', credentials: { api_key: 'PLANTED_RETELL_KEY_2' } });
    const agent = await addAgent({ provider_reference: RETELL_AGENT });
    await addNumber({ number: nextNumber(), provider_account_id: account, agent_id: agent });
    const unusable = { status: 422, code: 'agent_unusable', errors: [{ pointer: '/provider_reference' }] };
    expect(await put(`/agents/${agent}`, { provider_reference: TWIML })).toMatchObject(unusable);
    expect(await put(`/agents/${agent}`, { provider_reference: '' })).toMatchObject(unusable);
    expect(await put(`/agents/${agent}`, { welcome_message: 'Hi' })).toMatchObject({ status: 'success' });
    expect((await api.call('get', `/agents/${agent}`)).body.agent.provider_reference).toBe(RETELL_AGENT);
    const other = 'agent_ffffffffffff';
    expect((await put(`/agents/${agent}`, { provider_reference: other })).agent.provider_reference).toBe(other);
  });

  it('may be a template of up to 10,000 characters, as long as its provider takes it', async () => {
    const account = await addAccount();
    const { id } = await addNumber({ number: nextNumber(), provider_account_id: account });
    const saying = (letters: number) => `<Response><Say>${'a'.repeat(letters)} {{ name }}</Say></Response>`;
    const attach = async (provider_reference: string) => {
      const agent_id = await addAgent({ provider_reference });
      expect((await api.call('get', `/agents/${agent_id}`)).body.agent.provider_reference).toBe(provider_reference);
      return post('/phone_number/attach', { phone_number_id: id, agent_id });
    };
    expect(await attach(saying(3_900))).toMatchObject({ status: 'success' });
    expect(await attach(saying(9_900))).toMatchObject({ code: 'agent_unusable' });
    expect(await attach('<Response><Say>')).toMatchObject({ code: 'agent_unusable' });
    expect(await post('/agents', { name: 'Long', provider_reference: 'a'.repeat(10_001) })).toMatchObject({
      errors: [{ pointer: '/provider_reference', code: 'too_big' }],
    });
  });
});

describe('a campaign with numbers of several providers', () => {
  it('takes one of another provider only with an agent of its own, and that stays', async () => {
    const agent = await addAgent();
    const own = (await addNumber({ number: nextNumber(), provider_account_id: await addAccount(), agent_id: agent }))
      .id;
    const other = (await addNumber({ number: nextNumber(), provider_account_id: await addHttpAccount() })).id;
    const campaign = { name: 'Mixed', phone_number_id: own, is_dynamic: true };
    const rotation = { numbers: [{ phone_number_id: own }, { phone_number_id: other }] };
    const pointer = '/rotation/numbers/1/phone_number_id';
    expect(await post('/calls/bulk_call/create', { ...campaign, rotation })).toMatchObject({
      errors: [{ pointer, code: 'no_agent' }],
    });
    await post('/phone_number/attach', { phone_number_id: other, agent_id: agent });
    expect((await post('/calls/bulk_call/create', { ...campaign, rotation })).status).toBe('success');
    expect(await post('/phone_number/detach', { phone_number_id: other })).toMatchObject({ code: 'number_in_use' });
    const simulated = { numbers: [{ phone_number_id: own }, { phone_number_id: api.phoneNumberId }] };
    expect(await post('/calls/bulk_call/create', { ...campaign, rotation: simulated })).toMatchObject({
      errors: [{ pointer, code: 'mixed_providers' }],
    });
  });
});

describe('an import from Twilio', () => {
  const credentials = () => ({ account_sid: nextSid(), auth_token: AUTH_TOKEN });
  const importing = (body: Record<string, unknown>) => post('/phone_number/import/twilio', body);

  it('brings one number that the account owns, with its id there', async () => {
    const number = nextNumber();
    answerAsTwilio([owned(nextNumber()), owned(number)]);
    const agent = await addAgent();
    const body = await importing({ ...credentials(), phone_number: number, agent_id: agent });
    expect(body).toMatchObject({
      status: 'success',
      message: '1 number was imported.',
      phone_number: {
        number,
        name: `Line ${number}`,
        provider: 'twilio',
        provider_account_id: body.provider_account_id,
        provider_reference: owned(number).sid,
        agent_id: agent,
      },
      skipped: [],
    });
    expect(body.id).toBe(body.phone_number.id);
    expect(body.imported).toEqual([body.phone_number]);
    expect(JSON.stringify(body)).not.toContain(AUTH_TOKEN);
    expect(vendor.requests.map(({ method }) => method)).not.toContain('POST');
  });

  it.each<[string, (sid: string) => Record<string, unknown>]>([
    ['account_token', (sid) => ({ account_sid: sid, account_token: AUTH_TOKEN })],
    ['twilio_ names', (sid) => ({ twilio_account_sid: sid, twilio_auth_token: AUTH_TOKEN })],
    [
      'an API key',
      (sid) => ({
        account_sid: sid,
        auth_token: AUTH_TOKEN,
        api_key_sid: 'SK0123456789abcdef0123456789abcdef',
        api_key_secret: 'PLANTED_KEY_SECRET',
      }),
    ],
  ])('takes the credentials with %s', async (_, fields) => {
    const number = nextNumber();
    answerAsTwilio([owned(number)]);
    const body = await importing({ ...fields(nextSid()), phone_number: number, name: 'Ours' });
    expect(body).toMatchObject({ phone_number: { number, name: 'Ours' } });
  });

  it('brings all that can speak, and says which it leaves out', async () => {
    const [speaks, texts, simulated] = [nextNumber(), nextNumber(), nextNumber()];
    await addNumber({ number: simulated });
    answerAsTwilio([owned(speaks), owned(texts, { capabilities: { voice: false } }), owned(simulated)]);
    const given = credentials();
    const body = await importing(given);
    expect(body.message).toBe('1 number was imported, 2 left out.');
    expect(body.imported).toMatchObject([{ number: speaks }]);
    expect(body.skipped).toMatchObject([
      { number: texts, code: 'number_without_voice' },
      { number: simulated, code: 'number_exists' },
    ]);
    expect(body).not.toHaveProperty('phone_number');
    // Again: nothing is added, everything brought up to date.
    answerAsTwilio([owned(speaks, { sid: 'PNnew' })]);
    const again = await importing({ ...given, auth_token: `${AUTH_TOKEN}_2` });
    expect(again).toMatchObject({
      provider_account_id: body.provider_account_id,
      imported: [{ id: body.imported[0]?.id, provider_reference: 'PNnew' }],
    });
  });

  it('brings numbers of an account that is there', async () => {
    const account = await addAccount();
    const number = nextNumber();
    answerAsTwilio([owned(number)]);
    const body = await importing({ provider_account_id: account, phone_number: number });
    expect(body).toMatchObject({ provider_account_id: account, phone_number: { number } });
  });

  it('refuses a number that the account does not own, cannot speak over, or that is somebody else’s here', async () => {
    const [elsewhere, texts, simulated] = [nextNumber(), nextNumber(), nextNumber()];
    await addNumber({ number: simulated });
    answerAsTwilio([owned(texts, { capabilities: { voice: false } }), owned(simulated)]);
    const before = (await api.call('get', '/provider_accounts')).body.total_records as number;
    const one = (phone_number: string) => importing({ ...credentials(), phone_number });
    const pointer = '/phone_number';
    expect(await one(elsewhere)).toMatchObject({ errors: [{ pointer, code: 'number_not_owned' }] });
    expect(await one('nobody')).toMatchObject({ errors: [{ pointer, code: 'number_not_owned' }] });
    expect(await one(texts)).toMatchObject({ errors: [{ pointer, code: 'number_without_voice' }] });
    expect(await one(simulated)).toMatchObject({ status: 409, code: 'number_exists' });
    expect((await api.call('get', '/phone_numbers?pagesize=150')).text).not.toContain(elsewhere);
    // Nor is an account left behind.
    expect((await api.call('get', '/provider_accounts')).body.total_records).toBe(before);
  });

  it('refuses credentials that Twilio refuses, faults by their place, and waits while Twilio is away', async () => {
    vendor.answerWith(({ headers }) => ({ status: 401, body: { code: 20003, message: headers.authorization } }));
    const refused = await importing({ ...credentials(), phone_number: nextNumber() });
    expect(refused).toMatchObject({ status: 422, code: 'credentials_refused' });
    vendor.answerWith(({ headers }) => ({ status: 500, body: { message: headers.authorization } }));
    const away = await importing({ ...credentials(), phone_number: nextNumber() });
    expect(away).toMatchObject({ status: 503, code: 'provider_unreachable' });
    const faulty = await importing({ account_sid: 'PLANTED_SID', phone_number: nextNumber() });
    const pointers = faulty.errors.map((fault) => fault.pointer).sort();
    expect(pointers).toEqual(['/account_sid', '/auth_token']);
    const basic = Buffer.from(AUTH_TOKEN).toString('base64').slice(2, 20);
    expect(JSON.stringify([refused, away, faulty])).not.toMatch(new RegExp(`PLANTED|${basic}`));
  });

  it('has Twilio ask us who speaks, when that is wished, and says where it did not take that', async () => {
    const number = nextNumber();
    answerAsTwilio([owned(number)]);
    const given = { ...credentials(), phone_number: number, configure_inbound: true };
    const body = await importing(given);
    expect(body).not.toHaveProperty('warnings');
    const [configured] = vendor.requests.filter(({ method }) => method === 'POST') as [VendorRequest];
    expect(configured.path).toContain(`/IncomingPhoneNumbers/${owned(number).sid}.json`);
    const base = `https://providers.everdial.test/providers/twilio/${body.provider_account_id}`;
    expect(Object.fromEntries(new URLSearchParams(configured.body))).toMatchObject({
      VoiceUrl: `${base}/inbound`,
      StatusCallback: `${base}/events`,
    });
    answerAsTwilio([owned(number)], 400);
    const warned = await importing(given);
    expect(warned.warnings).toMatchObject([{ number, code: 'inbound_not_configured' }]);
    expect(JSON.stringify(warned)).not.toContain(AUTH_TOKEN);
    const headers = { 'Idempotency-Key': 'warned' };
    const once = await api.call('post', '/phone_number/import/twilio', { body: given, headers });
    const replayed = await api.call('post', '/phone_number/import/twilio', { body: given, headers });
    expect(once.body).toMatchObject({ warnings: warned.warnings });
    expect([replayed.get('Idempotency-Replayed'), replayed.body]).toEqual(['true', once.body]);
  });
});
