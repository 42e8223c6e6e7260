import { SecretScan } from './secret-scan';

const SECRET = 'PLANTEDxTOKENx7f3a';

test.each<[string, Buffer | string]>([
  ['as it is', `{"token":"${SECRET}"}`],
  ['in UTF-16', Buffer.from(`a${SECRET}`, 'utf16le')],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ...['u:', 'us:', 'use:', 'user:'].map((user): [string, string] => [
    `in base64 behind "${user}"`,
    `Basic ${Buffer.from(`${user}${SECRET}`).toString('base64')}`,
  ]),
  ['in base64, with more behind it', Buffer.from(`a=${SECRET}&b=1`).toString('base64url')],
])('a secret is found %s', (_, content) => {
  const scan = new SecretScan({ token: SECRET });
  scan.look('place', content);
  expect(scan.found).toEqual(['token in place']);
});

test('nothing is found where nothing is', () => {
  const scan = new SecretScan({ token: SECRET });
  scan.look('place', `${SECRET.slice(0, -1)} ${Buffer.from(SECRET.slice(1)).toString('base64')}`);
  expect(scan.found).toEqual([]);
});
