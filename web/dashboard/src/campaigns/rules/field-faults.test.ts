import { faultAt, faultBelow, faultsOf, faultText } from './field-faults';

const faults = faultsOf({
  errors: [
    { pointer: '/retry_config/retry_limit', code: 'too_big', detail: 'At most 6.' },
    { pointer: '/retry_config/retry_limit', code: 'other', detail: 'And whole.' },
    { pointer: '/calling_hours/windows/1/end', code: 'empty_window', detail: 'It ends where it starts.' },
  ],
});

describe('faults of fields', () => {
  test('all that is wrong with a field is shown at it', () => {
    expect(faultAt(faults, '/retry_config/retry_limit')).toBe('At most 6. And whole.');
    expect(faultAt(faults, '/retry_config')).toBeUndefined();
    expect(faultAt(undefined, '/retry_config')).toBeUndefined();
  });

  test('what lies below a pointer is found, and not what only begins like it', () => {
    expect(faultBelow(faults, '/calling_hours/windows/1')).toBe('It ends where it starts.');
    expect(faultBelow(faults, '/calling_hours/windows/1/e')).toBeUndefined();
    expect(faultBelow(faults, '/calling_hours/windows/0')).toBeUndefined();
  });

  test('where a page has other words for its fields than the API, it uses those', () => {
    const past = { pointer: '/scheduled_datetime', code: 'in_the_past', detail: 'Leave is_scheduled out.' };
    expect(faultsOf({ errors: [past] }).get('/scheduled_datetime')).toContain('start now');
    expect(
      faultText({ pointer: '/daily_stop_time', code: 'no_effect', detail: 'enable_daily_hard_stop' }),
    ).not.toContain('_');
    expect(faultText({ ...past, code: 'invalid_datetime' })).toBe('Leave is_scheduled out.');
  });
});
