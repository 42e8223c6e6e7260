import { agentOutcome, isTimeZone } from './agent-outcome';

test.each([
  ['2024-01-15T03:35:00Z', 'Asia/Kolkata', '2024-01-16T15:00:00+05:30'],
  ['2024-01-15T23:30:00Z', 'Asia/Kolkata', '2024-01-17T15:00:00+05:30'],
  ['2024-03-09T20:00:00Z', 'America/New_York', '2024-03-10T15:00:00-04:00'],
  ['2024-12-31T12:00:00Z', 'UTC', '2025-01-01T15:00:00+00:00'],
])('at %s in %s, tomorrow at three is %s', (now, zone, expected) => {
  expect(agentOutcome('callback_tomorrow', zone, Date.parse(now))).toEqual({
    callback_text: 'tomorrow at 3pm',
    callback_at: expected,
  });
});

test('zones are told from what is none', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', 'Mars/Olympus', 'half past'].map(isTimeZone)).toEqual([false, false, false]);
});
