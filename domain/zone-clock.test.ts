import { addDays, minuteText, weekdayOf } from './zone-clock';

describe('days of the calendar', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2026-03-08', 400, '2027-04-12'],
  ])('%s and %i days: %s', (date, days, expected) => expect(addDays(date, days)).toBe(expected));

  it('know their day of the week', () => {
    expect(['2026-12-25', '2026-12-27', '2028-02-29'].map(weekdayOf)).toEqual(['fri', 'sun', 'tue']);
  });
});

describe('minuteText', () => {
  it('writes minutes of the day as clocks show them', () => {
    expect([0, 570, 1439, 1440].map(minuteText)).toEqual(['00:00', '09:30', '23:59', '24:00']);
  });
});
