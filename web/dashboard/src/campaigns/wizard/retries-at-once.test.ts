import { retriedAtOnce } from './retries-at-once';
import { newForm } from './wizard-form';

test('a new draft calls nobody again at once', () => {
  expect(retriedAtOnce(newForm('UTC').campaign)).toEqual([]);
});

test('without a time people are called again at once, save after what has a delay of its own', () => {
  expect(retriedAtOnce({ retry_config: { auto_retry: true, retry_limit: 1 } })).toEqual([
    'busy',
    'no answer',
    'declined',
    'voicemail',
  ]);
  const rules = { busy: { delay_s: 300 }, no_answer: { delay_s: 5 }, declined: { delay_s: 60 } };
  expect(retriedAtOnce({ voicemail_policy: 'reached', retry_config: { auto_retry: true, rules } })).toEqual([
    'no answer',
  ]);
});

test('nobody is called again without retries, and not at once after a day or some hours', () => {
  const of = (retry_config: NonNullable<Parameters<typeof retriedAtOnce>[0]['retry_config']>) =>
    retriedAtOnce({ retry_config });
  expect(of({ auto_retry: false })).toEqual([]);
  expect(of({ auto_retry: true, retry_limit: 0 })).toEqual([]);
  expect(of({ auto_retry: true, auto_retry_schedule: 'next_day' })).toEqual([]);
  expect(of({ auto_retry: true, auto_retry_schedule: 'scheduled_time', retry_schedule_days: 1 })).toEqual([]);
  expect(of({ auto_retry: true, auto_retry_schedule: 'scheduled_time' })).toHaveLength(4);
});
