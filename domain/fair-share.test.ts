import fc from 'fast-check';
import { fairRates, fairShares } from './fair-share';

const demands = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
const capacity = fc.integer({ min: 0, max: 200 });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('fairShares', () => {
  it('never gives more than there is, nor more than is wanted, and leaves nothing that somebody wants', () => {
    fc.assert(
      fc.property(capacity, demands, fc.nat(), (slots, wanted, turn) => {
        const shares = fairShares(slots, wanted, turn);
        expect(sum(shares)).toBe(Math.min(slots, sum(wanted)));
        shares.forEach((share, index) => {
          expect(Number.isInteger(share)).toBe(true);
          expect(share).toBeLessThanOrEqual(wanted[index] ?? 0);
        });
      }),
    );
  });

  it('gives somebody less than they want only where nobody else has more than one slot beyond theirs', () => {
    fc.assert(
      fc.property(capacity, demands, (slots, wanted) => {
        const shares = fairShares(slots, wanted);
        shares.forEach((share, index) => {
          if (share < (wanted[index] ?? 0)) expect(Math.max(...shares)).toBeLessThanOrEqual(share + 1);
        });
      }),
    );
  });

  it('gives everybody who wants one a slot, while there are enough', () => {
    fc.assert(
      fc.property(demands, fc.nat({ max: 50 }), (wanted, spare) => {
        const takers = wanted.filter((demand) => demand > 0).length;
        const shares = fairShares(takers + spare, wanted);
        expect(shares.filter((share) => share > 0)).toHaveLength(takers);
      }),
    );
  });

  it('lets everybody have a turn where there are fewer slots than takers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 5 }), (takers, slots) => {
        const wanted = Array.from({ length: takers }, () => 9);
        const turns = Array.from({ length: takers }, (_, turn) => fairShares(Math.min(slots, takers), wanted, turn));
        for (let index = 0; index < takers; index += 1) {
          expect(turns.some((shares) => (shares[index] ?? 0) > 0)).toBe(true);
        }
      }),
    );
  });

  it('divides what one does not want among the others', () => {
    expect(fairShares(10, [2, 20, 20])).toEqual([2, 4, 4]);
    expect(fairShares(5, [3, 3])).toEqual([3, 2]);
    expect(fairShares(2, [5, 5, 5], 1)).toEqual([0, 1, 1]);
  });
});

describe('fairRates', () => {
  it('never gives more than there is, nor more than is wanted', () => {
    const wants = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(Infinity)), { maxLength: 12 });
    fc.assert(
      fc.property(capacity, wants, (rate, wanted) => {
        const rates = fairRates(rate, wanted);
        expect(sum(rates)).toBeLessThanOrEqual(rate + 1e-9);
        expect(sum(rates)).toBeGreaterThanOrEqual(Math.min(rate, sum(wanted)) - 1e-9);
        rates.forEach((granted, index) => expect(granted).toBeLessThanOrEqual(wanted[index] ?? 0));
      }),
    );
  });

  it('shares what is left equally', () => {
    expect(fairRates(10, [2, Infinity, Infinity])).toEqual([2, 4, 4]);
  });
});
