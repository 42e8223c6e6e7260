import type { NumberRotation } from '../../domain/number-rotation';
import type { Disposition } from '../../domain/disposition';
import {
  addCampaignNumber,
  listCampaignNumbers,
  setCampaignNumbers,
  updateCampaignNumber,
} from '../../infra/db/numbers/caller-numbers';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;
let given = 100;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const NOW = Date.UTC(2026, 4, 11, 16);
const HOUR_MS = 60 * 60_000;
const ROTATION: NumberRotation = {
  strategy: 'round_robin',
  callsPerNumber: 3,
  healthThreshold: null,
  fallback: 'pause',
};

/** A campaign that rotates over so many new numbers of an area. */
async function rotating(rotation: Partial<NumberRotation>, count: number, area = '212') {
  const { id } = await world.newCampaign({ rotation: { ...ROTATION, ...rotation } });
  const numbers: number[] = [];
  for (let n = 0; n < count; n += 1) numbers.push(await world.newNumber(`+1${area}5550${given++}`));
  const choices = numbers.map((phoneNumberId, sequence) => ({ phoneNumberId, sequence }));
  await world.db.transaction().execute((trx) => setCampaignNumbers(trx, id, choices));
  return { id, numbers };
}

/** Calls that end so, each claimed after the one before; answers the places of their numbers. */
async function calls(id: number, numbers: readonly number[], ends: readonly Disposition[], now = NOW) {
  const from: number[] = [];
  for (const disposition of ends) {
    from.push(numbers.indexOf(claimedCall(await world.claimNew(id, now)).attempt.phone_number_id));
    await world.endCalls(disposition, now);
  }
  return from;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test('calls claimed at once take turns: each number has its part, and its own number is written', async () => {
  const { id, numbers } = await rotating({ strategy: 'fixed_count' }, 3);
  const lines: number[] = [];
  for (let n = 0; n < 18; n += 1) lines.push(await world.newLine(id));
  await Promise.all(lines.map((line) => world.claim(id, line, NOW)));
  const attempts = await world.attempts(id);
  expect(numbers.map((number) => attempts.filter((made) => made.phone_number_id === number).length)).toEqual([6, 6, 6]);
  expect(new Set(attempts.map(({ from_number }) => from_number)).size).toBe(3);
});

test('a fixed count calls so often from one number before the next', async () => {
  const { id, numbers } = await rotating({ strategy: 'fixed_count' }, 2);
  expect(await calls(id, numbers, times(8, 'completed'))).toEqual([0, 0, 0, 1, 1, 1, 0, 0]);
});

test('the number of the called person’s area comes first', async () => {
  const { id, numbers } = await rotating({ strategy: 'matching_area_code' }, 2);
  const local = await world.newNumber(`+1310555${1000 + given++}`);
  await addCampaignNumber(world.db, id, { phoneNumberId: local });
  const call = claimedCall(await world.claimNew(id, NOW, { toNumber: '+13105559876' }));
  expect(call.attempt.phone_number_id).toBe(local);
  const other = claimedCall(await world.claimNew(id, NOW, { toNumber: '+12125559876' }));
  expect(numbers).toContain(other.attempt.phone_number_id);
});

test('a number that is switched off is left out, and when none is left the campaign is halted', async () => {
  const { id, numbers } = await rotating({}, 2);
  await updateCampaignNumber(world.db, id, numbers[0] ?? 0, { isActive: false });
  expect(await calls(id, numbers, times(3, 'completed'))).toEqual([1, 1, 1]);
  await updateCampaignNumber(world.db, id, numbers[1] ?? 0, { isActive: false });
  expect(await world.claimNew(id, NOW)).toMatchObject({
    kind: 'held',
    halt: { kind: 'pause', reason: { code: 'number_missing' } },
  });
});

test('a number that too few people answer rests for a day, and then has another chance', async () => {
  const { id, numbers } = await rotating({ strategy: 'fixed_count', callsPerNumber: 20, healthThreshold: 50 }, 2);
  expect(await calls(id, numbers, times(20, 'no_answer'))).toEqual(times(20, 0));
  expect(await calls(id, numbers, times(20, 'completed'))).toEqual(times(20, 1));
  expect(await calls(id, numbers, times(2, 'completed'))).toEqual([1, 1]);
  expect(await listCampaignNumbers(world.db, id, NOW)).toMatchObject([
    { calls: 20, answerRate: 0, restsUntil: new Date(NOW + 24 * HOUR_MS) },
    { calls: 22, answerRate: 1, restsUntil: null },
  ]);
  // What it did before its rest is forgotten: it makes twenty calls again before it is judged.
  expect(await calls(id, numbers, times(20, 'no_answer'), NOW + 24 * HOUR_MS)).toEqual(times(20, 0));
});

test('calls that never rang say nothing about a number', async () => {
  const { id, numbers } = await rotating({ strategy: 'fixed_count', callsPerNumber: 90, healthThreshold: 50 }, 1);
  expect(await calls(id, numbers, times(25, 'failed'))).toEqual(times(25, 0));
  expect(await calls(id, numbers, times(25, 'no_capacity'))).toEqual(times(25, 0));
  expect(await calls(id, numbers, times(1, 'completed'))).toEqual([0]);
});

test('when all rest the campaign is paused until the first is back', async () => {
  const { id, numbers } = await rotating({ healthThreshold: 50 }, 1);
  await calls(id, numbers, times(20, 'no_answer'));
  expect(await world.claimNew(id, NOW)).toMatchObject({
    kind: 'held',
    halt: { kind: 'pause', reason: { code: 'numbers_resting', until: NOW + 24 * HOUR_MS } },
  });
});

test('when all rest it goes on with the best of them, where that is wanted', async () => {
  const { id, numbers } = await rotating({ healthThreshold: 90, fallback: 'continue_best' }, 2);
  // In turns: the first is answered every other time, the second never.
  const ends = Array.from({ length: 40 }, (_, n): Disposition => (n % 4 === 0 ? 'completed' : 'no_answer'));
  expect(await calls(id, numbers, ends)).toEqual(ends.map((_, n) => n % 2));
  expect(await calls(id, numbers, times(3, 'no_answer'))).toEqual([0, 0, 0]);
});

test('a number that is full is passed over; when all are, the claim waits', async () => {
  const { id, numbers } = await rotating({}, 1);
  const single = await world.newNumber(`+1212555${1000 + given++}`, { limit: 1 });
  await addCampaignNumber(world.db, id, { phoneNumberId: single });
  await world.db
    .updateTable('phone_numbers')
    .set({ concurrency_limit: 2 })
    .where('id', '=', numbers[0] ?? 0)
    .execute();
  const made = [];
  for (let n = 0; n < 3; n += 1) made.push(claimedCall(await world.claimNew(id, NOW)).attempt.phone_number_id);
  expect(made).toEqual([numbers[0], single, numbers[0]]);
  expect(await world.claimNew(id, NOW)).toEqual({ kind: 'full' });
  await world.endCalls('completed', NOW);
});

test('a number without an agent speaks with that of the campaign’s own number', async () => {
  const { id } = await rotating({}, 0);
  const silent = await world.newNumber(`+1212555${1000 + given++}`, { agent: null });
  await addCampaignNumber(world.db, id, { phoneNumberId: silent });
  const { attempt, agent } = claimedCall(await world.claimNew(id, NOW));
  expect(attempt.phone_number_id).toBe(silent);
  expect(agent.welcomeMessage).toEqual(expect.any(String));
});

test('setting the numbers again keeps the counts of those that stay', async () => {
  const { id, numbers } = await rotating({}, 2);
  await calls(id, numbers, times(4, 'completed'));
  const [kept] = numbers;
  await world.db
    .transaction()
    .execute((trx) => setCampaignNumbers(trx, id, [{ phoneNumberId: kept ?? 0, sequence: 7 }]));
  expect(await listCampaignNumbers(world.db, id, NOW)).toMatchObject([
    { phoneNumberId: kept, sequence: 7, calls: 2, isActive: true },
  ]);
  expect(await addCampaignNumber(world.db, id, { phoneNumberId: kept ?? 0 })).toBeUndefined();
});
