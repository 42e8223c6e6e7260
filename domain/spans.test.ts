import fc from 'fast-check';
import { difference, intersection, normalized, type Span } from './spans';

const spansArb = fc.array(fc.record({ from: fc.integer({ min: 0, max: 40 }), to: fc.integer({ min: 0, max: 40 }) }), {
  maxLength: 8,
});
const INSTANTS = Array.from({ length: 42 }, (_, instant) => instant - 1);

const holds = (spans: readonly Span[], instant: number): boolean =>
  spans.some(({ from, to }) => from <= instant && instant < to);

/** Sorted, not empty, with something between each and the next. */
const isNormal = (spans: readonly Span[]): boolean =>
  spans.every(({ from, to }, i) => from < to && (i === 0 || spans[i - 1]!.to < from));

describe('spans', () => {
  it('normalized: hold the same instants, sorted, apart and not empty', () => {
    fc.assert(
      fc.property(spansArb, (spans) => {
        const normal = normalized(spans);
        expect(isNormal(normal)).toBe(true);
        expect(INSTANTS.filter((at) => holds(normal, at))).toEqual(INSTANTS.filter((at) => holds(spans, at)));
        expect(normalized(normal)).toEqual(normal);
      }),
    );
  });

  it('intersection: holds what both hold, whichever comes first', () => {
    fc.assert(
      fc.property(spansArb.map(normalized), spansArb.map(normalized), (left, right) => {
        const both = intersection(left, right);
        expect(isNormal(both)).toBe(true);
        expect(both).toEqual(intersection(right, left));
        expect(INSTANTS.filter((at) => holds(both, at))).toEqual(
          INSTANTS.filter((at) => holds(left, at) && holds(right, at)),
        );
      }),
    );
  });

  it('difference: holds what only the first holds', () => {
    fc.assert(
      fc.property(spansArb.map(normalized), spansArb.map(normalized), (from, without) => {
        const left = difference(from, without);
        expect(isNormal(left)).toBe(true);
        expect(INSTANTS.filter((at) => holds(left, at))).toEqual(
          INSTANTS.filter((at) => holds(from, at) && !holds(without, at)),
        );
      }),
    );
  });

  it('reach to the ends of time', () => {
    const ever = [{ from: -Infinity, to: Infinity }];
    expect(intersection(ever, [{ from: 1, to: 2 }])).toEqual([{ from: 1, to: 2 }]);
    expect(difference(ever, [{ from: 1, to: 2 }])).toEqual([
      { from: -Infinity, to: 1 },
      { from: 2, to: Infinity },
    ]);
  });
});
