import type { Client } from '@temporalio/client';
import { takeDueDeliveries } from '../../infra/db/deliveries/outbox';
import { replayDelivery } from '../../infra/db/deliveries/replays';
import type { Queryable } from '../../infra/db/database';
import { handOnDue } from '../../services/worker-webhooks/outbox';
import { insertEvent } from '../setup/delivery-fixtures';
import { createDeliveryWorld, MINUTE_MS, START, type DeliveryWorld } from '../setup/delivery-world';

let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
beforeEach(() => world.begin());
beforeEach(() => world.db.updateTable('deliveries').set({ due_at: null }).execute());
afterEach(() => world.end());
afterAll(() => world.close());

describe('the outbox', () => {
  const take = (now: number, limit = 1_000, db: Queryable = world.db) =>
    takeDueDeliveries(db, { now, leasedUntil: now + MINUTE_MS, limit });

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

  test('many busy places of one organization hold up neither each other nor another organization', async () => {
    const { id: other } = await world.db
      .insertInto('organizations')
      .values({ name: 'Another', callback_secret: 'whsec_AAAA' })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (let n = 0; n < 30; n += 1) {
      const endpoint = await world.endpointAt(`/busy-${n}`);
      for (let m = 0; m < 3; m += 1) await insertEvent(world.db, endpoint);
    }
    const theirs = await world.endpointAt('/theirs', { organization_id: other });
    for (let n = 0; n < 20; n += 1) await insertEvent(world.db, theirs, { due_at: new Date(START) });
    const taken = await take(START, 60);
    expect(taken.filter(({ organizationId }) => organizationId === other)).toHaveLength(10);
    expect(new Set(taken.filter(({ organizationId }) => organizationId === 1).map(({ lane }) => lane)).size).toBe(30);
  });

  test('where not all fit, chance decides who has its turn', async () => {
    const places: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const endpoint = await world.endpointAt(`/turn-${n}`);
      places.push(endpoint.id);
      for (let m = 0; m < 5; m += 1) await insertEvent(world.db, endpoint);
    }
    const seen = new Set<number | null>();
    // In an order of its own the same five would take all the turns until they have nothing left.
    for (let round = 0; round < 3; round += 1) for (const { endpointId } of await take(START, 5)) seen.add(endpointId);
    expect(seen.size).toBeGreaterThan(5);
    expect(places).toEqual(expect.arrayContaining([...seen]));
  });
});

describe('a backlog for an endpoint that rests', () => {
  let started: number[];

  beforeEach(() => {
    started = [];
    world.isResting = true;
  });

  /** Of Temporal only what starts workflows. */
  const start = (_type: string, { args }: { args: readonly [{ deliveryId: number }] }): Promise<void> => {
    started.push(args[0].deliveryId);
    return Promise.resolve();
  };
  const client = { workflow: { start, signalWithStart: start } } as unknown as Client;

  async function handOn(): Promise<number[]> {
    started = [];
    const { db, gate, logger } = world;
    await handOnDue({ db, client, gate, logger, clock: () => world.time });
    return started;
  }

  async function dueTimes(ids: readonly number[]): Promise<number[]> {
    const rows = await world.db
      .selectFrom('deliveries')
      .select('due_at')
      .where('id', 'in', [...ids])
      .execute();
    return rows.map(({ due_at }) => due_at!.getTime() - world.time);
  }

  async function waitingFor(path: string, minutes: number, count: number): Promise<number[]> {
    const endpoint = await world.endpointAt(path);
    const since = new Date(START - minutes * MINUTE_MS);
    const ids: number[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await insertEvent(world.db, endpoint, { window_started_at: since }));
    return ids;
  }

  test('one is handed on to see whether it is back; the others wait without a workflow, the longer the longer they have', async () => {
    const [fresh, old] = [await waitingFor('/fresh', 0, 25), await waitingFor('/old', 60, 25)];
    expect((await handOn()).sort((a, b) => a - b)).toEqual([fresh[0], old[0]]);
    expect(await handOn()).toEqual([]);
    const [freshTimes, oldTimes] = [await dueTimes(fresh.slice(1)), await dueTimes(old.slice(1))];
    for (const dueMs of freshTimes) expect([dueMs >= 8_000, dueMs <= 12_000]).toEqual([true, true]);
    for (const dueMs of oldTimes) expect([dueMs >= 4 * MINUTE_MS, dueMs <= 6 * MINUTE_MS]).toEqual([true, true]);
    expect(new Set(oldTimes).size).toBeGreaterThan(1);
  });

  test('while it is not to be probed, none is handed on', async () => {
    await waitingFor('/probed', 0, 5);
    world.hasRoom = false;
    expect(await handOn()).toEqual([]);
  });

  test('what has been tried is handed on: its limits are its own affair', async () => {
    const [tried, ...others] = await waitingFor('/tried', 0, 3);
    world.hasRoom = false;
    await world.db.updateTable('deliveries').set({ tries_in_window: 1 }).where('id', '=', tried!).execute();
    expect(await handOn()).toEqual([tried]);
    expect(Math.min(...(await dueTimes(others)))).toBeGreaterThan(0);
  });

  test('what somebody has asked for once more is what it is probed with', async () => {
    const ids = await waitingFor('/asked', 0, 5);
    await replayDelivery(world.db, 1, ids[3]!);
    world.time = Date.now() + MINUTE_MS;
    expect(await handOn()).toEqual([ids[3]]);
  });

  test('once it is well again all are handed on', async () => {
    const ids = await waitingFor('/well', 60, 12);
    await handOn();
    world.isResting = false;
    world.time += 6 * MINUTE_MS;
    const handedOn = [...(await handOn()), ...(await handOn())];
    expect(handedOn.sort((a, b) => a - b)).toEqual(ids.slice(1));
  });
});
