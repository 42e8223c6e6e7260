import { offsetTextOf } from './time-zones';

describe('what a zone is ahead of UTC', () => {
  test('is told for the instant that is meant', () => {
    expect(offsetTextOf('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z'))).toBe('UTC+02:00');
    expect(offsetTextOf('Europe/Berlin', Date.parse('2026-12-01T00:00:00Z'))).toBe('UTC+01:00');
    expect(offsetTextOf('America/St_Johns', Date.parse('2026-12-01T00:00:00Z'))).toBe('UTC−03:30');
    expect(offsetTextOf('UTC')).toBe('UTC');
  });

  test('is empty for a zone that the browser does not know', () => {
    expect(offsetTextOf('Mars/Olympus')).toBe('');
  });
});
