import { readAgentReport } from './agent-report';

const wish = (do_not_call: unknown) => readAgentReport({ do_not_call })['do_not_call'];

test.each([
  'yes',
  'Yes.',
  ' YES ',
  'true',
  'yes, asked twice',
  'The customer asked to be removed',
  'do not call again',
  '1',
  'No more calls, please',
  'Not to be called again',
  'never call again',
  1,
  -1,
  true,
])('the wish not to be called again is heard: %j', (text) => {
  expect(wish(text)).toBe(true);
});

test.each([
  'no',
  'No.',
  '"no"',
  'No, she wants another call',
  'not asked',
  'FALSE',
  'none',
  '0',
  'never',
  'N/A',
  'null',
  0,
  false,
])('no such wish is made up: %j', (text) => {
  expect(wish(text)).toBe(false);
});

test('what is empty is no wish either', () => {
  expect(['', '  ', null, undefined].map((empty) => wish(empty) ?? false)).toEqual([false, false, false, false]);
});
