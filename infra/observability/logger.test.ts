import { createLogger } from './logger';

function lineOf(facts: object): string {
  const lines: string[] = [];
  createLogger('api', 'info', { write: (line) => void lines.push(line) }).info(facts, 'said');
  return lines.join('');
}

test.each([
  'authorization',
  'headers',
  'credentials',
  'auth_token',
  'account_token',
  'api_key',
  'api_key_secret',
  'signing_secret',
  'webhook_secret',
  'webhook_key',
  'password',
  'to_number',
  'custom_variables',
])('%s is never logged, wherever it stands', (field) => {
  const hidden = { [field]: { value: 'PLANTED' } };
  const line = lineOf({ ...hidden, account: hidden, request: { body: hidden }, id: 7 });
  expect(line).not.toContain('PLANTED');
  expect(line.match(/\[redacted\]/g)).toHaveLength(3);
  expect(JSON.parse(line)).toMatchObject({ process: 'api', msg: 'said', id: 7 });
});

test('an error does not bring what it was sent with', () => {
  const error = Object.assign(new Error('refused'), { headers: { authorization: 'Basic PLANTED' } });
  expect(lineOf({ err: error })).not.toContain('PLANTED');
});
