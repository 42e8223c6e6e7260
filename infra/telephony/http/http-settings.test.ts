import { httpAdapter } from './http-provider';
import { httpCredentials, httpSettings } from './http-settings';

const SECRET = 'a-secret-of-sixteen';

describe('an account', () => {
  const base = { url: 'https://dialler.example/calls' };

  test.each([
    [{ url: 'ftp' }, /not a URL/],
    [{ url: 'ftp://dialler.example/calls' }, /not a URL/],
    [{ url: 'https://ann:secret@dialler.example/calls' }, /credentials\.headers/],
    [{ url: 'https://key@dialler.example/calls' }, /credentials\.headers/],
    [{ url: 'https://:secret@dialler.example/calls' }, /credentials\.headers/],
    [{ url: 'https://dialler.example/a/../calls' }, /no parts that are/],
    [{ ...base, look_up: { url: 'https://dialler.example/calls' } }, /\{\{ reference \}\} or \{\{ call_id \}\}/],
    [{ ...base, end: { url: 'https://dialler.example/calls/{{ reference }}' } }, /put \{\{ call_id \}\} into/],
    [{ ...base, look_up: { url: 'https://other.example/{{ reference }}' } }, /does not lead to https:\/\/dialler/],
    [{ ...base, end: { url: 'http://dialler.example/{{ call_id }}' } }, /one scheme, host and port/],
    [{ ...base, check: { url: 'https://dialler.example:8443/ping' } }, /one scheme, host and port/],
    [{ url: 'x', check: { url: 'y' } }, /not a URL/],
    [{ url: 'https://{{ to }}.example/calls' }, /no placeholders/],
    [{ url: 'https://dialler.example/{{ prompt }}' }, /no \{\{ prompt \}\}/],
    [{ ...base, body: '{"a": {{ nobody }}}' }, /nobody.*There are reference/],
    [{ ...base, body: '{"a": ' }, /not JSON/],
    [{ ...base, events: { statuses: { up: 'flying' } } }, /Invalid option/],
    [{ ...base, events: { status: 'a..b' } }, /dots between/],
    [{ ...base, nonsense: 1 }, /nonsense/],
  ])('is not saved with %j', (settings, why) => {
    expect(httpSettings.safeParse(settings).error?.message).toMatch(why);
  });

  test('has headers that are its own to set, and a secret for its events', () => {
    const faults = (given: object) => httpCredentials.safeParse(given).error?.message;
    expect(faults({ signing_secret: SECRET, headers: { Host: 'x' } })).toMatch(/set by us/);
    expect(faults({ signing_secret: SECRET, headers: { 'X-A': '{{ nobody }}' } })).toMatch(
      /nobody.*There are reference/,
    );
    expect(faults({ signing_secret: 'short' })).toMatch(/16/);
    expect(faults({ signing_secret: SECRET, headers: { 'X-A': 'b' } })).toBeUndefined();
  });

  test('is the same with other credentials, and another by its name', () => {
    const identity = (settings: object) =>
      httpAdapter.identityOf(httpCredentials.parse({ signing_secret: SECRET }), httpSettings.parse(settings));
    expect(identity({ url: 'https://dialler.example/calls?key=secret' })).toBe('https://dialler.example/calls');
    expect(identity({ ...base, account: 'berlin' })).not.toBe(identity(base));
  });

  test('says where its requests go', () => {
    const settings = { ...base, look_up: { url: 'https://dialler.example:443/{{ call_id }}' } };
    expect(httpAdapter.destinationsOf!(httpSettings.parse(settings))).toEqual(['https://dialler.example']);
  });

  test('whose settings are read again stays as it is', () => {
    const settings = httpSettings.parse(base);
    expect(httpSettings.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });
});
