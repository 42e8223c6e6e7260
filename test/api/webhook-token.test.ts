import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

const run = promisify(execFile);
const TOKEN = '/webhook_token';

let api: ApiWorld;
let close: () => Promise<void>;
beforeAll(async () => {
  // The address comes first: it is in the example.
  const server = createServer((request, response) => void api.app(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  api = await createApiWorld({ publicUrl: `http://127.0.0.1:${port}` });
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await api.close();
  };
});
beforeEach(async () => {
  await api.db.deleteFrom('webhook_tokens').execute();
});
afterAll(() => close());

const make = async (): Promise<string> => (await api.call('post', TOKEN)).body.webhook_token as string;
const show = () => api.call('get', TOKEN);
const reveal = (body: object = {}) => api.call('post', `${TOKEN}/reveal`, { body });
let batches = 0;
const postLeads = (key: string) => {
  const body = { idempotency_key: `batch-${(batches += 1)}`, leads: [{ phone: '+14155550001' }] };
  return api.call('post', '/leads', { key, body });
};
const actions = async (): Promise<string[]> =>
  ((await api.call('get', '/audit')).body.records as Array<{ action: string }>).map(({ action }) => action);

describe('the webhook token', () => {
  it('is missing at first, and everybody is told how to have one made', async () => {
    const message = expect.stringContaining('POST /api/v1/webhook_token') as string;
    expect((await show()).body).toEqual({ status: 'success', webhook_token: null, created_at: null, message });
    const { details } = (await api.call('get', `/calls/bulk_call/${await api.createCampaign()}`)).body;
    expect(details).toMatchObject({ webhook_token: null, webhook_token_message: message, lead_example: null });
    for (const response of [await reveal(), await api.call('delete', TOKEN)]) {
      expect(response.body).toMatchObject({ status: 404, code: 'no_webhook_token', detail: message });
    }
  });

  it('is shown whole when it is made, masked ever after, and stored as neither', async () => {
    const token = await make();
    expect(token).toMatch(/^evdw_[\w-]{32}$/);
    const masked = `…${token.slice(-4)}`;
    expect((await show()).body).toMatchObject({ webhook_token: masked, message: null });
    const id = await api.createCampaign();
    const { details } = (await api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details).toMatchObject({ webhook_token: masked, webhook_token_message: null });
    expect(details.lead_example).toContain(`Bearer ${masked}`);
    expect(details.lead_example).toContain(`"campaign_id":${id}`);
    expect(JSON.stringify(details)).not.toContain(token);
    expect(JSON.stringify(await api.db.selectFrom('webhook_tokens').selectAll().execute())).not.toContain(token);
  });

  it('stops working from the moment it is replaced or revoked', async () => {
    const first = await make();
    expect((await postLeads(first)).status).toBe(202);
    const second = await make();
    expect((await postLeads(first)).body).toMatchObject({ status: 401, code: 'invalid_key' });
    expect((await postLeads(second)).status).toBe(202);
    expect((await api.call('delete', TOKEN)).status).toBe(200);
    expect((await postLeads(second)).status).toBe(401);
    expect((await show()).body.webhook_token).toBeNull();
    const third = await make();
    expect([(await postLeads(second)).status, (await postLeads(third)).status]).toEqual([401, 202]);
    expect((await actions()).slice(0, 4)).toEqual([
      'webhook_token.create',
      'webhook_token.revoke',
      'webhook_token.replace',
      'webhook_token.create',
    ]);
  });

  it('is good for leads alone, and nothing else is good for leads', async () => {
    const token = await make();
    for (const [method, path] of [
      ['get', '/calls/bulk_call'],
      ['post', '/calls/bulk_call/1/add_contact'],
      ['get', TOKEN],
      ['post', `${TOKEN}/reveal`],
    ] as const) {
      const { status, body } = await api.call(method, path, { key: token });
      expect([path, status, body.code]).toEqual([path, 403, 'api_key_required']);
      expect(body.detail).toContain('POST /api/v1/leads');
    }
    const refused = await postLeads(api.key);
    expect([refused.status, refused.body.code]).toEqual([403, 'webhook_token_required']);
    expect(refused.body.detail).toContain('webhook token');
    expect((await postLeads('evdw_nobody_has_this')).status).toBe(401);
  });

  it('is made, revealed and revoked by campaigns:admin only, and of its own organization', async () => {
    const token = await make();
    const key = await addKey(api.db, api.organizationId, ['read', 'contacts:write']);
    expect((await api.call('get', TOKEN, { key })).body.webhook_token).toBe(`…${token.slice(-4)}`);
    for (const [method, path] of [
      ['post', TOKEN],
      ['post', `${TOKEN}/reveal`],
      ['delete', TOKEN],
    ] as const) {
      expect((await api.call(method, path, { key })).body).toMatchObject({ status: 403, code: 'missing_scope' });
    }
    const other = await addOrganization(api.db);
    expect((await api.call('get', TOKEN, { key: other.key })).body.webhook_token).toBeNull();
    expect((await api.call('delete', TOKEN, { key: other.key })).status).toBe(404);
    expect((await postLeads(token)).status).toBe(202);
  });

  it('never stands in clear in an answer that is kept to be replayed', async () => {
    for (const path of [TOKEN, `${TOKEN}/reveal`]) {
      const headers = { 'Idempotency-Key': `token-${path}` };
      const first = await api.call('post', path, { headers });
      const token = first.body.webhook_token as string;
      expect((await postLeads(token)).status).toBe(202);
      const kept = await api.db.selectFrom('idempotency_keys').selectAll().execute();
      expect(JSON.stringify(kept)).not.toContain(token);
      const again = await api.call('post', path, { headers });
      expect([again.get('Idempotency-Replayed'), again.body.webhook_token]).toEqual(['true', `…${token.slice(-4)}`]);
    }
  });
});

describe('revealing the webhook token', () => {
  it('gives an example that works when it is pasted into a shell, and is audited each time', async () => {
    const token = await make();
    const id = await api.createCampaign();
    const before = (await actions()).length;
    const { body } = await reveal();
    expect(body).toMatchObject({ webhook_token: token, campaign_id: id });
    const { stdout } = await run('sh', ['-c', `${body.example} --silent --write-out ' %{http_code}'`]);
    const [answer, status] = stdout.split(/ (?=\d+$)/);
    expect([status, JSON.parse(answer ?? '')]).toEqual([
      '202',
      { request_id: expect.any(String), accepted: 1, rejected: [] },
    ]);
    const lines = await api.db.selectFrom('lines').selectAll().where('campaign_id', '=', id).execute();
    expect(lines).toMatchObject([{ to_number: '+15551234567', custom_variables: { name: 'Alice' } }]);
    await reveal();
    expect((await actions()).slice(0, (await actions()).length - before)).toEqual([
      'webhook_token.reveal',
      'webhook_token.reveal',
    ]);
  });

  it('names a campaign that takes leads: the one asked for, else the newest that runs', async () => {
    await make();
    const running = await api.createCampaign();
    const draft = await api.createCampaign({ save_as_draft: true });
    const cancelled = await api.createCampaign();
    await api.call('delete', `/calls/bulk_call/${cancelled}`);
    expect((await reveal()).body.campaign_id).toBe(running);
    expect((await reveal({ campaign_id: String(draft) })).body.example).toContain(`"campaign_id":${draft}`);
    expect((await reveal({ campaign_id: 999_999 })).status).toBe(404);
    const { key } = await addOrganization(api.db);
    await api.call('post', TOKEN, { key });
    expect((await api.call('post', `${TOKEN}/reveal`, { key })).body).toMatchObject({
      campaign_id: null,
      example: null,
    });
  });

  it('says so when the token was stored under another key', async () => {
    await make();
    await api.db.updateTable('webhook_tokens').set({ token_encrypted: 'v1.AA.AA.AA' }).execute();
    expect((await reveal()).body).toMatchObject({ status: 409, code: 'token_unreadable' });
    expect((await actions())[0]).toBe('webhook_token.create');
  });
});

it('an installation without a secret key makes no token, and says why', async () => {
  const without = await createApiWorld({ secretKey: null });
  expect((await without.call('post', TOKEN)).body).toMatchObject({ status: 409, code: 'secret_key_missing' });
  expect((await without.call('get', TOKEN)).body.webhook_token).toBeNull();
  await without.close();
});
