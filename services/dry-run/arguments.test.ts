import { readArguments, UsageError } from './arguments';

const NOW = Date.UTC(2026, 10, 21);
const read = (...args: string[]) => readArguments(args, NOW);

test('everything but the campaign has a default', () => {
  expect(read('campaign.json')).toEqual({
    campaignFile: 'campaign.json',
    contactsFile: null,
    mixFile: null,
    from: null,
    number: null,
    talkS: 60,
    maxDays: 60,
    maxContacts: 1_000,
    json: false,
  });
});

test('what is said is taken', () => {
  const options = ['--from', '2027-03-12T12:00:00+01:00', '--number', '+49 30 1234567', '--max-days', '7', '--json'];
  expect(read('a.json', 'b.csv', '--mix', 'm.json', '--talk', '90', ...options)).toMatchObject({
    contactsFile: 'b.csv',
    mixFile: 'm.json',
    talkS: 90,
    from: Date.UTC(2027, 2, 12, 11),
    number: '+49301234567',
    maxDays: 7,
    json: true,
  });
});

test.each([
  ['no file', [], /campaign.json/],
  ['three files', ['a.json', 'b.csv', 'c.csv'], /too much/],
  ['an unknown option', ['a.json', '--speed', '9'], /--speed/],
  ['an instant that has passed', ['a.json', '--from', '2026-11-20T23:59:00Z'], /turned back/],
  ['an instant too far ahead', ['a.json', '--from', '2028-01-01T00:00:00Z'], /400 days/],
  ['a time without an offset', ['a.json', '--from', '2027-03-12T12:00:00'], /no instant/],
  ['a number without a country', ['a.json', '--number', '030 1234567'], /country code/],
  ['half a day', ['a.json', '--max-days', '0.5'], /whole number/],
  ['no contacts', ['a.json', '--max-contacts', '0'], /whole number/],
])('%s is refused, with what to do', (_what, args, message) => {
  expect(() => readArguments(args, NOW)).toThrow(UsageError);
  expect(() => readArguments(args, NOW)).toThrow(message);
});
