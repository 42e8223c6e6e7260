import { ANY_SUCCESS, unmetCondition } from './webhook-success';

const keyed = { status: null, key: 'result.ok', value: true };

test.each([200, 202, 204, 299])('%i is success where no status is asked for', (status) => {
  expect(unmetCondition(ANY_SUCCESS, { status, body: '' })).toBeNull();
});

test.each([199, 301, 304, 400, 410, 500])('%i is a failure', (status) => {
  expect(unmetCondition(ANY_SUCCESS, { status, body: '' })).toBe(`The endpoint answered ${status}.`);
});

test('a status that is asked for is the only success', () => {
  const created = { status: 201, key: null, value: true };
  expect(unmetCondition(created, { status: 201, body: '' })).toBeNull();
  expect(unmetCondition(created, { status: 200, body: '' })).toBe('The endpoint answered 200 instead of 201.');
});

test('a key that is asked for must have the boolean that is asked for', () => {
  const met = (body: string, value = true) => unmetCondition({ ...keyed, value }, { status: 200, body }) === null;
  expect(met('{"result":{"ok":true}}')).toBe(true);
  expect(met('{"result":{"ok":false}}', false)).toBe(true);
  expect(met('{"result":{"ok":false}}')).toBe(false);
  expect(met('{"result":{"ok":true}}', false)).toBe(false);
});

test.each([
  ['nothing', ''],
  ['no JSON', '<html>true</html>'],
  ['JSON that was cut off', '{"result":{"ok":true'],
  ['a word for true', '{"result":{"ok":"true"}}'],
  ['a number for true', '{"result":{"ok":1}}'],
  ['null on the way', '{"result":null}'],
  ['the key as one name', '{"result.ok":true}'],
  ['an array', '[true]'],
  ['a bare true', 'true'],
])('an answer with %s does not have the key', (_name, body) => {
  expect(unmetCondition(keyed, { status: 200, body })).toContain('"result.ok"');
  expect(unmetCondition({ ...keyed, value: false }, { status: 200, body })).not.toBeNull();
});

test('what every object inherits is no key of an answer', () => {
  const inherited = { status: null, key: 'constructor.prototype', value: true };
  expect(unmetCondition(inherited, { status: 200, body: '{}' })).not.toBeNull();
});

test('the key does not save an answer of the wrong status', () => {
  expect(unmetCondition(keyed, { status: 500, body: '{"result":{"ok":true}}' })).toBe('The endpoint answered 500.');
});
