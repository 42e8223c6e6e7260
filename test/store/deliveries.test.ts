import { newWebhookSecret } from '../../infra/webhook-http/standard-webhooks';
import { insertEndpoint, insertEvent } from '../setup/delivery-fixtures';
import { eventually } from '../setup/eventually';
import { createDeliveryWorld, DAY_MS, MINUTE_MS, START, type DeliveryWorld } from '../setup/delivery-world';

/** More than an endpoint is ever sent. */
const LONG = 'x'.repeat(1_000_000);

let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
beforeEach(() => world.begin());
afterEach(() => world.end());
afterAll(() => world.close());

describe('one try', () => {
  test('a 2xx delivers; the log shows what was sent and answered, and no secret header', async () => {
    const endpoint = await world.endpointAt('/ok', {
      headers: { Authorization: 'Bearer top-secret', 'X-Mine': 'private' },
    });
    const id = await insertEvent(world.db, endpoint);
    world.receiver().answerWith((response) => response.writeHead(201).end('thanks'));
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    const [webhook] = world.receiver().received;
    expect(webhook!.headers).toMatchObject({ authorization: 'Bearer top-secret', 'x-mine': 'private' });
    const { delivery, tries } = await world.read(id);
    expect(delivery).toMatchObject({ status: 'delivered', tries: 1, last_status: 201, last_error: null, due_at: null });
    expect(delivery.webhook_id).toBe(webhook!.id);
    expect(tries).toEqual([
      expect.objectContaining({ try_no: 1, method: 'POST', status: 201, response_body: 'thanks', error: null }),
    ]);
    expect(tries[0]!.request_body).toBe(webhook!.body);
    expect(tries[0]!.request_headers).toMatchObject({
      authorization: '***',
      'x-mine': '***',
      'webhook-id': webhook!.id,
    });
    expect(JSON.stringify(tries)).not.toMatch(/top-secret|private/);
  });

  test.each([
    ['a 500', 500, {}],
    ['a redirect, which is not followed', 301, { location: '/elsewhere' }],
    ['a 404', 404, {}],
  ])('%s is tried again, under the same id and with a signature of its own', async (_name, status, headers) => {
    const id = await insertEvent(world.db, await world.endpointAt('/failing'));
    world.answerWith(status, headers);
    expect(await world.tryOnce(id)).toEqual({
      kind: 'again',
      reason: `The endpoint answered ${status}.`,
      delayMs: 5_000,
    });
    expect(await world.tryOnce(id)).toMatchObject({ kind: 'again', delayMs: 10_000 });
    world.answerWith(200);
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    expect(new Set(world.receiver().received.map((webhook) => webhook.id)).size).toBe(1);
    expect(world.receiver().received.map(({ path }) => path)).toEqual(['/failing', '/failing', '/failing']);
    const { delivery, tries } = await world.read(id);
    expect(delivery).toMatchObject({ status: 'delivered', tries: 3, last_status: 200 });
    expect(tries.map((tried) => tried.try_no)).toEqual([1, 2, 3]);
    expect(tries.map((tried) => tried.status)).toEqual([status, status, 200]);
  });

  test('the id of a delivery is what its receiver sees, try after try', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/ids'));
    world.answerWith(500);
    await world.tryOnce(id);
    await world.tryOnce(id);
    const { delivery } = await world.read(id);
    expect(world.receiver().received.map((webhook) => webhook.id)).toEqual([delivery.webhook_id, delivery.webhook_id]);
  });

  test('Retry-After is honoured, in seconds and as a date, an hour at most', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/busy'));
    const answers = ['120', new Date(Date.now() + 10 * MINUTE_MS).toUTCString(), '86400', 'soon', '-5'];
    const delays: number[] = [];
    for (const answer of answers) {
      world.answerWith(429, { 'retry-after': answer });
      const tried = await world.tryOnce(id);
      delays.push(tried.kind === 'again' ? tried.delayMs : 0);
    }
    expect(delays[0]).toBe(120_000);
    expect(Math.abs(delays[1]! - 10 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
    expect(delays.slice(2)).toEqual([60 * MINUTE_MS, 40_000, 80_000]);
  });

  test('garbage, and nobody at home, are failures with their reason', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/garbage'));
    world.receiver().answerWith((response) => response.socket!.end('SSH-2.0\r\n'));
    expect(await world.tryOnce(id)).toMatchObject({ kind: 'again' });
    const nobody = await insertEndpoint(world.db, 'http://127.0.0.1:1/');
    const other = await insertEvent(world.db, nobody);
    expect(await world.tryOnce(other)).toMatchObject({
      kind: 'again',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    expect((await world.read(other)).tries[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('an answer without the boolean that the endpoint asks for is a failure', async () => {
    const endpoint = await world.endpointAt('/keyed', { success: { status: 200, key: 'result.stored', value: true } });
    const id = await insertEvent(world.db, endpoint);
    const answer = (body: unknown) =>
      world.receiver().answerWith((response) => response.writeHead(200).end(JSON.stringify(body)));
    answer({ result: { stored: false } });
    expect(await world.tryOnce(id)).toMatchObject({
      kind: 'again',
      reason: expect.stringContaining('"result.stored"'),
    });
    // Beyond what the log keeps.
    answer({ filler: 'x'.repeat(20_000), result: { stored: true } });
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    expect((await world.read(id)).tries[1]!.response_body).toHaveLength(4_096);
  });

  test('GET sends variables in the query, signed as an empty body', async () => {
    const variables = [{ name: 'to', source: 'call_log', field: 'to_number' }] as const;
    const endpoint = await world.endpointAt('/get', { method: 'GET', variables: [...variables] });
    const id = await insertEvent(world.db, endpoint);
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    expect(world.receiver().received[0]).toMatchObject({ method: 'GET', path: '/get?to=%2B15551234567', body: '' });
  });

  test('headers of the customer do not replace what signs', async () => {
    const endpoint = await world.endpointAt('/mine', {
      headers: { 'Webhook-Id': 'msg_mine', 'webhook-signature': 'v1,mine' },
    });
    const id = await insertEvent(world.db, endpoint);
    await world.tryOnce(id);
    expect(world.receiver().received[0]!.id).toBe((await world.read(id)).delivery.webhook_id);
  });

  test('while a secret rotates both sign, the new one first; a day later only the new one', async () => {
    const endpoint = await world.endpointAt('/rotating');
    const [older, newer] = [endpoint.secret, newWebhookSecret()];
    await world.db
      .updateTable('webhook_endpoints')
      .set({ secret: newer, previous_secret: older, previous_secret_until: new Date(START + DAY_MS) })
      .where('id', '=', endpoint.id)
      .execute();
    await world.tryOnce(await insertEvent(world.db, endpoint));
    world.expectSecret('/rotating', newer);
    await world.tryOnce(await insertEvent(world.db, endpoint));
    expect(world.receiver().unverified).toEqual([]);
    world.time = START + DAY_MS;
    await world.tryOnce(await insertEvent(world.db, endpoint));
    const signatures = world
      .receiver()
      .received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect(signatures).toEqual([2, 2, 1]);
  });

  test("a campaign's callback is its body as it is, signed by the organization", async () => {
    const id = await world.callbackAt('/callback');
    expect(await world.tryOnce(id)).toEqual({ kind: 'delivered' });
    expect(world.receiver().received[0]!.body).toBe('{"campaign_sid":"camp_1","status":"completed"}');
    expect(world.receiver().received[0]!.headers['content-type']).toBe('application/json');
  });
});

describe('limits', () => {
  const failing = () => world.answerWith(500);

  test('a retry limit of two is three tries', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/limit', { retry_limit: 2 }));
    failing();
    const kinds = [
      (await world.tryOnce(id)).kind,
      (await world.tryOnce(id)).kind,
      (await world.tryOnce(id)).kind,
      (await world.tryOnce(id)).kind,
    ];
    expect(kinds).toEqual(['again', 'again', 'given_up', 'given_up']);
    expect(world.receiver().received).toHaveLength(3);
    expect((await world.read(id)).delivery).toMatchObject({ status: 'failed', tries: 3, due_at: null });
  });

  test('after the total timeout nothing is sent', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/total', { total_timeout_s: 60 }));
    failing();
    expect(await world.tryOnce(id)).toMatchObject({ kind: 'again' });
    world.time += 61_000;
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    expect(world.receiver().received).toHaveLength(1);
    expect((await world.read(id)).delivery).toMatchObject({
      status: 'failed',
      last_error: expect.stringContaining('total_timeout'),
    });
  });

  test('without limits a webhook is given up after three days', async () => {
    const id = await world.callbackAt('/three-days');
    failing();
    await world.tryOnce(id);
    world.time += 3 * DAY_MS - 2 * 60 * MINUTE_MS;
    expect(await world.tryOnce(id)).toMatchObject({ kind: 'again' });
    world.time += 2 * 60 * MINUTE_MS;
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    expect((await world.read(id)).delivery.status).toBe('failed');
  });

  test('what cannot be made a request of fails at once, and is no fault of the endpoint', async () => {
    const endpoint = await world.endpointAt('/unsendable', {
      body: '{"text": "{{ text }}"}',
      variables: [{ name: 'text', source: 'contact', field: 'long' }],
    });
    const event = { type: 'call.ended', timestamp: '2026-01-05T10:00:00.000Z', data: { contact: { long: LONG } } };
    const id = await insertEvent(world.db, endpoint, { body: JSON.stringify(event) });
    expect(await world.tryOnce(id)).toEqual({ kind: 'given_up' });
    const { delivery, tries } = await world.read(id);
    expect(delivery).toMatchObject({ status: 'failed', tries: 1, due_at: null });
    expect(tries[0]!.error).toMatch(/^unsendable: /);
    expect(world.receiver().received).toEqual([]);
    const { failing_since } = await world.db
      .selectFrom('webhook_endpoints')
      .select('failing_since')
      .where('id', '=', endpoint.id)
      .executeTakeFirstOrThrow();
    expect(failing_since).toBeNull();
  });

  test('where there is no room nothing is sent, and no try is counted', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/full', { retry_limit: 0 }));
    world.hasRoom = false;
    expect(await world.tryOnce(id, 1)).toMatchObject({ kind: 'again', delayMs: 1_000 });
    expect(await world.tryOnce(id, 4)).toMatchObject({ kind: 'again', delayMs: 8_000 });
    expect((await world.read(id)).delivery).toMatchObject({ status: 'pending', tries: 0 });
    world.hasRoom = true;
    expect(await world.tryOnce(id, 5)).toEqual({ kind: 'delivered' });
  });
});

describe('waiting for room', () => {
  const delayAt = async (id: number, looks: number): Promise<number> => {
    const tried = await world.tryOnce(id, looks);
    return tried.kind === 'again' ? tried.delayMs : 0;
  };

  test('at an endpoint that rests it is looked for once an hour in the end, at a busy one every few minutes', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/waiting'));
    world.hasRoom = false;
    expect([await delayAt(id, 1), await delayAt(id, 30)]).toEqual([1_000, 5 * MINUTE_MS]);
    world.isResting = true;
    expect([await delayAt(id, 1), await delayAt(id, 30)]).toEqual([5_000, 60 * MINUTE_MS]);
    const { due_at } = (await world.read(id)).delivery;
    expect(due_at!.getTime()).toBeGreaterThan(START + 60 * MINUTE_MS);
  });

  test('once tried, a delivery looks again while there is time for a try', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/in-time', { total_timeout_s: 600 }));
    world.answerWith(500);
    await world.tryOnce(id);
    Object.assign(world, { hasRoom: false, isResting: true, time: START + 5 * MINUTE_MS });
    const delayMs = await delayAt(id, 30);
    expect(delayMs).toBeLessThanOrEqual(5 * MINUTE_MS - 10_000);
    expect(delayMs).toBeGreaterThan(4 * MINUTE_MS);
    world.time = START + 10 * MINUTE_MS - 10_000;
    expect(await delayAt(id, 30)).toBe(1_000);
  });
});

describe('the first try of a contact', () => {
  test('what fails is due after the first delay, and does not fail the activity', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/first'), {
      due_at: new Date(START + 5 * MINUTE_MS),
    });
    world.answerWith(500);
    await world.deliverer.tryFirst(id);
    expect((await world.read(id)).delivery).toMatchObject({
      status: 'pending',
      tries: 1,
      due_at: new Date(START + 5_000),
    });
  });

  test('waits a moment for room, but not at an endpoint that rests', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/soon'));
    world.hasRoom = false;
    const first = world.deliverer.tryFirst(id);
    await eventually(() => world.looksForRoom > 1);
    world.hasRoom = true;
    await first;
    expect((await world.read(id)).delivery).toMatchObject({ status: 'delivered', tries: 1 });
    const resting = await insertEvent(world.db, await world.endpointAt('/resting'));
    Object.assign(world, { hasRoom: false, isResting: true, looksForRoom: 0 });
    await world.deliverer.tryFirst(resting);
    expect(world.looksForRoom).toBe(1);
  });

  test('what finds no room is due at once', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/first-full'));
    world.hasRoom = false;
    await world.deliverer.tryFirst(id);
    expect((await world.read(id)).delivery).toMatchObject({ tries: 0, due_at: new Date(START) });
  });

  test('a fault of ours is left to the outbox', async () => {
    const id = await insertEvent(world.db, await world.endpointAt('/fault'), {
      due_at: new Date(START + 5 * MINUTE_MS),
    });
    await world.db.updateTable('webhook_endpoints').set({ secret: 'unreadable' }).execute();
    await world.deliverer.tryFirst(id);
    expect((await world.read(id)).delivery).toMatchObject({
      status: 'pending',
      due_at: new Date(START + 5 * MINUTE_MS),
    });
  });
});
