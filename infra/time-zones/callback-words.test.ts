import fc from 'fast-check';
import { readCallbackWords } from './callback-words';
import { instantOfWallClock, wallClockOf } from './local-time';

/** A Wednesday. */
const WEDNESDAY_EVENING = '2026-07-15T18:20';

function read(text: string, spokenAt = WEDNESDAY_EVENING, zone = 'America/New_York'): string | null {
  return readCallbackWords(text, instantOfWallClock(spokenAt, zone), zone)?.wallClock ?? null;
}

/** In universal time, where the wall clock leaves open what is meant. */
function readUtc(text: string, spokenAt: number, zone: string): string | undefined {
  const time = readCallbackWords(text, spokenAt, zone);
  return time ? new Date(time.instant).toISOString().slice(0, 16) : undefined;
}

describe('words of a called person', () => {
  it.each([
    ['tomorrow at 3', '2026-07-16T15:00'],
    ['Tomorrow at three thirty, please', '2026-07-16T15:30'],
    ['in two hours', '2026-07-15T20:20'],
    ['in half an hour', '2026-07-15T18:50'],
    ['in two and a half hours', '2026-07-15T20:50'],
    ['in forty-five minutes', '2026-07-15T19:05'],
    ['give me an hour and a half', '2026-07-15T19:50'],
    ['Monday morning', '2026-07-20T09:00'],
    ['next week Tuesday 10am', '2026-07-21T10:00'],
    ['next Friday', '2026-07-24T12:00'],
    ['tonight', '2026-07-15T19:00'],
    ['call me back at 7 in the evening', '2026-07-15T19:00'],
    ['tomorrow afternoon', '2026-07-16T15:00'],
    ['tomorrow', '2026-07-16T18:20'],
    ['in two days', '2026-07-17T18:20'],
    ['the day after tomorrow at noon', '2026-07-17T12:00'],
    ['half past four', '2026-07-16T16:30'],
    ['a quarter to one', '2026-07-16T12:45'],
    ['between 3 and 5 tomorrow', '2026-07-16T15:00'],
    ['tomorrow, around 4', '2026-07-16T16:00'],
    ['tomorrow 15h', '2026-07-16T15:00'],
    ['end of the day', '2026-07-16T17:00'],
    ['July 20th at 4', '2026-07-20T16:00'],
    ['2026-07-20 14:00', '2026-07-20T14:00'],
    ['this time next week', '2026-07-22T18:20'],
  ])('%p said on a Wednesday at 18:20: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['at 17:30', '2026-07-16T17:30'],
    ['3pm', '2026-07-16T15:00'],
    ['at 10', '2026-07-16T10:00'],
    ['at 8', '2026-07-15T20:00'],
    ['today at 9', '2026-07-15T21:00'],
    ['today at 3pm', '2026-07-16T15:00'],
    ['Wednesday', '2026-07-22T12:00'],
    ['Wednesday at 5', '2026-07-22T17:00'],
    ['Wednesday at 7', '2026-07-15T19:00'],
    ['this morning', '2026-07-16T09:00'],
    ['this afternoon', '2026-07-16T15:00'],
  ])('%p moves forward from what has passed: %s', (text, expected) => expect(read(text)).toBe(expected));

  it('are today where that is still to come', () => {
    expect(read('at 17:30', '2026-07-15T09:00')).toBe('2026-07-15T17:30');
    expect(read('at 3', '2026-07-15T09:00')).toBe('2026-07-15T15:00');
    expect(read('this afternoon', '2026-07-15T16:10')).toBe('2026-07-15T17:10');
  });

  it('mean the afternoon by an hour from 1 to 7, unless they say morning', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((hour) => read(`tomorrow at ${hour}`)?.slice(11))).toEqual(
      [13, 14, 15, 16, 17, 18, 19].map((hour) => `${hour}:00`),
    );
    expect(read('tomorrow at 8')).toBe('2026-07-16T08:00');
    expect(read('tomorrow at 7am')).toBe('2026-07-16T07:00');
    expect(read('tomorrow morning at 7')).toBe('2026-07-16T07:00');
    expect(read('tomorrow at 07:15')).toBe('2026-07-16T07:15');
    expect(read('2026-07-20 03:00')).toBe('2026-07-20T03:00');
  });

  it('of several times give the most definite, of equals the first', () => {
    expect(read("I can't talk now, call me in an hour")).toBe('2026-07-15T19:20');
    expect(read('I am free tomorrow, but call me on Friday at 2')).toBe('2026-07-17T14:00');
    expect(read('I have been waiting for two hours! Call me tomorrow at 3')).toBe('2026-07-16T15:00');
    expect(read('Tuesday or Thursday')).toBe('2026-07-21T12:00');
  });

  it('may name another zone', () => {
    expect(read('tomorrow 3pm UTC')).toBe('2026-07-16T11:00');
    expect(read('at 9 pm UTC')).toBe('2026-07-16T17:00');
  });

  it.each([
    '',
    'after lunch',
    'later',
    'later today',
    'soon',
    'right now',
    'you may call me',
    'I told you already two hours ago',
    'yesterday at 5',
    '2026-07-01 10:00',
    'this week',
    'in 9999999999999 hours',
    'morgen um drei',
  ])('%p says no time', (text) => expect(read(text)).toBeNull());

  it('are not read behind their 500th character', () => {
    expect(read(`${'blah '.repeat(96)} tomorrow at 3`)).toBe('2026-07-16T15:00');
    expect(read(`${'blah '.repeat(100)} tomorrow at 3`)).toBeNull();
  });

  it('need a zone that exists', () => {
    expect(() => readCallbackWords('tomorrow', 0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('words said on the evening before clocks change', () => {
  it.each([
    // Forward by an hour.
    ['America/New_York', '2026-03-07T20:00', 'tomorrow at 3', '2026-03-08T19:00'],
    ['America/New_York', '2026-03-07T20:00', 'tomorrow', '2026-03-09T00:00'],
    ['America/New_York', '2026-03-07T20:00', 'in 24 hours', '2026-03-09T01:00'],
    ['America/New_York', '2026-03-07T20:00', 'tomorrow at 2:30 am', '2026-03-08T07:00'],
    ['Europe/Berlin', '2026-03-28T20:00', 'tomorrow at 3', '2026-03-29T13:00'],
    ['Europe/Berlin', '2026-03-28T20:00', 'in twelve hours', '2026-03-29T07:00'],
    // Back by an hour.
    ['America/New_York', '2026-10-31T20:00', 'tomorrow at 3', '2026-11-01T20:00'],
    ['America/New_York', '2026-10-31T20:00', 'in 24 hours', '2026-11-02T00:00'],
    ['America/New_York', '2026-10-31T20:00', 'tomorrow at 1:30 am', '2026-11-01T05:30'],
    ['Europe/Berlin', '2026-10-24T20:00', 'tomorrow at 3', '2026-10-25T14:00'],
    ['Europe/Berlin', '2026-10-24T20:00', 'in twelve hours', '2026-10-25T06:00'],
    // By half an hour.
    ['Australia/Lord_Howe', '2026-10-03T20:00', 'tomorrow at 3', '2026-10-04T04:00'],
    ['Australia/Lord_Howe', '2026-10-03T20:00', 'in twelve hours', '2026-10-03T21:30'],
    ['Australia/Lord_Howe', '2026-10-03T20:00', 'tomorrow at 2:15 am', '2026-10-03T15:30'],
    ['Australia/Lord_Howe', '2026-04-04T20:00', 'tomorrow at 3', '2026-04-05T04:30'],
    ['Australia/Lord_Howe', '2026-04-04T20:00', 'tomorrow at 1:45 am', '2026-04-04T14:45'],
    // Never.
    ['Asia/Kolkata', '2026-03-28T20:00', 'tomorrow at 3', '2026-03-29T09:30'],
    ['Asia/Kolkata', '2026-03-28T20:00', 'in twelve hours', '2026-03-29T02:30'],
  ])('in %s at %s: %p is %s in universal time', (zone, spokenAt, text, expected) => {
    expect(readUtc(text, instantOfWallClock(spokenAt, zone), zone)).toBe(expected);
  });

  it('count durations from the second time that clocks show it, where they repeat an hour', () => {
    expect(readUtc('in ten minutes', Date.UTC(2026, 10, 1, 6, 10), 'America/New_York')).toBe('2026-11-01T06:20');
  });
});

const PHRASES = fc.constantFrom(
  ...[
    'tomorrow',
    'today',
    'tonight',
    'yesterday',
    'now',
    'Monday',
    'next Sunday',
    'next week',
    'in',
    'two',
    'hours',
    'at',
  ],
  ...['3', '12', '24:00', '7:30', '23:59', 'pm', 'am', 'morning', 'evening', 'noon', 'midnight', 'half past', 'days'],
  ...[
    'ago',
    'last',
    'July 4',
    'May',
    '2026-02-30',
    '31/12',
    'EST',
    '+14:00',
    'week',
    'month',
    'a',
    'after',
    '-',
    '99999',
  ],
);

describe('whatever is said', () => {
  it('is never read as a time that has passed, and shows the wall clock of its instant', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(PHRASES, { maxLength: 7 }).map((words) => words.join(' ')),
          fc.string({ maxLength: 60 }),
        ),
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        (text, spokenAt, zone) => {
          const time = readCallbackWords(text, spokenAt, zone);
          if (!time) return;
          expect(time.instant).toBeGreaterThan(spokenAt);
          expect(time.wallClock).toBe(wallClockOf(time.instant, zone));
        },
      ),
      { numRuns: 500 },
    );
  });
});
