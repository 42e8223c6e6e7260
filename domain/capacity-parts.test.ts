import fc from 'fast-check';
import { capacityParts, type CapacityDemand, type SharedNumber } from './capacity-parts';

const account = (id: number, concurrency: number | null, callsPerSecond: number | null = null) => ({
  id,
  concurrency,
  callsPerSecond,
});
const on = (shared: ReturnType<typeof account>, numberId = shared.id, limit: number | null = null): SharedNumber => ({
  number: { id: numberId, concurrency: limit },
  account: shared,
});
const demand = (calls: number, numbers: readonly SharedNumber[], callsPerSecond: number | null = null) => ({
  campaignId: 1,
  calls,
  callsPerSecond,
  numbers,
});

it('binds nobody while there is enough for all', () => {
  const shared = [on(account(1, 10))];
  const free = { concurrency: null, callsPerSecond: null };
  expect(capacityParts([demand(4, shared), demand(6, shared)], 0)).toEqual([free, free]);
});

it('divides an account, and a number within it, by what each can use', () => {
  const shared = account(1, 10);
  const parts = capacityParts(
    [demand(20, [on(shared, 1)]), demand(20, [on(shared, 2, 2)]), demand(20, [on(shared, 3)])],
    0,
  );
  expect(parts.map(({ concurrency }) => concurrency)).toEqual([4, 2, 4]);
});

it('adds up what a rotating campaign may have on each of its accounts', () => {
  const [small, other] = [account(1, 4), account(2, 6)];
  const parts = capacityParts([demand(50, [on(small), on(other)]), demand(50, [on(small)])], 0);
  expect(parts.map(({ concurrency }) => concurrency)).toEqual([8, 2]);
});

it('leaves a campaign unbound that can move to an account with room', () => {
  const parts = capacityParts([demand(50, [on(account(1, 4)), on(account(2, null))])], 0);
  expect(parts.map(({ concurrency }) => concurrency)).toEqual([null]);
});

it('divides calls per second, and gives the rest to those without a pace of their own', () => {
  const shared = [on(account(1, null, 10))];
  const parts = capacityParts([demand(1, shared, 2), demand(1, shared), demand(1, shared)], 0);
  expect(parts.map(({ callsPerSecond }) => callsPerSecond)).toEqual([2, 4, 4]);
});

it('never gives the campaigns of one account more than it has, once it is not enough for all', () => {
  const campaigns = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(campaigns, fc.integer({ min: 1, max: 60 }), fc.nat(), (calls, limit, turn) => {
      const demands: CapacityDemand[] = calls.map((count) => demand(count, [on(account(1, limit))]));
      const parts = capacityParts(demands, turn).map(({ concurrency }) => concurrency);
      const wanted = calls.reduce((total, count) => total + count, 0);
      if (wanted <= limit) expect(parts.every((part) => part === null)).toBe(true);
      else expect(parts.reduce<number>((total, part) => total + (part ?? Infinity), 0)).toBe(limit);
    }),
  );
});
