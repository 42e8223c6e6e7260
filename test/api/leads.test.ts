import { deleteExpiredLeadBatches } from '../../infra/db/lines/lead-batches';
import { replaceWebhookToken } from '../../infra/db/organizations/webhook-tokens';
import { addOrganization, createApiWorld, SECRET_KEY, type ApiWorld } from './api-world';
import { createLeadWorld, type LeadWorld } from './lead-world';

let api: ApiWorld;
let leads: LeadWorld;
beforeAll(async () => {
  api = await createApiWorld();
  leads = await createLeadWorld(api);
});
beforeEach(() => {
  api.campaigns.told.length = 0;
});
afterAll(() => api.close());

let keys = 0;
const newKey = (): string => `batch-${(keys += 1)}`;
const PHONE = '+14155550001';

describe('a lead batch', () => {
  it('reaches a dynamic campaign, a finite one and a draft, each told of its own, and is shown under the request', async () => {
    const dynamic = await api.createCampaign();
    const contact_list = [{ phone: '+14155550009' }];
    const finite = await api.createCampaign({ is_dynamic: false, contact_list });
    const draft = await api.createCampaign({ save_as_draft: true });
    api.campaigns.told.length = 0;
    const response = await leads.post(newKey(), [
      { campaign_id: String(dynamic), phone: PHONE, name: 'Alice' },
      { campaign_id: finite, phone_number: '(415) 555-0002', plan: { tier: 2 } },
      { campaign_id: draft, to_number: '+14155550003' },
    ]);
    expect(response.status).toBe(202);
    expect(response.body).toEqual({ request_id: expect.stringMatching(/^[\w-]{36}$/), accepted: 3, rejected: [] });

    const { request_id } = response.body as { request_id: string };
    const inDynamic = await leads.linesOf(dynamic);
    const [, inFinite] = await leads.linesOf(finite);
    const [inDraft] = await leads.linesOf(draft);
    expect(inDynamic).toMatchObject([
      { to_number: PHONE, external_id: `${request_id}-0`, custom_variables: { name: 'Alice' }, metadata: {} },
    ]);
    expect(inFinite).toMatchObject({
      to_number: '+14155550002',
      external_id: `${request_id}-1`,
      custom_variables: { plan: { tier: 2 } },
    });
    expect(inDraft).toMatchObject({ external_id: `${request_id}-2`, call_status: 'queued' });
    expect(api.campaigns.told).toEqual([
      { kind: 'contacts', campaignId: dynamic, lineIds: [{ lineId: inDynamic[0]?.id, priority: 5 }] },
      { kind: 'contacts', campaignId: finite, lineIds: [{ lineId: inFinite?.id, priority: 5 }] },
    ]);
  });

  it('makes custom variables of every other field, whatever it is called', async () => {
    const id = await api.createCampaign();
    const fields = {
      priority: 9,
      timezone: 'Mars',
      metadata: { a: 1 },
      custom_variables: { b: 2 },
      external_id: 'mine',
    };
    const { body } = await leads.post(newKey(), [{ campaign_id: id, phone: PHONE, ...fields }]);
    expect(await leads.linesOf(id)).toMatchObject([
      { custom_variables: fields, metadata: {}, timezone: null, priority: 5, external_id: `${body.request_id}-0` },
    ]);
  });

  it('stands alone in each lead: what cannot be taken is named, the rest is stored', async () => {
    const open = await api.createCampaign();
    const cancelled = await api.createCampaign();
    await api.call('delete', `/calls/bulk_call/${cancelled}`);
    const other = await addOrganization(api.db);
    const foreign = await foreignCampaign(other);
    const { status, body } = await leads.post(newKey(), [
      { phone: PHONE },
      { campaign_id: open },
      { campaign_id: open, phone: 'nobody' },
      { campaign_id: open, phone: 14155550001 },
      { campaign_id: foreign, phone: PHONE },
      { campaign_id: 'abc', phone: PHONE },
      { campaign_id: 999_999_999, phone: PHONE },
      { campaign_id: cancelled, phone: PHONE },
      { campaign_id: open, phone: PHONE, text: 'x'.repeat(33 * 1024) },
      'lead',
      null,
      [],
      { campaign_id: '', phone: PHONE },
      { campaign_id: open, phone: PHONE },
    ]);
    expect([status, body.accepted]).toEqual([202, 1]);
    expect(body.rejected).toEqual(
      [
        'missing_campaign_id',
        'missing_phone',
        'invalid_phone',
        'invalid_phone',
        'unknown_campaign',
        'unknown_campaign',
        'unknown_campaign',
        'campaign_closed',
        'variables_too_large',
        'invalid_lead',
        'invalid_lead',
        'invalid_lead',
        'missing_campaign_id',
      ].map((code, index) => ({ index, code, reason: expect.stringMatching(/^.{20,}[.}]$/) as string })),
    );
    expect(await leads.linesOf(open)).toMatchObject([{ external_id: `${body.request_id}-13` }]);
    expect(await leads.linesOf(foreign)).toEqual([]);
    expect(await leads.linesOf(cancelled)).toEqual([]);
    expect(await batchOf(body.request_id as string)).toMatchObject({ accepted: 1, rejected: 13 });
  });

  it('is taken when every lead is rejected, and its key is used', async () => {
    const key = newKey();
    const first = await leads.post(key, [{ phone: PHONE }]);
    expect([first.status, first.body.accepted, first.body.rejected.length]).toEqual([202, 0, 1]);
    const id = await api.createCampaign();
    expect((await leads.post(key, [{ campaign_id: id, phone: PHONE }])).status).toBe(409);
    expect(await leads.linesOf(id)).toEqual([]);
  });

  it('follows the rules of its campaigns; leads that these keep from a call are accepted', async () => {
    const call_conditions = [{ column: 'plan', operator: 'equals', value: 'pro' }];
    const picky = await api.createCampaign({ call_conditions });
    const once = await api.createCampaign({ duplicates: { policy: 'skip' } });
    const plain = await api.createCampaign();
    await api.call('post', '/suppressions', { body: { number: '+14155550666', reason: 'asked' } });
    const { body } = await leads.post(newKey(), [
      { campaign_id: picky, phone: PHONE, plan: 'free' },
      { campaign_id: picky, phone: PHONE, plan: 'pro' },
      { campaign_id: once, phone: PHONE },
      { campaign_id: plain, phone: '+14155550666' },
      { campaign_id: once, phone: PHONE },
    ]);
    const [skipped, called] = await leads.linesOf(picky);
    const [only, ...others] = await leads.linesOf(once);
    expect(others).toEqual([]);
    expect(body).toMatchObject({ accepted: 5, rejected: [] });
    expect(body.skipped).toEqual([
      { index: 0, line_id: skipped?.id, condition: expect.stringContaining('plan') },
      { index: 4, line_id: only?.id, condition: 'duplicate' },
    ]);
    expect([skipped, called].map((line) => line?.call_status)).toEqual(['skipped', 'queued']);
    expect(await leads.linesOf(plain)).toMatchObject([{ call_status: 'suppressed', ready: false }]);
    expect(api.campaigns.of('contacts')).toMatchObject([
      { lineIds: [{ lineId: called?.id }] },
      { lineIds: [{ lineId: only?.id }] },
    ]);
  });

  it('keeps leads for a draft, and shows them in its preview once it is activated', async () => {
    await api.db.updateTable('agents').set({ welcome_message: 'Hello {{ name }}' }).execute();
    const draft = await api.createCampaign({ is_dynamic: false, save_as_draft: true });
    const { body } = await leads.post(newKey(), [{ campaign_id: draft, phone: PHONE, name: 'Alice' }]);
    expect(api.campaigns.of('contacts')).toEqual([]);
    expect((await api.call('get', `/calls/bulk_call/${draft}/preview`)).status).toBe(409);
    expect((await api.call('post', `/calls/bulk_call/${draft}/start`)).status).toBe(200);
    const preview = await api.call('get', `/calls/bulk_call/${draft}/preview`);
    expect(preview.body.records).toMatchObject([
      { external_id: `${body.request_id}-0`, welcome_message: 'Hello Alice', unresolved: [] },
    ]);
  });

  it('is found by the id of its request among the contacts of a campaign', async () => {
    const id = await api.createCampaign();
    const { body } = await leads.post(newKey(), [{ campaign_id: id, phone: PHONE }]);
    await leads.post(newKey(), [{ campaign_id: id, phone: PHONE }]);
    const lines = await api.call('get', `/calls/bulk_call/${id}/lines?search=${body.request_id}`);
    expect(lines.body.records).toMatchObject([{ external_id: `${body.request_id}-0` }]);
  });

  it('is stored while Temporal is away', async () => {
    const id = await api.createCampaign();
    api.campaigns.failure = new Error('away');
    const { status } = await leads.post(newKey(), [{ campaign_id: id, phone: PHONE }]);
    api.campaigns.failure = null;
    expect(status).toBe(202);
    expect(await leads.linesOf(id)).toMatchObject([{ ready: true, call_status: 'queued' }]);
  });
});

describe('the key of a lead batch', () => {
  it('is refused a second time, whatever the body, with the id of the first request', async () => {
    const id = await api.createCampaign();
    const key = newKey();
    const first = await leads.post(key, [{ campaign_id: id, phone: PHONE }]);
    for (const again of [[{ campaign_id: id, phone: PHONE }], [{ campaign_id: id, phone: '+14155550002' }]]) {
      const { status, body } = await leads.post(key, again);
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'duplicate_request', request_id: first.body.request_id });
      expect(body.detail).toContain(first.body.request_id);
    }
    expect(await leads.linesOf(id)).toHaveLength(1);
  });

  it('is good again after seven days, forgotten or not', async () => {
    const id = await api.createCampaign();
    const lead = { campaign_id: id, phone: PHONE };
    const [old, recent, forgotten] = [newKey(), newKey(), newKey()];
    for (const key of [old, recent, forgotten]) await leads.post(key, [lead]);
    await age(old, 7 * 24 + 1);
    await age(recent, 7 * 24 - 1);
    const renewed = await leads.post(old, [lead]);
    expect(renewed.status).toBe(202);
    expect((await leads.post(old, [lead])).body.request_id).toBe(renewed.body.request_id);
    expect((await leads.post(recent, [lead])).status).toBe(409);

    await age(forgotten, 7 * 24 + 1);
    await deleteExpiredLeadBatches(api.db);
    const rows = await api.db.selectFrom('lead_batches').select('idempotency_key').execute();
    const left = rows.map(({ idempotency_key }) => idempotency_key);
    expect([old, recent, forgotten].filter((key) => left.includes(key))).toEqual([old, recent]);
  });

  it('belongs to one organization', async () => {
    const other = await addOrganization(api.db);
    const { token } = await replaceWebhookToken(api.db, other.organizationId, SECRET_KEY);
    const id = await api.createCampaign();
    const foreign = await foreignCampaign(other);
    const key = newKey();
    expect((await leads.post(key, [{ campaign_id: id, phone: PHONE }])).body.accepted).toBe(1);
    const theirs = await leads.post(
      key,
      [id, foreign].map((campaign_id) => ({ campaign_id, phone: PHONE })),
      { token },
    );
    expect([theirs.status, theirs.body.accepted]).toEqual([202, 1]);
    expect(theirs.body.rejected).toMatchObject([{ index: 0, code: 'unknown_campaign' }]);
    expect(await leads.linesOf(id)).toHaveLength(1);
    expect(await leads.linesOf(foreign)).toHaveLength(1);
  });

  it('is in the body: an Idempotency-Key beside it is not heeded', async () => {
    const id = await api.createCampaign();
    const headers = { 'Idempotency-Key': 'not a good one' };
    const body = { idempotency_key: newKey(), leads: [{ campaign_id: id, phone: PHONE }] };
    const post = () => api.call('post', '/leads', { key: leads.token, headers, body });
    expect([(await post()).status, (await post()).status]).toEqual([202, 409]);
  });
});

describe('a request that is no lead batch', () => {
  const lead = { campaign_id: 1, phone: PHONE };
  it.each([
    [{ leads: [lead] }, 422, 'required'],
    [{ idempotency_key: '', leads: [lead] }, 422, 'too_small'],
    [{ idempotency_key: 'x'.repeat(256), leads: [lead] }, 422, 'too_big'],
    [{ idempotency_key: 'k' }, 422, 'required'],
    [{ idempotency_key: 'k', leads: [] }, 422, 'too_small'],
    [{ idempotency_key: 'k', leads: lead }, 422, 'invalid_type'],
    [{ idempotency_key: 'k', leads: Array.from({ length: 1_001 }, () => lead) }, 422, 'too_big'],
    [{ idempotency_key: 'k', leads: [{ ...lead, text: 'x'.repeat(1024 * 1024) }] }, 413, 'body_too_large'],
    [`{"idempotency_key": "k", "leads": [{"a": ${'['.repeat(40)}${']'.repeat(40)}}]}`, 422, 'too_deep'],
    ['{"idempotency_key": "k", "leads": [', 400, 'malformed_json'],
  ])('is refused, and leaves the key free (%#)', async (body, status, code) => {
    const response = await api.call('post', '/leads', { key: leads.token, body });
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(
      await api.db.selectFrom('lead_batches').select('request_id').where('idempotency_key', '=', 'k').execute(),
    ).toEqual([]);
  });
});

async function foreignCampaign({ key, phoneNumberId }: { key: string; phoneNumberId: number }): Promise<number> {
  const body = { name: 'Foreign', phone_number_id: phoneNumberId, is_dynamic: true };
  return (await api.call('post', '/calls/bulk_call/create', { key, body })).body.id as number;
}

async function batchOf(requestId: string) {
  return api.db.selectFrom('lead_batches').selectAll().where('request_id', '=', requestId).executeTakeFirstOrThrow();
}

async function age(key: string, hours: number): Promise<void> {
  const created_at = new Date(Date.now() - hours * 3_600_000);
  await api.db.updateTable('lead_batches').set({ created_at }).where('idempotency_key', '=', key).execute();
}
