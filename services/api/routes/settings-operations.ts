import type { z } from 'zod';
import { defineOperation } from '../http/operation';
import {
  callConditionsAnswer,
  callConditionsChange,
  callingHoursAnswer,
  callingHoursChange,
  concurrencyAnswer,
  concurrencyInput,
  dailyTimeAnswer,
  dailyTimeInput,
  limitsAnswer,
  limitsChange,
  rescheduleSettingsAnswer,
  rescheduleSettingsInput,
  retrySettingsAnswer,
  retrySettingsInput,
  settingsQuery,
} from '../schemas/settings-changes';

const COMMON =
  'Fields left out keep their value. `effect` says what it changes for contacts already waiting; `dry_run=true` only ' +
  'tells, and stores nothing.';

function defineChange<Body extends z.ZodType, Answer extends z.ZodType>(change: {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly body: Body;
  readonly answer: Answer;
}) {
  const description = [change.description, COMMON].filter(Boolean).join(' ');
  return defineOperation({
    id: change.id,
    method: 'put',
    path: `/calls/bulk_call/{id}/${change.path}`,
    tag: 'campaigns',
    summary: change.summary,
    description,
    scope: 'campaigns:admin',
    query: settingsQuery,
    body: change.body,
    answer: change.answer,
  });
}

export const setConcurrency = defineChange({
  id: 'setConcurrency',
  path: 'concurrency',
  summary: 'Change how many calls are made at once, and how fast',
  description: 'Calls in flight go on; with a lower limit, no call starts until enough of them have ended.',
  body: concurrencyInput,
  answer: concurrencyAnswer,
});

export const setDailyTimes = defineChange({
  id: 'setDailyTimes',
  path: 'daily-time-control',
  summary: 'Change the daily hard stop and auto start',
  description: 'Calls in progress at the stop finish.',
  body: dailyTimeInput,
  answer: dailyTimeAnswer,
});

export const setRetrySettings = defineChange({
  id: 'setRetrySettings',
  path: 'retry_settings',
  summary: 'Change how unreached contacts are tried again',
  description: 'Attempts already used are kept; a lower limit ends contacts beyond it.',
  body: retrySettingsInput,
  answer: retrySettingsAnswer,
});

export const setRescheduleSettings = defineChange({
  id: 'setRescheduleSettings',
  path: 'reschedule_settings',
  summary: 'Change how "call me back" is followed',
  description: 'Callbacks already promised are kept, also when it is switched off, unless `drop_pending` is true.',
  body: rescheduleSettingsInput,
  answer: rescheduleSettingsAnswer,
});

export const setCallConditions = defineChange({
  id: 'setCallConditions',
  path: 'call_conditions',
  summary: 'Change which contacts are called',
  description: 'Waiting and skipped contacts are judged anew.',
  body: callConditionsChange,
  answer: callConditionsAnswer,
});

export const setCallingHours = defineChange({
  id: 'setCallingHours',
  path: 'calling_hours',
  summary: 'Change days, windows and closed dates, and the hours of the called person',
  body: callingHoursChange,
  answer: callingHoursAnswer,
});

export const setLimits = defineChange({
  id: 'setLimits',
  path: 'limits',
  summary: 'Change limits and circuit breaker',
  description: 'A campaign that a limit has paused is resumed by hand.',
  body: limitsChange,
  answer: limitsAnswer,
});
