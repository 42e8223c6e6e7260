import type { Insertable } from 'kysely';
import type { DeliveryTable } from '../../infra/db/webhook-tables';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine } from './line-fixtures';

let api: ApiWorld;
let stored = 0;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const PAST = '2020-01-01T00:00:00Z';

async function addEndpoint(campaign_id?: number): Promise<number> {
  const body = { name: 'CRM', url: 'https://crm.example.com/hook', events: ['call.ended'], campaign_id };
  return (await api.call('post', '/webhooks', { body })).body.id as number;
}

async function addDelivery(changes: Partial<Insertable<DeliveryTable>> = {}): Promise<number> {
  stored += 1;
  const { id } = await api.db
    .insertInto('deliveries')
    .values({
      organization_id: api.organizationId,
      campaign_id: null,
      line_id: null,
      attempt_id: null,
      kind: 'event',
      event_type: 'call.ended',
      dedupe_key: `test:${stored}`,
      webhook_id: `msg_${stored}`,
      url: 'https://crm.example.com/hook',
      body: JSON.stringify({ type: 'call.ended', n: stored }),
      ...changes,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

interface Delivery {
  readonly delivery_id: number;
  readonly status: string;
  readonly webhook_id: string;
  readonly replays: number;
}
interface Page {
  readonly records: Delivery[];
  readonly next_cursor: string | null;
}
const list = async (query: string, key = api.key) =>
  (await api.call('get', `/deliveries?${query}`, { key })).body as Page;
const idsOf = async (query: string): Promise<number[]> =>
  (await list(query)).records.map(({ delivery_id }) => delivery_id);
const read = async (id: number) => (await api.call('get', `/deliveries/${id}`)).body.delivery as Delivery;

describe('the log of deliveries', () => {
  it('is filtered by whatever is known of a delivery', async () => {
    const campaign_id = await api.createCampaign();
    const line = await addLine(api, campaign_id);
    const { id: attempt_id } = await addAttempt(api.db, line);
    const endpoint_id = await addEndpoint(campaign_id);
    const of = { campaign_id, line_id: line.id };
    const callback = await addDelivery({
      ...of,
      attempt_id,
      kind: 'call_status',
      event_type: null,
      status: 'delivered',
    });
    const ended = await addDelivery({ ...of, attempt_id, endpoint_id, created_at: new Date(PAST) });
    const failed = await addDelivery({ ...of, endpoint_id, event_type: 'call.failed', status: 'failed' });
    await addDelivery();
    const within = (query: string) => idsOf(`campaign_id=${campaign_id}&${query}`);
    expect(await within('')).toEqual([failed, ended, callback]);
    expect(await within('status=delivered')).toEqual([callback]);
    expect(await within('kind=event')).toEqual([failed, ended]);
    expect(await within('event_type=call.failed')).toEqual([failed]);
    expect(await within(`endpoint_id=${endpoint_id}&status=pending`)).toEqual([ended]);
    expect(await within(`line_id=${line.id}&call_id=${attempt_id}`)).toEqual([ended, callback]);
    expect(await within('from=2020-01-01T00:00:01Z')).toEqual([failed, callback]);
    expect(await within('to=2020-01-01T01:00:01%2B01:00')).toEqual([ended]);
    const { webhook_id } = await read(ended);
    expect(await idsOf(`webhook_id=${webhook_id}`)).toEqual([ended]);
  });

  it('is read page by page, none twice while more are stored', async () => {
    const campaign_id = await api.createCampaign();
    const first = [
      await addDelivery({ campaign_id }),
      await addDelivery({ campaign_id }),
      await addDelivery({ campaign_id }),
    ];
    const page = await list(`campaign_id=${campaign_id}&pagesize=2`);
    expect(page.next_cursor).toEqual(expect.any(String));
    await addDelivery({ campaign_id });
    const next = await list(`campaign_id=${campaign_id}&pagesize=2&cursor=${page.next_cursor}`);
    const ids = [...page.records, ...next.records].map(({ delivery_id }) => delivery_id);
    expect(ids).toEqual(first.reverse());
    expect(next.next_cursor).toBeNull();
  });

  it.each([
    ['cursor=nonsense', '?cursor', 'invalid_cursor'],
    ['pagesize=151', '?pagesize', 'custom'],
    ['status=lost', '?status', 'invalid_value'],
    ['event_type=call.missed', '?event_type', 'invalid_value'],
    ['from=yesterday', '?from', 'invalid_format'],
    ['campaign=1', '?campaign', 'unknown_field'],
  ])('is not asked by %s', async (query, pointer, code) => {
    const { status, body } = await api.call('get', `/deliveries?${query}`);
    expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([
      422,
      pointer,
      code === 'custom' ? expect.any(String) : code,
    ]);
  });

  it('shows each try: what was sent, and what came back', async () => {
    const id = await addDelivery({ status: 'failed', tries: 2, last_status: 500 });
    const sent = { delivery_id: id, method: 'POST', url: 'https://crm.example.com/hook', request_body: '{}' } as const;
    const request_headers = JSON.stringify({ authorization: '***' });
    await api.db
      .insertInto('delivery_tries')
      .values([
        {
          ...sent,
          request_headers,
          try_no: 1,
          status: null,
          response_body: null,
          error: 'timeout: no answer',
          duration_ms: 10_000,
        },
        { ...sent, request_headers, try_no: 2, status: 500, response_body: 'oops', error: null, duration_ms: 12 },
      ])
      .execute();
    expect(await read(id)).toMatchObject({
      delivery_id: id,
      status: 'failed',
      next_try_at: null,
      body: { type: 'call.ended' },
      delivery_url: `https://everdial.test/api/v1/deliveries/${id}`,
      tries_log: [
        { try_no: 1, response_status: null, error: 'timeout: no answer', duration_ms: 10_000 },
        { try_no: 2, response_status: 500, response_body: 'oops', request_headers: { authorization: '***' } },
      ],
    });
  });

  it('belongs to its organization', async () => {
    const id = await addDelivery({ status: 'failed' });
    const { key } = await addOrganization(api.db);
    expect((await api.call('get', `/deliveries/${id}`, { key })).status).toBe(404);
    expect((await api.call('post', `/deliveries/${id}/replay`, { key })).status).toBe(404);
    expect((await list('', key)).records).toEqual([]);
    const endpoint_id = await addEndpoint();
    const campaign_id = await api.createCampaign();
    for (const what of [{ endpoint_id }, { campaign_id }]) {
      const { status } = await api.call('post', '/deliveries/replay', { key, body: { since: PAST, ...what } });
      expect(status).toBe(404);
    }
    expect((await api.call('post', '/deliveries/replay', { key, body: { since: PAST } })).body.replayed).toBe(0);
    expect((await read(id)).status).toBe('failed');
  });
});

describe('a replay', () => {
  const audited = async () => (await api.call('get', '/audit?pagesize=1')).body.records[0] as object;

  it('sends a delivery once more, whatever became of it, as the same one', async () => {
    const endpoint_id = await addEndpoint();
    for (const status of ['delivered', 'failed'] as const) {
      const id = await addDelivery({ endpoint_id, status, tries: 7, tries_in_window: 7 });
      const before = await read(id);
      const { body } = await api.call('post', `/deliveries/${id}/replay`);
      expect(body.delivery).toMatchObject({ delivery_id: id, status: 'pending', tries: 7, replays: 1 });
      expect(body.delivery.webhook_id).toBe(before.webhook_id);
      expect(await audited()).toMatchObject({ action: 'delivery.replay', object_id: id });
    }
  });

  it('is refused where nothing is sent any more', async () => {
    const endpoint_id = await addEndpoint();
    const id = await addDelivery({ endpoint_id, status: 'failed' });
    await api.call('put', `/webhooks/${endpoint_id}`, { body: { is_active: false } });
    const single = await api.call('post', `/deliveries/${id}/replay`);
    expect(single.body).toMatchObject({ status: 409, code: 'webhook_closed' });
    const all = await api.call('post', `/webhooks/${endpoint_id}/replay`, { body: { since: PAST } });
    expect(all.body).toMatchObject({ status: 409, code: 'webhook_inactive' });
    await api.call('delete', `/webhooks/${endpoint_id}`);
    expect((await api.call('post', `/deliveries/${id}/replay`)).status).toBe(409);
    expect((await read(id)).status).toBe('failed');
  });

  it('sends all that has failed since then: of an endpoint, of a campaign, of all', async () => {
    const campaign_id = await api.createCampaign();
    const [one, two] = [await addEndpoint(), await addEndpoint()];
    const old = { status: 'failed', updated_at: new Date('2019-06-01') } as const;
    const failed = {
      old: await addDelivery({ ...old, endpoint_id: one }),
      one: await addDelivery({ endpoint_id: one, status: 'failed' }),
      two: await addDelivery({ endpoint_id: two, status: 'failed', campaign_id }),
      callback: await addDelivery({ kind: 'call_status', event_type: null, status: 'failed', campaign_id }),
    };
    const delivered = await addDelivery({ endpoint_id: one, status: 'delivered' });
    const replay = async (path: string, body: object) =>
      (await api.call('post', path, { body: { since: PAST, ...body } })).body as { readonly replayed: number };
    const statuses = async () =>
      Promise.all([failed.old, failed.one, failed.two, failed.callback].map(async (id) => (await read(id)).status));
    expect(await replay(`/webhooks/${one}/replay`, {})).toMatchObject({
      replayed: 1,
      message: '1 delivery is sent again.',
    });
    expect(await audited()).toMatchObject({ action: 'webhook.replay', object_id: one, data: { replayed: 1 } });
    expect(await statuses()).toEqual(['failed', 'pending', 'failed', 'failed']);
    expect((await replay('/deliveries/replay', { endpoint_id: two, campaign_id })).replayed).toBe(1);
    expect(await statuses()).toEqual(['failed', 'pending', 'pending', 'failed']);
    expect((await replay('/deliveries/replay', { campaign_id: String(campaign_id) })).replayed).toBe(1);
    expect((await replay('/deliveries/replay', { endpoint_id: one })).replayed).toBe(0);
    expect(await audited()).toMatchObject({ action: 'deliveries.replay', data: { endpoint_id: one, replayed: 0 } });
    await replay('/deliveries/replay', { since: '2019-01-01T00:00:00Z' });
    expect(await statuses()).toEqual(['pending', 'pending', 'pending', 'pending']);
    expect((await read(delivered)).status).toBe('delivered');
  });

  it('is made once for an idempotency key', async () => {
    const id = await addDelivery({ status: 'failed', endpoint_id: await addEndpoint() });
    const headers = { 'Idempotency-Key': 'replay-1' };
    for (const _ of [1, 2])
      expect((await api.call('post', `/deliveries/${id}/replay`, { headers })).body.delivery.replays).toBe(1);
    const body = { since: PAST };
    const all = { headers: { 'Idempotency-Key': 'replay-2' }, body };
    expect((await api.call('post', '/deliveries/replay', all)).status).toBe(200);
    expect((await read(id)).replays).toBe(1);
  });

  it('is for campaigns:admin, and says since when', async () => {
    const key = await addKey(api.db, api.organizationId, ['read']);
    const id = await addDelivery();
    expect((await api.call('get', `/deliveries/${id}`, { key })).status).toBe(200);
    expect((await api.call('post', `/deliveries/${id}/replay`, { key })).status).toBe(403);
    expect((await api.call('post', '/deliveries/replay', { key, body: { since: PAST } })).status).toBe(403);
    for (const [body, code] of [
      [{}, 'required'],
      [{ since: 'yesterday' }, 'invalid_format'],
      [{ since: PAST, all: true }, 'unknown_field'],
    ] as const) {
      const { status, body: problem } = await api.call('post', '/deliveries/replay', { body });
      expect([status, problem.errors[0].code]).toEqual([422, code]);
    }
  });
});

describe("a line's story", () => {
  it('tells its events and callbacks, with where all tries are', async () => {
    const campaign_id = await api.createCampaign();
    const line = await addLine(api, campaign_id);
    const { id: attempt_id } = await addAttempt(api.db, line);
    const of = { campaign_id, line_id: line.id, attempt_id };
    const callback = await addDelivery({ ...of, kind: 'call_status', event_type: null });
    const endpoint_id = await addEndpoint();
    const event = await addDelivery({ ...of, endpoint_id });
    const { deliveries } = (await api.call('get', `/calls/bulk_call/${campaign_id}/lines/${line.id}`)).body;
    const url = (id: number) => `https://everdial.test/api/v1/deliveries/${id}`;
    expect(deliveries).toMatchObject([
      { delivery_id: callback, kind: 'call_status', event_type: null, endpoint_id: null, delivery_url: url(callback) },
      { delivery_id: event, kind: 'event', event_type: 'call.ended', endpoint_id, delivery_url: url(event) },
    ]);
  });
});
