import { callbackUrlTexts, conditionTexts, settingsSummary } from './settings-summary';
import { newForm, type CampaignBody } from './wizard-form';

function textsOf(campaign: CampaignBody): Record<string, string> {
  const groups = settingsSummary(campaign, (id) => `number ${id}`);
  return Object.fromEntries(groups.flatMap(({ settings }) => settings.map(({ label, text }) => [label, text])));
}

test('what is left as it is unless told is said too', () => {
  expect(textsOf(newForm('Europe/Berlin').campaign)).toMatchObject({
    Starts: 'Now',
    'Time zone': 'Europe/Berlin',
    'Daily stop': 'Off',
    Days: 'Every day',
    Retries: 'At most 3 after the first attempt',
    When: '2 hours later',
    Duplicates: 'The new one is left out (by number, in this campaign)',
    'Calls at once': 'At most 10',
    'Failing provider': 'Pauses when 50 % of at least 10 calls within 2 minutes fail',
  });
});

test('every choice is said in words', () => {
  const texts = textsOf({
    timezone: 'UTC',
    is_scheduled: true,
    scheduled_datetime: '2026-12-25 10:00:00',
    enable_daily_hard_stop: true,
    daily_stop_time: 17.5,
    daily_stop_timezone: 'Europe/Berlin',
    calling_hours: { days: ['mon', 'tue'], windows: [{ start: '09:00', end: '12:00' }], closed_dates: ['2026-12-25'] },
    contact_hours: { enabled: false },
    retry_config: { auto_retry: true, retry_limit: 2, rules: { busy: { delay_s: 300, backoff: 2 } } },
    voicemail_policy: 'leave_message',
    voicemail_message: 'Hello.',
    enabled_reschedule_call: true,
    callback: { limit: 1 },
    duplicates: { policy: 'allow' },
    calls_per_second: 2,
    rotation: { numbers: [{ phone_number_id: 1 }, { phone_number_id: '2' }], strategy: 'round_robin' },
    limits: { calls_per_day: 5_000, end_date: '2027-01-31' },
    circuit_breaker: { enabled: false },
  });
  expect(texts).toMatchObject({
    Starts: '2026-12-25 10:00 (UTC)',
    'Daily stop': '17:30 (Europe/Berlin)',
    Days: 'Mon, Tue',
    'Times of day': '09:00 to 12:00',
    'Closed on': '2026-12-25',
    "Called person's hours": 'Switched off',
    'After busy': '5 minutes later, 2 times longer each time',
    Message: 'Hello.',
    'Machine detection': 'Waits for the end of the greeting',
    '"Call me back"': 'At most 1 for each contact, within 30 days',
    Duplicates: 'Each is called',
    'New calls': 'At most 2 a second',
    Numbers: 'number 1, number 2',
    'Calls a day': '5,000',
    'Last day': '2027-01-31',
    'Failing provider': 'Does not pause the campaign',
  });
});

test('conditions are said as one would', () => {
  expect(conditionTexts({ call_conditions: [{ column: 'plan', operator: '=', value: 'pro' }] })).toEqual([
    'plan equals pro',
  ]);
});

test('callback URLs are said where they are given', () => {
  const url = 'https://crm.example.com/calls';
  expect(callbackUrlTexts(newForm('UTC').campaign)).toEqual([]);
  expect(callbackUrlTexts({ call_status_callback: url, status_callback: '' })).toEqual([
    { label: 'Callback URL after each attempt', text: url },
  ]);
});
