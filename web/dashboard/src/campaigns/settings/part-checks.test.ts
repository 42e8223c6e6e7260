import { checkConditions, checkDailyTimes, checkHours, checkVoicemail } from './part-checks';

const pointers = (faults: ReadonlyArray<readonly [string, string]>) => faults.map(([pointer]) => pointer);

describe('what is wrong with a part before the API is asked', () => {
  test('conditions without a variable or a value, each where it stands', () => {
    const call_conditions = [
      { column: 'plan', operator: 'equals', value: 'pro' },
      { column: '', operator: 'equals', value: 'pro' },
      { column: 'age', operator: 'greater_than', value: '' },
      { column: 'age', operator: 'exists' },
    ];
    expect(pointers(checkConditions({ call_conditions }))).toEqual(['/call_conditions/1', '/call_conditions/2']);
  });

  test('a daily stop or start that is on without its time; midnight is a time', () => {
    expect(pointers(checkDailyTimes({ enable_daily_hard_stop: true, enable_daily_auto_start: true }))).toEqual([
      '/daily_stop_time',
      '/daily_start_time',
    ]);
    expect(checkDailyTimes({ enable_daily_hard_stop: true, daily_stop_time: 0 })).toEqual([]);
    expect(checkDailyTimes({ enable_daily_hard_stop: false, daily_stop_time: null })).toEqual([]);
  });

  test('hours without a day, and times with one end', () => {
    const windows = [
      { start: '09:00', end: '12:00' },
      { start: '', end: '17:00' },
    ];
    expect(pointers(checkHours({ calling_hours: { days: [], windows } }))).toEqual([
      '/calling_hours/days',
      '/calling_hours/windows/1',
    ]);
    expect(checkHours({ calling_hours: null })).toEqual([]);
  });

  test('a message that is to be left and is blank', () => {
    expect(pointers(checkVoicemail({ voicemail_policy: 'leave_message', voicemail_message: ' ' }))).toEqual([
      '/voicemail_message',
    ]);
    expect(checkVoicemail({ voicemail_policy: 'retry', voicemail_message: null })).toEqual([]);
  });
});
