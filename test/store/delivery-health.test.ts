import { listDeliveries, readDelivery } from '../../infra/db/deliveries/delivery-log';
import { takeDueDeliveries } from '../../infra/db/deliveries/outbox';
import { replayDelivery, replayFailed } from '../../infra/db/deliveries/replays';
import type { Queryable } from '../../infra/db/database';
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

  test('five days of only failures disable; a success in between begins them anew', async () => {
    const endpoint = await world.endpointAt('/dying');
    const tryAt = async (day: number, status: number) => {
      world.time = START + day * DAY_MS;
      world.answerWith(status);
      await world.tryOnce(await insertEvent(world.db, endpoint));
      return (await world.endpoint(endpoint.id)).disabled_at;
    };
    expect(await tryAt(0, 500)).toBeNull();
    expect(await tryAt(4, 200)).toBeNull();
    expect((await world.endpoint(endpoint.id)).failing_since).toBeNull();
    expect(await tryAt(5, 500)).toBeNull();
    expect(await tryAt(9.9, 500)).toBeNull();
    expect(await tryAt(10, 500)).toEqual(new Date(START + 10 * DAY_MS));
    expect(await world.endpoint(endpoint.id)).toMatchObject({ disabled_reason: 'No try has succeeded for 5 days.' });
  });

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
    expect((await world.read(id)).delivery).toMatchObject({ status: 'pending', replays: 1, tries: 1 });
    expect((await world.read(id)).delivery.due_at).not.toBeNull();
  });
});

describe('the outbox', () => {
  const take = (now: number, limit = 1_000, db: Queryable = world.db) =>
    takeDueDeliveries(db, { now, leasedUntil: now + MINUTE_MS, limit });

  beforeEach(() => world.db.updateTable('deliveries').set({ due_at: null }).execute());

  test('two that ask at once get each row once, and neither waits for the other', async () => {
    const endpoint = await world.endpointAt('/both');
    const ids: number[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await insertEvent(world.db, endpoint));
    const taken = await world.db.transaction().execute(async (first) => {
      const ofFirst = await take(START, 1_000, first);
      // The first one's are not committed: the second one passes over them.
      return [...ofFirst, ...(await take(START)), ...(await take(START))];
    });
    expect(taken.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
  });

  test('what was taken and not handed on is due again after a minute', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/lost'));
    expect((await take(START)).map((due) => due.id)).toEqual([id]);
    expect(await take(START + MINUTE_MS - 1)).toEqual([]);
    expect((await take(START + MINUTE_MS)).map((due) => due.id)).toEqual([id]);
  });

  test('what is due later, delivered or failed is left alone', async () => {
    const endpoint = await world.endpointAt('/later');
    await insertEvent(world.db, endpoint, { due_at: new Date(START + 1) });
    await world.tryOnce(await insertEvent(world.db, endpoint));
    expect(await take(START)).toEqual([]);
  });

  test('a thousand for one endpoint hold up neither another endpoint nor a callback', async () => {
    const [flooded, quiet] = [await world.endpointAt('/flooded'), await world.endpointAt('/quiet')];
    for (let n = 0; n < 100; n += 1) await insertEvent(world.db, flooded);
    const last = await insertEvent(world.db, quiet, { due_at: new Date(START) });
    const callback = await world.callbackAt('/quiet-callback');
    const taken = (await take(START, 50)).map(({ id }) => id);
    expect(taken).toEqual(expect.arrayContaining([last, callback]));
  });

  test('what nobody has said a time for is left to whoever announced it for five minutes', async () => {
    const endpoint = await world.endpointAt('/adopted');
    const id = await insertEvent(world.db, endpoint, { due_at: null });
    const dueAt = (await world.read(id)).delivery.due_at!.getTime();
    expect(Math.abs(dueAt - Date.now() - 5 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
  });
});
