import { addAttempt, addLine } from './line-fixtures';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let reader: string;
beforeAll(async () => {
  api = await createApiWorld();
  reader = await addKey(api.db, api.organizationId, ['read', 'contacts:write']);
});
afterAll(() => api.close());
afterEach(() => api.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());

const URL = 'https://crm.example.com/hook';
const MINIMAL = { name: 'CRM', url: URL, events: ['call.ended'] };
const post = (path: string, body?: unknown, key = api.key) => api.call('post', path, { body, key });
const create = async (fields: Record<string, unknown> = {}) => {
  const { status, body } = await post('/webhooks', { ...MINIMAL, ...fields });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.webhook as { id: number; secret: string } & Record<string, unknown>;
};
const get = async (id: number, key = api.key) =>
  (await api.call('get', `/webhooks/${id}`, { key })).body.webhook as object;
const put = (id: number, body: unknown) => api.call('put', `/webhooks/${id}`, { body });
const audit = async () =>
  (await api.call('get', '/audit')).body.records as Array<{ action: string; object_id: number; data: object }>;

describe('a webhook', () => {
  it('is made of a name, a URL and events; the rest has defaults', async () => {
    const webhook = await create();
    expect(webhook).toEqual({
      id: expect.any(Number),
      ...MINIMAL,
      campaign_id: null,
      method: 'POST',
      headers: {},
      body: null,
      variables: [],
      timeout_s: 10,
      retry_limit: null,
      total_timeout_s: null,
      is_active: true,
      success: { status: null, key: null, value: true },
      secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
      previous_secret_until: null,
      failing_since: null,
      disabled_at: null,
      disabled_reason: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(await get(webhook.id)).toEqual(webhook);
  });

  it('takes everything that can be said', async () => {
    const campaign_id = await api.createCampaign();
    const said = {
      campaign_id,
      method: 'PUT',
      headers: { Authorization: 'Bearer {{ token }}', 'X-Source': 'calls' },
      body: '{"phone": "{{ phone }}", "seconds": {{ seconds }}, "order": "{{ order }}"}',
      variables: [
        { name: 'token', source: 'default', field: null },
        { name: 'phone', source: 'contact', field: 'to_number' },
        { name: 'seconds', source: 'call_log', field: 'duration' },
        { name: 'order', source: 'contact', field: 'metadata.order_id' },
        { name: 'bought', source: 'agent_outcome', field: 'bought' },
      ],
      events: ['call.ended', 'call.failed', 'campaign.completed'],
      timeout_s: 30,
      retry_limit: 0,
      total_timeout_s: 900,
      is_active: false,
      success: { status: 202, key: 'data.accepted', value: false },
    };
    const webhook = await create(said);
    expect(await get(webhook.id)).toMatchObject(said);
    const bare = await create({ variables: [{ name: 'duration', source: 'call_log' }], success: { key: 'ok' } });
    expect(bare).toMatchObject({
      variables: [{ name: 'duration', source: 'call_log', field: 'duration' }],
      success: { status: null, key: 'ok', value: true },
    });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ name: '' }, '/name', 'too_small'],
    [{ url: 'http://crm.example.com/' }, '/url', 'url_not_allowed'],
    [{ url: 'https://127.0.0.1/' }, '/url', 'url_not_allowed'],
    [{ url: 'https://169.254.169.254/latest' }, '/url', 'url_not_allowed'],
    [{ url: 'https://user:pass@crm.example.com/' }, '/url', 'url_not_allowed'],
    [{ url: 'https://crm.example.com/{{ id }}' }, '/url', 'variables_not_allowed'],
    [{ method: 'PATCH' }, '/method', 'invalid_value'],
    [{ events: [] }, '/events', 'too_small'],
    [{ events: ['call.ended', 'call.missed'] }, '/events/1', 'invalid_value'],
    [{ events: ['webhook.test'] }, '/events/0', 'invalid_value'],
    [{ body: '{"a": "{{ nope }}"}' }, '/body', 'unknown_variable'],
    [{ body: '{"a": {{ nope }' }, '/body', 'invalid_template'],
    [{ body: 'hello' }, '/body', 'invalid_template'],
    [{ body: `"${'x'.repeat(65_535)}"` }, '/body', 'too_big'],
    [{ method: 'GET', body: '{}' }, '/body', 'body_not_allowed'],
    [{ headers: { 'X-A': 'a\r\nB: c' } }, '/headers/X-A', 'invalid_characters'],
    [{ headers: { 'webhook-id': 'a' } }, '/headers/webhook-id', 'reserved_header'],
    [{ headers: { 'X-A': '{{ nope }}' } }, '/headers/X-A', 'unknown_variable'],
    [{ headers: { 'X-A': '********' } }, '/headers/X-A', 'masked_value'],
    [{ variables: [{ name: 'a', source: 'moon' }] }, '/variables/0/source', 'invalid_value'],
    [{ variables: [{ name: 'a', source: 'call_log', field: 'price' }] }, '/variables/0/field', 'unknown_field'],
    [{ variables: [{ name: 'a', source: 'default', field: 'b' }] }, '/variables/0/field', 'field_not_used'],
    [{ variables: [{ name: 'a', source: 'default', more: 1 }] }, '/variables/0/more', 'unknown_field'],
    [{ timeout_s: 0 }, '/timeout_s', 'too_small'],
    [{ timeout_s: 31 }, '/timeout_s', 'too_big'],
    [{ retry_limit: 21 }, '/retry_limit', 'too_big'],
    [{ retry_limit: -1 }, '/retry_limit', 'too_small'],
    [{ total_timeout_s: 259_201 }, '/total_timeout_s', 'too_big'],
    [{ total_timeout_s: 5 }, '/total_timeout_s', 'too_small'],
    [{ success: { status: 100 } }, '/success/status', 'too_small'],
    [{ success: { value: true } }, '/success/key', 'required'],
    [{ success: { key: 'a..b' } }, '/success/key', 'invalid_key'],
    [{ success: { status: 204, key: 'ok' } }, '/success/key', 'no_json'],
    [{ secret: 'mine' }, '/secret', 'unknown_field'],
  ])('is refused with %j', async (fields, pointer, code) => {
    const { status, body } = await post('/webhooks', { ...MINIMAL, ...fields });
    expect([status, body.errors[0]]).toEqual([422, { pointer, code, detail: expect.any(String) }]);
  });

  it('is refused with all that is wrong at once', async () => {
    const { body } = await post('/webhooks', {
      ...MINIMAL,
      url: 'http://x.example/',
      body: '{{',
      headers: { Host: 'x' },
    });
    expect((body.errors as Array<{ pointer: string }>).map(({ pointer }) => pointer)).toEqual([
      '/url',
      '/headers/Host',
      '/body',
    ]);
  });

  it('keeps what a change does not name', async () => {
    const { id, ...before } = await create({ headers: { 'X-A': 'a' }, retry_limit: 3, total_timeout_s: 900 });
    const { body } = await put(id, { name: 'New', events: ['call.failed', 'call.failed'] });
    expect(body.webhook).toEqual({
      id,
      ...before,
      name: 'New',
      events: ['call.failed'],
      updated_at: expect.any(String),
    });
    expect((await put(id, { body: '{"a": 1}', success: { status: 201 } })).body.webhook).toMatchObject({
      body: '{"a": 1}',
      success: { status: 201, key: null, value: true },
    });
    expect((await put(id, { body: '', success: {}, total_timeout_s: 0 })).body.webhook).toMatchObject({
      body: null,
      success: { status: null },
      retry_limit: null,
      total_timeout_s: null,
    });
    expect((await put(id, { total_timeout_s: 0, retry_limit: 5 })).body.webhook.retry_limit).toBe(5);
  });

  it('is changed as a whole: what a change makes wrong is refused', async () => {
    const { id } = await create({ body: '["{{ a }}"]', variables: [{ name: 'a', source: 'default' }] });
    for (const [change, pointer] of [
      [{ variables: [] }, '/body'],
      [{ method: 'GET' }, '/body'],
      [{ campaign_id: await api.createCampaign() }, '/campaign_id'],
      [{ url: 'https://10.0.0.1/' }, '/url'],
      [{ unknown: 1 }, '/unknown'],
    ] as const) {
      const { status, body } = await put(id, change);
      expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    }
    expect(await get(id)).toMatchObject({ method: 'POST', body: '["{{ a }}"]' });
  });

  it('is gone when it was deleted', async () => {
    const { id } = await create();
    expect((await api.call('delete', `/webhooks/${id}`)).status).toBe(200);
    expect((await api.call('get', `/webhooks/${id}`)).status).toBe(404);
    expect((await api.call('delete', `/webhooks/${id}`)).status).toBe(404);
    expect((await api.call('get', '/webhooks')).body).toMatchObject({ records: [], total_records: 0 });
  });

  it('shows its secret and its headers to campaigns:admin only, and that is audited', async () => {
    const { id, secret } = await create({ headers: { Authorization: 'Bearer hidden' } });
    expect(await get(id, reader)).toMatchObject({ secret: 'whsec_********', headers: { Authorization: '********' } });
    expect((await audit())[0]?.action).toBe('webhook.create');
    expect(await get(id)).toMatchObject({ secret, headers: { Authorization: 'Bearer hidden' } });
    expect((await audit())[0]).toMatchObject({ action: 'webhook.reveal', object_id: id });
    const { records } = (await api.call('get', '/webhooks')).body;
    expect(records).toMatchObject([{ id, secret: 'whsec_********', headers: { Authorization: '********' } }]);
  });

  it('is changed by campaigns:admin only', async () => {
    const { id } = await create();
    const of = `/webhooks/${id}`;
    for (const path of [
      '/webhooks',
      `${of}/test`,
      `${of}/rotate_secret`,
      `${of}/enable`,
      `${of}/replay`,
      '/webhooks/preview',
    ]) {
      expect((await post(path, {}, reader)).body).toMatchObject({ status: 403, code: 'missing_scope' });
    }
    expect((await api.call('put', of, { body: {}, key: reader })).status).toBe(403);
    expect((await api.call('delete', of, { key: reader })).status).toBe(403);
  });

  it("does not exist for another organization, nor do that one's campaigns", async () => {
    const { id } = await create();
    const { key } = await addOrganization(api.db);
    const campaign_id = await api.createCampaign();
    const of = `/webhooks/${id}`;
    expect((await api.call('get', of, { key })).status).toBe(404);
    expect((await api.call('put', of, { key, body: { name: 'X' } })).status).toBe(404);
    expect((await api.call('delete', of, { key })).status).toBe(404);
    for (const action of ['test', 'rotate_secret', 'enable'])
      expect((await post(`${of}/${action}`, {}, key)).status).toBe(404);
    expect((await post(`${of}/replay`, { since: '2026-01-01T00:00:00Z' }, key)).status).toBe(404);
    expect((await post('/webhooks', { ...MINIMAL, campaign_id }, key)).status).toBe(404);
    expect((await api.call('get', `/webhooks?campaign_id=${campaign_id}`, { key })).status).toBe(404);
    expect((await api.call('get', '/webhooks', { key })).body.total_records).toBe(0);
  });

  it('is one of twenty of the organization, and of twenty of each campaign', async () => {
    const campaign_id = await api.createCampaign();
    for (let made = 0; made < 19; made += 1) await create();
    // Two at once: one of them wins.
    const last = await Promise.all([post('/webhooks', MINIMAL), post('/webhooks', MINIMAL)]);
    expect(last.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(last.find(({ status }) => status === 409)?.body.code).toBe('too_many_webhooks');
    const own = await create({ campaign_id });
    expect((await api.call('get', `/webhooks?campaign_id=${campaign_id}`)).body).toMatchObject({
      records: [{ id: own.id }],
      total_records: 1,
    });
    const page = (await api.call('get', '/webhooks?pagesize=5&pageno=5')).body;
    expect([page.records.length, page.total_records]).toEqual([1, 21]);
  });

  it('is noted in the audit log with each change, without what is secret', async () => {
    const { id } = await create({ headers: { Authorization: 'Bearer hidden' } });
    await put(id, { headers: { Authorization: 'Bearer other' } });
    await post(`/webhooks/${id}/rotate_secret`);
    await post(`/webhooks/${id}/enable`);
    await api.call('delete', `/webhooks/${id}`);
    const entries = (await audit()).slice(0, 5);
    expect(entries.map(({ action }) => action)).toEqual([
      'webhook.delete',
      'webhook.enable',
      'webhook.rotate_secret',
      'webhook.update',
      'webhook.create',
    ]);
    expect(entries[3]?.data).toEqual({ name: 'CRM', changed: ['headers'] });
    expect(JSON.stringify(entries)).not.toMatch(/Bearer|whsec_/);
  });
});

describe('the secret of a webhook', () => {
  it('is renewed; the one before signs for 24 hours more', async () => {
    const { id, secret } = await create();
    const { body } = await post(`/webhooks/${id}/rotate_secret`);
    expect(body.webhook.secret).not.toBe(secret);
    const leftMs = Date.parse(body.webhook.previous_secret_until as string) - Date.now();
    expect(leftMs).toBeGreaterThan(23.9 * 3_600_000);
    expect(leftMs).toBeLessThanOrEqual(24 * 3_600_000);
    const row = await api.db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect([row.secret, row.previous_secret]).toEqual([body.webhook.secret, secret]);
  });
});

describe('a webhook that was disabled', () => {
  it('is told of nothing until it is enabled', async () => {
    const { id } = await create();
    const disabled = { disabled_at: new Date(), disabled_reason: 'It failed for 5 days.', failing_since: new Date() };
    await api.db.updateTable('webhook_endpoints').set(disabled).where('id', '=', id).execute();
    const refused = await post(`/webhooks/${id}/test`);
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'webhook_disabled',
      detail: expect.stringMatching(/5 days/),
    });
    expect((await post(`/webhooks/${id}/enable`)).body.webhook).toMatchObject({
      is_active: true,
      disabled_at: null,
      disabled_reason: null,
      failing_since: null,
    });
    expect((await post(`/webhooks/${id}/test`)).status).toBe(200);
    await put(id, { is_active: false });
    expect((await post(`/webhooks/${id}/test`)).body.code).toBe('webhook_inactive');
  });
});

describe('a test event', () => {
  it('is stored for the outbox, with a value for whatever variables can name', async () => {
    const { id } = await create();
    const { body } = await post(`/webhooks/${id}/test`);
    expect(body.delivery_url).toBe(`https://everdial.test/api/v1/deliveries/${body.delivery_id}`);
    const { delivery } = (await api.call('get', `/deliveries/${body.delivery_id}`)).body;
    expect(delivery).toMatchObject({
      endpoint_id: id,
      kind: 'event',
      event_type: 'webhook.test',
      status: 'pending',
      url: URL,
      body: { type: 'webhook.test', data: { test: true, call: { to_number: '+15555550123' } } },
      tries_log: [],
    });
    expect(Date.parse(delivery.next_try_at as string)).toBeLessThanOrEqual(Date.now());
    expect((await post(`/webhooks/${id}/test`)).body.delivery_id).not.toBe(body.delivery_id);
  });
});

describe('a preview', () => {
  const preview = (body: object, key = api.key) => post('/webhooks/preview', body, key);
  const VARIABLES = [
    { name: 'phone', source: 'contact', field: 'to_number' },
    { name: 'plan', source: 'contact' },
    { name: 'order', source: 'contact', field: 'metadata.order' },
    { name: 'seconds', source: 'call_log', field: 'duration' },
    { name: 'bought', source: 'agent_outcome' },
    { name: 'rating', source: 'call_log' },
  ];
  const BODY = '{"{{ phone }}": ["{{ plan }}", "{{ order }}", {{ seconds }}, "{{ bought }}", "Rated {{ rating }}"]}';

  it('shows a template with a real event, the newest of its type', async () => {
    const other = await addOrganization(api.db);
    expect((await preview({}, other.key)).body).toMatchObject({ status: 409, code: 'no_event_yet' });
    const campaign_id = await api.createCampaign();
    const contact = { custom_variables: { plan: 'pro "plus"' }, metadata: { order: 99 } };
    const line = await addLine(api, campaign_id, contact);
    const outcome = JSON.stringify({ bought: true });
    const ended = { disposition: 'completed', outcome, duration_s: 31, answered_at: new Date() } as const;
    const call = await addAttempt(api.db, line, ended);
    const failed = await addAttempt(api.db, line, { disposition: 'busy' });
    const { body } = await preview({ body: BODY, variables: VARIABLES, headers: { 'X-Plan': '{{ plan }}' } });
    expect(body).toMatchObject({
      event: { type: 'call.ended', data: { call: { call_id: call.id }, campaign: { id: campaign_id } } },
      request: { method: 'POST', headers: { 'x-plan': 'pro "plus"' } },
      absent: ['rating'],
      problem: null,
    });
    expect(JSON.parse(body.request.body as string)).toEqual({
      '+15551234567': ['pro "plus"', 99, 31, true, 'Rated null'],
    });
    const callOf = async (fields: object) =>
      (await preview({ campaign_id, ...fields })).body.event.data.call.call_id as number;
    expect(await callOf({ event_type: 'call.failed' })).toBe(failed.id);
    expect(await callOf({ call_id: failed.id })).toBe(failed.id);
    expect((await preview({ campaign_id, event_type: 'call.voicemail_detected' })).status).toBe(409);
    expect((await preview({ campaign_id: await api.createCampaign() })).body.code).toBe('no_event_yet');
    expect((await preview({ call_id: call.id }, other.key)).status).toBe(404);
    expect((await preview({ campaign_id }, other.key)).status).toBe(404);
  });

  it('shows the query of GET, and events of campaigns and conversations', async () => {
    const campaign_id = await api.createCampaign();
    const line = await addLine(api, campaign_id);
    const call = await addAttempt(api.db, line, { disposition: 'voicemail' });
    const organization_id = api.organizationId;
    const event = { organization_id, campaign_id, type: 'campaign.paused', data: JSON.stringify({ reason: 'manual' }) };
    await api.db.insertInto('campaign_events').values(event).execute();
    const said = { name: 'buy', confidence: null };
    await api.db
      .insertInto('conversation_events')
      .values({ organization_id, attempt_id: call.id, type: 'intent', dedupe_key: 'x', data: JSON.stringify(said) })
      .execute();
    const variables = [{ name: 'seconds', source: 'call_log', field: 'duration' }, VARIABLES[0]];
    const { body } = await preview({
      campaign_id,
      event_type: 'campaign.paused',
      method: 'GET',
      url: `${URL}?a=1`,
      variables,
    });
    expect(body).toMatchObject({
      event: { type: 'campaign.paused', data: { reason: 'manual', campaign: { id: campaign_id }, call: null } },
      request: { url: `${URL}?a=1&seconds=null&phone=null`, body: null },
      absent: ['seconds', 'phone'],
    });
    const intent = (await preview({ campaign_id, event_type: 'conversation.intent_detected' })).body;
    expect(intent.event.data).toMatchObject({ intent: said, call: { call_id: call.id } });
    expect(JSON.parse(intent.request.body as string)).toEqual(intent.event);
    const exhausted = (await preview({ campaign_id, event_type: 'contact.exhausted' })).body;
    expect(exhausted.event).toMatchObject({ type: 'contact.exhausted', data: { call: { call_id: call.id } } });
  });

  it('has the faults that saving would have', async () => {
    const { status, body } = await preview({ body: '["{{ nope }}"]', url: 'https://10.1.1.1/' });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/url' }, { pointer: '/body', code: 'unknown_variable' }]);
    expect((await preview({ name: 'X' })).body.errors).toMatchObject([{ pointer: '/name', code: 'unknown_field' }]);
  });
});
