import { durationText, unitOf } from './duration';

describe('durations', () => {
  test('the unit is the largest one that leaves a whole number', () => {
    expect(unitOf(7_200)).toBe('hours');
    expect(unitOf(5_400)).toBe('minutes');
    expect(unitOf(172_800)).toBe('days');
    expect(unitOf(61)).toBe('seconds');
  });

  test('only allowed units are chosen', () => {
    expect(unitOf(172_800, ['seconds', 'minutes', 'hours'])).toBe('hours');
    expect(unitOf(61, ['minutes', 'hours'])).toBe('minutes');
    expect(unitOf(null, ['hours', 'days'])).toBe('hours');
  });

  test('words name every unit once, in singular where it is one', () => {
    expect(durationText(90_061)).toBe('1 day 1 hour 1 minute 1 second');
    expect(durationText(5_400)).toBe('1 hour 30 minutes');
    expect(durationText(0)).toBe('no time');
  });
});
