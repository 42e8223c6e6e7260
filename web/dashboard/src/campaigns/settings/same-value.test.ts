import { isSameValue } from './same-value';

describe('whether two values say the same', () => {
  test('absent, undefined and null are one, also deep inside', () => {
    expect(isSameValue({ a: { b: null, c: 1 } }, { a: { c: 1 } })).toBe(true);
    expect(isSameValue(undefined, null)).toBe(true);
    expect(isSameValue({ a: 0 }, {})).toBe(false);
    expect(isSameValue({ a: '' }, {})).toBe(false);
  });

  test('lists are compared in their order, and with their length', () => {
    expect(isSameValue([1, 2], [1, 2])).toBe(true);
    expect(isSameValue([1, 2], [2, 1])).toBe(false);
    expect(isSameValue([1], [1, 2])).toBe(false);
    expect(isSameValue([], {})).toBe(false);
  });

  test('a number is not the text of it', () => {
    expect(isSameValue({ value: 1 }, { value: '1' })).toBe(false);
  });
});
