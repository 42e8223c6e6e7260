import { idIn, oneOf, pageIn, textIn } from './search-values';

const NONSENSE = [undefined, null, '', 'abc', '-1', -1, 0, 1.5, '1e3', Infinity, NaN, true, [2], { page: 2 }, '٣'];

test('an id is a positive whole number, as a number or in digits', () => {
  expect([idIn(12), idIn('12'), idIn('999999999999999')]).toEqual([12, 12, 999_999_999_999_999]);
  expect(NONSENSE.map(idIn)).toEqual(NONSENSE.map(() => undefined));
  expect(idIn('9999999999999999')).toBeUndefined();
});

test('a page is one that the API gives, and the first needs no number', () => {
  expect([pageIn(2), pageIn('3'), pageIn(1)]).toEqual([2, 3, undefined]);
  expect(NONSENSE.map(pageIn)).toEqual(NONSENSE.map(() => undefined));
  expect(pageIn(1_000_001)).toBeUndefined();
});

test('a text has something in it, and is no longer than what is looked for', () => {
  expect([textIn(' Ada '), textIn(4930), textIn('a'.repeat(200))]).toEqual(['Ada', '4930', 'a'.repeat(200)]);
  const others = ['', '  ', 'a'.repeat(201), 'a\0b', true, null, ['a'], {}];
  expect(others.map(textIn)).toEqual(others.map(() => undefined));
});

test('a name is one of those that there are', () => {
  const names = ['dynamic', 'finite'] as const;
  expect(oneOf(names, 'finite')).toBe('finite');
  expect([oneOf(names, 'Finite'), oneOf(names, ['finite']), oneOf(names, undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
