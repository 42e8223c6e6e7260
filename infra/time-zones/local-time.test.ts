import {
  describeOpening,
  instantOfLocalTime,
  instantOfWallClock,
  isTimeZone,
  localTimeOf,
  wallClockOf,
} from './local-time';

const at = (text: string, zone: string): string | null => {
  const instant = instantOfLocalTime(text, zone);
  return instant === null ? null : new Date(instant).toISOString();
};

describe('instantOfLocalTime', () => {
  it('reads wall-clock times in their zone, with a space or a T, with or without seconds', () => {
    expect(at('2026-12-25 10:00:00', 'America/New_York')).toBe('2026-12-25T15:00:00.000Z');
    expect(at('2026-12-25T10:00', 'Asia/Kolkata')).toBe('2026-12-25T04:30:00.000Z');
  });

  it('takes a time with an offset as the instant it is', () => {
    expect(at('2026-12-25T10:00:00+02:00', 'America/New_York')).toBe('2026-12-25T08:00:00.000Z');
    expect(at('2026-12-25T10:00:00Z', 'America/New_York')).toBe('2026-12-25T10:00:00.000Z');
  });

  it('moves a time that daylight saving skips to the next valid instant', () => {
    expect(at('2026-03-08 02:30:00', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
    expect(at('2026-03-08 02:00:00', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
    expect(at('2026-10-04 02:15:00', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z');
    // Samoa left out a whole day.
    expect(at('2011-12-30 12:00:00', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('takes the first occurrence of a time that daylight saving repeats', () => {
    expect(at('2026-11-01 01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it.each(['', 'tomorrow', '2026-12-25', '2026-13-01 10:00', '2026-02-30 10:00', '2026-12-25 25:00', '10:00'])(
    'gives null for %p',
    (text) => expect(instantOfLocalTime(text, 'UTC')).toBeNull(),
  );

  it('is undone by localTimeOf', () => {
    const instant = instantOfLocalTime('2026-07-01 09:05:07', 'Europe/London');
    expect(localTimeOf(new Date(instant ?? NaN), 'Europe/London')).toBe('2026-07-01 09:05:07');
  });
});

describe('isTimeZone', () => {
  it('knows zones, and nothing else', () => {
    expect(['UTC', 'America/New_York', 'Etc/GMT+5'].every(isTimeZone)).toBe(true);
    expect(['', '+02:00', 'Mars/Olympus', '02:00', 'America/New_York\u0000'].some(isTimeZone)).toBe(false);
  });
});

describe('wallClockOf', () => {
  it('shows what clocks show, to the minute, and instantOfWallClock reads it again', () => {
    const instant = Date.UTC(2026, 9, 25, 14, 0, 59, 999);
    expect(wallClockOf(instant, 'Europe/Berlin')).toBe('2026-10-25T15:00');
    expect(instantOfWallClock('2026-10-25T15:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 14));
  });

  it('keeps to the rules of times skipped and repeated', () => {
    expect(instantOfWallClock('2026-03-08T02:30', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7));
    expect(instantOfWallClock('2026-11-01T01:30', 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 5, 30));
  });

  it('throws for what is no time or no zone', () => {
    expect(() => instantOfWallClock('2026-13-01T00:00', 'UTC')).toThrow(RangeError);
    expect(() => instantOfWallClock('2026-10-25T15:00', 'Mars/Olympus')).toThrow(RangeError);
    expect(() => wallClockOf(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('describeOpening', () => {
  it('names the day, the time and the zone', () => {
    expect(describeOpening(Date.UTC(2026, 5, 15, 13), 'America/New_York')).toBe('Mon 09:00 America/New_York');
    expect(describeOpening(Date.UTC(2026, 5, 13, 18, 45), 'Asia/Kolkata')).toBe('Sun 00:15 Asia/Kolkata');
  });
});
