import fc from 'fast-check';
import { isSampled } from './sample';

test('a sample has as many as were wanted, evenly spread', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), (total, limit) => {
      const chosen = Array.from({ length: total }, (_, index) => index).filter((index) =>
        isSampled(index, total, limit),
      );
      expect(chosen).toHaveLength(Math.min(total, limit));
      const gaps = chosen.slice(1).map((index, place) => index - chosen[place]!);
      expect(Math.max(0, ...gaps) - Math.min(...gaps, Infinity)).toBeLessThanOrEqual(1);
    }),
  );
});
