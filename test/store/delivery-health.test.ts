import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { insertCampaign, type NewCampaign } from '../../infra/db/campaigns/campaigns';
import { failDelivery, findDelivery, postponeDelivery } from '../../infra/db/deliveries/deliveries';
import { updateEndpoint } from '../../infra/db/deliveries/endpoints';
import { listDeliveries, readDelivery } from '../../infra/db/deliveries/delivery-log';
import { replayDelivery, replayFailed } from '../../infra/db/deliveries/replays';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import { insertEvent } from '../setup/delivery-fixtures';
import { createDeliveryWorld, DAY_MS, MINUTE_MS, START, type DeliveryWorld } from '../setup/delivery-world';

let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
beforeEach(() => world.begin());
afterEach(() => world.end());
afterAll(() => world.close());

describe('health', () => {
  test('410 disables the endpoint at once: what waits fails, others hear of it, and the audit log knows', async () => {
    const endpoint = await world.endpointAt('/gone');
    const other = await world.endpointAt('/other');
    const [id, waiting] = [await insertEvent(world.db, endpoint), await insertEvent(world.db, endpoint)];
    world.answerWith(410);
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    expect(await world.endpoint(endpoint.id)).toMatchObject({
      disabled_at: new Date(START),
      disabled_reason: 'The endpoint answered 410 Gone.',
    });
    expect((await world.read(id)).delivery).toMatchObject({ status: 'failed', last_status: 410, due_at: null });
    expect((await world.read(waiting)).delivery).toMatchObject({
      status: 'failed',
      last_error: 'endpoint_disabled: The endpoint answered 410 Gone.',
      due_at: null,
    });
    const rows = await listDeliveries(world.db, 1, { eventType: 'webhook.disabled' }, { before: null, limit: 10 });
    const heard = rows.filter((row) => row.endpoint_id === other.id);
    expect(heard).toHaveLength(1);
    expect(heard[0]!.body).toMatchObject({
      data: { webhook: { endpoint_id: endpoint.id, reason: expect.any(String) } },
    });
    expect(rows.filter((row) => row.endpoint_id === endpoint.id)).toHaveLength(0);
    const audit = await world.db.selectFrom('audit_log').selectAll().where('action', '=', 'webhook.disabled').execute();
    expect(audit.filter((entry) => entry.object_id === endpoint.id)).toHaveLength(1);
  });

  async function tryAt(endpointId: number, day: number, status: number): Promise<Date | null> {
    world.time = START + day * DAY_MS;
    world.answerWith(status);
    await world.tryOnce(await insertEvent(world.db, await world.endpoint(endpointId)));
    return (await world.endpoint(endpointId)).disabled_at;
  }

  test('five days of only failures disable; a success in between begins them anew', async () => {
    const { id } = await world.endpointAt('/dying');
    for (const day of [0, 1, 2, 3]) expect(await tryAt(id, day, 500)).toBeNull();
    expect(await tryAt(id, 4, 200)).toBeNull();
    expect(await world.endpoint(id)).toMatchObject({ failing_since: null, last_failed_at: null });
    for (const day of [5, 6, 7, 8, 9, 9.9]) expect(await tryAt(id, day, 500)).toBeNull();
    expect(await tryAt(id, 10, 500)).toEqual(new Date(START + 10 * DAY_MS));
    expect(await world.endpoint(id)).toMatchObject({ disabled_reason: 'No try has succeeded for 5 days.' });
  });

  test('failures far apart disable nothing: nobody knows what was in between', async () => {
    const { id } = await world.endpointAt('/seldom');
    expect(await tryAt(id, 0, 500)).toBeNull();
    expect(await tryAt(id, 7, 500)).toBeNull();
    expect((await world.endpoint(id)).failing_since).toEqual(new Date(START + 7 * DAY_MS));
    expect(await tryAt(id, 7.5, 500)).toBeNull();
    expect((await world.endpoint(id)).failing_since).toEqual(new Date(START + 7 * DAY_MS));
  });

  test('failures at one URL are not held against the next', async () => {
    const endpoint = await world.endpointAt('/moving');
    await tryAt(endpoint.id, 0, 500);
    const { name, method, url, headers, body, variables, events, timeout_s, success } = endpoint;
    const limits = { retry_limit: null, total_timeout_s: null, is_active: true };
    const fields = { name, method, url, headers, body, variables, events, timeout_s, success, ...limits };
    const same = await updateEndpoint(world.db, endpoint.id, { ...fields, name: 'Renamed' });
    expect(same).toMatchObject({ failing_since: new Date(START), last_failed_at: new Date(START) });
    const moved = await updateEndpoint(world.db, endpoint.id, { ...fields, url: `${url}-on` });
    expect(moved).toMatchObject({ failing_since: null, last_failed_at: null });
  });

  test('a new campaign that names a disabled callback URL has it called again; failures of others stay', async () => {
    const [dead, failing] = ['https://dead.example/', 'https://failing.example/'];
    await world.db
      .insertInto('callback_urls')
      .values([
        { organization_id: 1, url: dead, failing_since: new Date(START), disabled_at: new Date(START) },
        { organization_id: 1, url: failing, failing_since: new Date(START) },
      ])
      .execute();
    const callbacks = { callStatus: dead, callSchedule: null, campaignStatus: failing };
    await insertCampaign(world.db, await newCampaign(callbacks));
    const known = await world.db
      .selectFrom('callback_urls')
      .select('url')
      .where('url', 'in', [dead, failing])
      .execute();
    expect(known.map(({ url }) => url)).toEqual([failing]);
  });

  async function newCampaign(callbacks: CampaignSettings['callbacks']): Promise<NewCampaign> {
    const account = await ensureProviderAccount(world.db, 1, 'simulator');
    const { id } = await world.db
      .insertInto('phone_numbers')
      .values({ organization_id: 1, number: '+15550001111', name: 'Ours', provider: 'simulator', account_id: account })
      .returning('id')
      .executeTakeFirstOrThrow();
    const beginning = { status: 'scheduled', statusReason: null, opensAt: null, openedAt: new Date(START) } as const;
    const settings = { ...DEFAULT_SETTINGS, callbacks };
    const common = { organizationId: 1, name: 'Test', timezone: 'UTC', startsAt: null };
    return { ...common, type: 'dynamic', phoneNumberId: id, settings, beginning };
  }

  test("a campaign's callback URL has a health of its own, and a replay enables it", async () => {
    const [id, waiting] = [await world.callbackAt('/callback-gone'), await world.callbackAt('/callback-gone')];
    const elsewhere = await world.callbackAt('/callback-elsewhere');
    world.answerWith(410);
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    expect((await world.read(waiting)).delivery.status).toBe('failed');
    expect((await world.read(elsewhere)).delivery.status).toBe('pending');
    world.answerWith(200);
    const later = await world.callbackAt('/callback-gone');
    expect(await world.tryOnce(later)).toEqual({ kind: 'given_up' });
    expect(world.receiver().received).toHaveLength(1);
    expect(await replayDelivery(world.db, 1, later)).toBe('replayed');
    expect(await world.tryOnce(later)).toEqual({ kind: 'delivered' });
  });

  test.each([
    ['deleted', { deleted_at: new Date(START) }],
    ['disabled', { disabled_at: new Date(START) }],
    ['inactive', { is_active: false }],
  ])('nothing is sent to an endpoint that is %s', async (what, columns) => {
    const id = await insertEvent(world.db, await world.endpointAt('/closed', columns));
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    expect(world.receiver().received).toHaveLength(0);
    expect((await world.read(id)).delivery.last_error).toContain(`endpoint_${what}`);
  });
});

describe('replays', () => {
  async function failedOne(path: string): Promise<number> {
    const id = await insertEvent(world.db, await world.endpointAt(path, { retry_limit: 0 }));
    world.answerWith(500);
    await world.tryOnce(id);
    world.answerWith(200);
    return id;
  }

  test('a failed delivery is sent once more under its id, with its limits anew', async () => {
    const id = await failedOne('/replayed');
    expect(await replayDelivery(world.db, 1, id)).toBe('replayed');
    expect((await world.read(id)).delivery).toMatchObject({
      status: 'pending',
      replays: 1,
      tries_in_window: 0,
      tries: 1,
    });
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    expect(new Set(world.receiver().received.map((webhook) => webhook.id)).size).toBe(1);
    expect((await world.read(id)).delivery).toMatchObject({ status: 'delivered', tries: 2 });
  });

  test('a delivered one can be sent again; another organization has nothing to replay', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/again'));
    await world.tryOnce(id);
    expect(await replayDelivery(world.db, 2, id)).toBe('not_found');
    expect(await readDelivery(world.db, 2, id)).toBeUndefined();
    expect(await replayDelivery(world.db, 1, id)).toBe('replayed');
    await world.tryOnce(id);
    expect(world.receiver().received).toHaveLength(2);
  });

  test('a disabled endpoint is told of, and nothing changes', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/off', { disabled_at: new Date(START) }));
    await world.tryOnce(id);
    expect(await replayDelivery(world.db, 1, id)).toBe('endpoint_closed');
    expect((await world.read(id)).delivery).toMatchObject({ status: 'failed', replays: 0 });
  });

  test('all that failed since then is replayed, and nothing else', async () => {
    const earlier = await failedOne('/earlier');
    await world.db
      .updateTable('deliveries')
      .set({ updated_at: new Date('2025-01-01') })
      .where('id', '=', earlier)
      .execute();
    const [first, second] = [await failedOne('/since-1'), await failedOne('/since-2')];
    const { delivery } = await world.read(second);
    const since = new Date(Date.now() - 5 * MINUTE_MS);
    expect(await replayFailed(world.db, 2, { since })).toBe(0);
    expect(await replayFailed(world.db, 1, { since, endpointId: delivery.endpoint_id! })).toBe(1);
    expect((await world.read(second)).delivery.status).toBe('pending');
    expect((await world.read(first)).delivery.status).toBe('failed');
    expect(await replayFailed(world.db, 1, { since })).toBeGreaterThanOrEqual(1);
    expect((await world.read(first)).delivery.status).toBe('pending');
    expect((await world.read(earlier)).delivery.status).toBe('failed');
  });

  test('a try that began before the replay does not end it', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/meanwhile', { retry_limit: 0 }));
    world.receiver().answerWith((response) => {
      void replayDelivery(world.db, 1, id).then(() => response.writeHead(500).end());
    });
    await world.tryOnce(id);
    const { delivery } = await world.read(id);
    expect(delivery).toMatchObject({ status: 'pending', replays: 1, tries: 1, tries_in_window: 0 });
    expect(delivery.due_at).not.toBeNull();
    expect(delivery.window_started_at.getTime()).not.toBe(START);
  });

  test('whoever has read a delivery before its replay neither ends nor postpones it', async () => {
    const id = await failedOne('/overtaken');
    await replayDelivery(world.db, 1, id);
    const asRead = (await findDelivery(world.db, id, START))!;
    await replayDelivery(world.db, 1, id);
    const before = (await world.read(id)).delivery;
    await failDelivery(world.db, asRead, 'too late');
    await postponeDelivery(world.db, asRead, START + DAY_MS);
    expect((await world.read(id)).delivery).toEqual(before);
  });
});
