import { apiEnvironment, ConfigurationError, readEnvironment } from './environment';

const DATABASE_URL = 'postgres://somebody@localhost/everdial';

test('an empty variable is as absent: it has its default, or is asked for', () => {
  const read = readEnvironment(apiEnvironment, { DATABASE_URL, PORT: '', PUBLIC_URL: '' });
  expect([read.PORT, read.PUBLIC_URL]).toEqual([8080, undefined]);
  expect(() => readEnvironment(apiEnvironment, { DATABASE_URL: '' })).toThrow(/DATABASE_URL/);
});

test('every variable that is wrong is named at once', () => {
  const read = (): unknown => readEnvironment(apiEnvironment, { PORT: 'eighty' });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(/DATABASE_URL[^]*PORT|PORT[^]*DATABASE_URL/);
});

test('a public address is one for the web: a scheme that was left out is missed', () => {
  const read = (PUBLIC_URL: string) => readEnvironment(apiEnvironment, { DATABASE_URL, PUBLIC_URL }).PUBLIC_URL;
  expect(read('https://everdial.example.com')).toBe('https://everdial.example.com');
  expect(() => read('localhost:8080')).toThrow(/PUBLIC_URL/);
});
