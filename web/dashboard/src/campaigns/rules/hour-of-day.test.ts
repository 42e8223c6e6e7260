import { hoursOf, timeTextOf } from './hour-of-day';

describe('hours as numbers and times of an input', () => {
  test('every minute of the day comes back as it was', () => {
    for (let minute = 0; minute < 1_440; minute += 1) {
      const text = timeTextOf(minute / 60);
      expect(text).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
      const hours = hoursOf(text);
      expect(Math.round((hours ?? -1) * 60)).toBe(minute);
    }
  });

  test('what the API rounds to four decimals is the same minute', () => {
    expect(timeTextOf(9.3333)).toBe('09:20');
    expect(timeTextOf(17.5)).toBe('17:30');
    expect(hoursOf('17:30')).toBe(17.5);
  });

  test('24 is shown as midnight, nothing as nothing', () => {
    expect(timeTextOf(24)).toBe('00:00');
    expect(timeTextOf(null)).toBe('');
    expect(hoursOf('')).toBeNull();
  });
});
