import fc from 'fast-check';
import { storableCode, storableDurationS } from './storable-call';

describe('a code that a provider tells', () => {
  test.each([
    ['stays as it is', 'busy', 'busy'],
    ['loses NUL, which Postgres does not take', '\0bu\0sy\0', 'busy'],
    ['is cut', 'x'.repeat(201), 'x'.repeat(200)],
  ])('%s', (_, code, stored) => {
    expect(storableCode(code)).toBe(stored);
  });

  test('once stored, is found by the same code', () => {
    fc.assert(fc.property(fc.string(), (code) => storableCode(storableCode(code)) === storableCode(code)));
  });
});

test.each([
  [null, null],
  [0, 0],
  [12.4, 12],
  [-1, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [2 ** 31, null],
  [1e300, null],
])('a duration of %p s is stored as %p', (durationS, stored) => {
  expect(storableDurationS(durationS)).toBe(stored);
});
