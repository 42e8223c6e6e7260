import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { sql } from 'kysely';
import { eventually } from '../setup/eventually';
import { RunningStack } from '../setup/running-stack';
import { SecretScan } from '../setup/secret-scan';
import { startVendorServer, type VendorServer } from '../setup/vendor-server';
import { CALL_ANSWERS, calledNumber, parrot, plantedAccounts, SECRETS, type PlantedAccount } from './planted-accounts';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };
/** Ids that are tried on every address that takes one: everything here has a lower one. */
const IDS = Array.from({ length: 30 }, (_, index) => index + 1);

let vendor: VendorServer;
let stack: RunningStack;
/** How the vendor answers what is about no call. */
let toOthers = 200;
/** Every answer of the API. */
const answers: Array<{ readonly request: string; readonly status: number; readonly text: string }> = [];

beforeAll(async () => {
  vendor = await startVendorServer();
  vendor.answerWith((request) => parrot(request, toOthers));
  const { url } = vendor;
  stack = await RunningStack.start({
    TWILIO_BASE_URL: url,
    RETELL_BASE_URL: url,
    VAPI_BASE_URL: url,
    LOG_LEVEL: 'trace',
  });
});

afterAll(async () => {
  await stack.stop();
  await vendor.close();
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const { api_url, api_key } = stack.info;
  const response = await fetch(new URL(path, api_url), {
    method,
    headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await textOf(response);
  const said = JSON.stringify([...response.headers]);
  answers.push({ request: `${method} ${path}`, status: response.status, text: `${said} ${text}` });
  return { status: response.status, text };
}

/** A stream of events has no end: of it, what it begins with, as far as the figures. */
async function textOf(response: Response): Promise<string> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.body || !isStream) return response.text();
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes('event: figures')) break;
  }
  return text;
}

const api = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const { status, text } = await ask(method, `/api/v1${path}`, body, headers);
  return { status, body: JSON.parse(text) as Record<string, unknown> };
};

async function made(path: string, body: unknown, headers?: Record<string, string>): Promise<number> {
  const answer = await api('POST', path, body, headers);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body['id'] as number;
}

/** Whatever can go wrong with an account while it is added, changed or asked about. */
async function provokeFaults({ provider, credentials, settings }: PlantedAccount, id: number): Promise<void> {
  const path = `/provider_accounts/${id}`;
  const key = { 'idempotency-key': `faults-${id}` };
  const refused = { provider, credentials, settings, name: 'Refused' };
  for (const status of [401, 500, 404, 200]) {
    toOthers = status;
    await api('POST', '/provider_accounts', { ...refused, name: 'Again' }, key);
    await api('POST', `${path}/check`, {});
    await api('PUT', path, { credentials });
    await api('POST', '/phone_numbers', { number: '+14155570999', provider, credentials, settings });
  }
  const misplaced = { ...credentials, [SECRETS['misplaced']!]: SECRETS['refused'], nested: { a: SECRETS['refused'] } };
  await api('POST', '/provider_accounts', { provider, credentials: misplaced });
  await api('POST', '/provider_accounts', { provider, credentials: SECRETS['refused'] });
  await api('POST', '/provider_accounts', { provider: 'nobody', credentials });
  await api('POST', '/provider_accounts', `{"credentials": ${SECRETS['refused']}}`);
  await api(
    'POST',
    '/provider_accounts',
    `{"provider": "${provider}", "credentials": {"a": "${SECRETS['refused']}" "b`,
  );
  await api('PUT', path, { credentials: { account_sid: 5, auth_token: [SECRETS['refused']], api_key: {} } });
  await api('GET', '/provider_accounts', undefined, { authorization: `Bearer ${SECRETS['misplaced']}` });
}

/** Changes of settings that would take stored credentials elsewhere, or have credentials where they do not belong. */
async function provokeSettingsFaults({ provider, settings = {} }: PlantedAccount, id: number): Promise<void> {
  toOthers = 200;
  const path = `/provider_accounts/${id}`;
  const secret = SECRETS['refused']!;
  // The same server under another name.
  const elsewhere = JSON.parse(
    JSON.stringify(settings).replaceAll(vendor.url, vendor.url.replace('127.0.0.1', 'localhost')),
  ) as object;
  const { status, body } = await api('PUT', path, { settings: elsewhere });
  if (provider === 'http') expect([status, body['code']]).toEqual([422, 'credentials_required']);
  for (const query of ['', '?check=false']) {
    await api('PUT', `${path}${query}`, { settings: elsewhere });
    await api('PUT', `${path}${query}`, { settings: { ...settings, url: `https://user:${secret}@dialler.example/` } });
    await api('PUT', `${path}${query}`, { settings: { ...settings, [secret]: secret, api_key: secret } });
    await api('PUT', `${path}${query}`, { settings: { ...settings, look_up: { url: `{{ ${secret} }}` } } });
    await api('PUT', `${path}${query}`, { settings: secret });
  }
}

async function provokeImportFaults(): Promise<void> {
  const given = {
    account_sid: `AC${'0'.repeat(32)}`,
    account_token: SECRETS['imported'],
    phone_number: '+14155570998',
  };
  for (const status of [401, 500, 200]) {
    toOthers = status;
    await api('POST', '/phone_number/import/twilio', { ...given, configure_inbound: true });
  }
  await api('POST', '/phone_number/import/twilio', { ...given, account_sid: SECRETS['imported'] });
}

/** What comes in the name of a vendor: with its secret and without, readable and not. */
async function postEvents({ provider, credentials }: PlantedAccount, id: number): Promise<void> {
  const own = credentials['webhook_secret'];
  const secret = typeof own === 'string' ? own : SECRETS['refused']!;
  for (const place of ['events', 'inbound']) {
    for (const body of ['{}', '{"message": {"type": "status-update"}}', 'To=%2B1&CallSid=CA1']) {
      await ask('POST', `/providers/${provider}/${id}/${place}`, body, {
        authorization: `Bearer ${SECRETS['refused']}`,
        'x-vapi-secret': secret,
        'x-twilio-signature': SECRETS['refused']!,
        'x-retell-signature': `v=1,d=${SECRETS['refused']}`,
      });
    }
  }
}

/** Calls that the provider answers with whatever it was sent. */
async function makeCalls(account: PlantedAccount, id: number, place: number): Promise<number[]> {
  const agent = await made('/agents', { name: 'Agent', provider_reference: account.agentReference });
  const number = await made('/phone_numbers', {
    number: `+1415557000${place}`,
    provider_account_id: id,
    agent_id: agent,
    ...(account.numberReference && { provider_reference: account.numberReference }),
  });
  const lines: number[] = [];
  for (const answer of Object.values(CALL_ANSWERS)) {
    const campaign = await made('/calls/bulk_call/create', {
      name: 'Calls',
      phone_number_id: number,
      is_dynamic: true,
      contact_hours: { enabled: false },
      call_status_callback: `${vendor.url}/callbacks`,
    });
    const contact = { to_number: calledNumber(place, answer), custom_variables: { name: 'Jane' } };
    const { body } = await api('POST', `/calls/bulk_call/${campaign}/add_contact`, contact);
    lines.push(body['line_id'] as number);
    const asked = () => vendor.requests.filter((request) => request.body.includes(contact.to_number.slice(1)));
    await eventually(() => expect(asked()).not.toEqual([]), { ...PATIENTLY, what: `${account.provider} to be asked` });
  }
  return lines;
}

/** Until the last answers are written down: each call has ended, or nobody knows how it went. */
async function expectRecorded(lines: readonly number[]): Promise<void> {
  await eventually(async () => {
    const attempts = await stack.db.selectFrom('attempts').selectAll().where('line_id', 'in', lines).execute();
    expect(new Set(attempts.map(({ line_id }) => line_id)).size).toBe(lines.length);
    const codes = attempts.map(({ raw_code }) => raw_code);
    expect(codes).toContain('credentials_refused');
    expect(attempts.filter(({ ended_at }) => ended_at !== null).length).toBeGreaterThanOrEqual(lines.length / 2);
  }, PATIENTLY);
}

async function scanApi(scan: SecretScan): Promise<void> {
  const document = JSON.parse((await ask('GET', '/openapi.json')).text) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const paths = Object.entries(document.paths).flatMap(([path, operations]) => ('get' in operations ? [path] : []));
  const lines = await stack.db.selectFrom('lines').select(['id', 'campaign_id']).execute();
  for (const path of paths) {
    const parameters = path.match(/\{\w+\}/g) ?? [];
    const filled =
      parameters.length === 0
        ? [path]
        : parameters.length === 1
          ? IDS.map((id) => path.replace(/\{\w+\}/, String(id)))
          : lines.map(({ id, campaign_id }) =>
              path.replace(/\{id\}/, String(campaign_id)).replace(/\{\w+\}/, String(id)),
            );
    for (const one of filled) await ask('GET', one);
  }
  await ask('GET', '/metrics');
  for (const { request, text } of answers) scan.look(`the answer to ${request}`, text);
}

async function scanDatabase(scan: SecretScan): Promise<void> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(stack.db);
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['public.provider_accounts', 'public.attempts']),
  );
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.raw(name)} t`.execute(
      stack.db,
    );
    scan.look(`the table ${name}`, rows.map(({ row }) => row).join('\n'));
  }
}

async function scanHistories(scan: SecretScan): Promise<number> {
  const { temporal_address: address, temporal_namespace: namespace } = stack.info;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  let histories = 0;
  for await (const execution of client.workflow.list()) {
    const { workflowId, runId } = execution;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    scan.look(`the history of ${workflowId}`, Buffer.from(temporal.api.history.v1.History.encode(history).finish()));
    histories += 1;
  }
  await connection.close();
  return histories;
}

/** Of a file that may have gone meanwhile. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Logs, Temporal's own database, the ledger: whatever the stack has written. */
function scanFiles(scan: SecretScan): void {
  const folder = stack.folder;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    // Journals of Temporal's database come and go.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    scan.look(`the file ${file}`, contentOf(path));
  }
}

test('credentials lie nowhere in clear: not in logs, histories, answers or the database, whatever goes wrong', async () => {
  const accounts = plantedAccounts(vendor.url);
  const lines: number[] = [];
  for (const [place, account] of accounts.entries()) {
    toOthers = 200;
    const { provider, credentials, settings } = account;
    const headers = { 'idempotency-key': `account-${place}` };
    const id = await made('/provider_accounts', { provider, credentials, settings }, headers);
    await provokeFaults(account, id);
    await provokeSettingsFaults(account, id);
    toOthers = 500;
    lines.push(...(await makeCalls(account, id, place)));
    await postEvents(account, id);
    await api('POST', '/provider_accounts?check=false', { provider, credentials: { api_key: SECRETS['rotated'] } });
  }
  await provokeImportFaults();
  await expectRecorded(lines);
  expect(vendor.requests.filter(({ headers }) => headers.host?.startsWith('localhost'))).toEqual([]);
  // Every one of them was really used.
  const sent = new SecretScan(SECRETS);
  sent.look('the vendor', JSON.stringify(vendor.requests));
  const used = [
    'twilio_auth_token',
    'twilio_api_key_secret',
    'retell_api_key',
    'vapi_api_key',
    'http_header',
    'imported',
  ];
  for (const name of used) expect(sent.found).toContain(`${name} in the vendor`);

  const scan = new SecretScan(SECRETS);
  await scanApi(scan);
  await scanDatabase(scan);
  expect(await scanHistories(scan)).toBeGreaterThanOrEqual(lines.length * 2);
  scanFiles(scan);
  expect(scan.found).toEqual([]);
  const files = scan.seen.map(({ place }) => place);
  for (const name of ['api', 'worker-calls', 'worker-campaigns', 'worker-webhooks', 'postgres', 'migrate']) {
    expect(files).toContain(`the file ${join('logs', `${name}.log`)}`);
  }
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(100);
});

test('the scan finds what lies in a table, in a history or in a log', async () => {
  const basic = `Basic ${Buffer.from(`user:${SECRETS['refused']}`).toString('base64')}`;
  await stack.db.updateTable('campaigns').set({ name: basic }).where('id', '=', 1).execute();
  writeFileSync(join(stack.folder, 'logs', 'planted.log'), JSON.stringify({ authorization: basic }));
  const { temporal_address: address, temporal_namespace: namespace } = stack.info;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const workflow = { workflowId: 'planted', taskQueue: 'nobody', args: [{ authorization: basic }] };
  await client.workflow.start('planted', workflow);
  await connection.close();

  const scan = new SecretScan(SECRETS);
  await scanDatabase(scan);
  await eventually(async () => {
    await scanHistories(scan);
    expect(scan.found).toContain('refused in the history of planted');
  }, PATIENTLY);
  scanFiles(scan);
  expect(scan.found).toEqual(
    expect.arrayContaining([
      'refused in the table public.campaigns',
      `refused in the file ${join('logs', 'planted.log')}`,
    ]),
  );
});
