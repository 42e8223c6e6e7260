import { counted } from './counted';

test('one is told apart from none and from several', () => {
  expect(counted(0, 'row')).toBe('0 rows');
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(1_200, 'row')).toBe('1,200 rows');
});

test('a plural of its own is used', () => {
  expect(counted(1, 'retry', 'retries')).toBe('1 retry');
  expect(counted(2, 'retry', 'retries')).toBe('2 retries');
});
