import { answerOf, api } from '../../api/client';
import type { RuleValues } from '../rules/rule-fields';
import { checkConditions, checkDailyTimes, checkHours, checkVoicemail } from './part-checks';
import type { Asked, SettingsPart } from './settings-part';

const request = (id: number, { dryRun, signal }: Asked) => ({
  params: { path: { id }, query: dryRun ? { dry_run: 'true' as const } : {} },
  signal,
});

/** How many calls at once, and how fast. */
export const PACE: SettingsPart = {
  name: 'concurrency',
  title: 'Pace',
  text: 'Calls in progress go on; with a lower limit, no call starts until enough of them have ended.',
  valueOf: ({ concurrent_call_limit, calls_per_second }) => ({ concurrent_call_limit, calls_per_second }),
  required: ['/concurrent_call_limit'],
  put: (id, { concurrent_call_limit, calls_per_second }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/concurrency', {
        ...request(id, asked),
        // 0 is how a limit is taken away.
        body: { concurrent_call_limit: concurrent_call_limit ?? 1, calls_per_second: calls_per_second ?? 0 },
      }),
    ),
};

/** Daily stop and start. */
export const DAILY_TIMES: SettingsPart = {
  name: 'daily-time-control',
  title: 'Daily stop and start',
  text: 'Outside of them the campaign waits and keeps its contacts.',
  valueOf: (campaign) => ({
    timezone: campaign.timezone,
    enable_daily_hard_stop: campaign.enable_daily_hard_stop,
    daily_stop_time: campaign.daily_stop_time,
    daily_stop_timezone: campaign.daily_stop_timezone,
    enable_daily_auto_start: campaign.enable_daily_auto_start,
    daily_start_time: campaign.daily_start_time,
    daily_start_timezone: campaign.daily_start_timezone,
  }),
  required: [],
  check: checkDailyTimes,
  put: (id, value, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/daily-time-control', { ...request(id, asked), body: dailyBody(value) }),
    ),
};

function dailyBody(value: RuleValues) {
  const stops = value.enable_daily_hard_stop ?? false;
  const starts = value.enable_daily_auto_start ?? false;
  return {
    enable_daily_hard_stop: stops,
    ...(stops && {
      daily_stop_time: value.daily_stop_time ?? undefined,
      daily_stop_timezone: value.daily_stop_timezone ?? value.timezone,
    }),
    enable_daily_auto_start: starts,
    ...(starts && {
      daily_start_time: value.daily_start_time ?? undefined,
      daily_start_timezone: value.daily_start_timezone ?? value.timezone,
    }),
  };
}

/** Days, windows, closed dates, and the hours of the called person. */
export const HOURS: SettingsPart = {
  name: 'calling_hours',
  title: 'Hours',
  text: 'Contacts that wait move into the new hours.',
  valueOf: ({ timezone, calling_hours, contact_hours }) => ({ timezone, calling_hours, contact_hours }),
  required: [],
  check: checkHours,
  put: (id, { calling_hours, contact_hours }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/calling_hours', {
        ...request(id, asked),
        body: { calling_hours, contact_hours },
      }),
    ),
};

/** Retries, voicemail, and those who call by themselves. */
export const RETRIES: SettingsPart = {
  name: 'retry_settings',
  title: 'Retries and voicemail',
  text: 'Attempts already used are kept; a lower limit ends contacts beyond it.',
  valueOf: ({ retry_config, voicemail_policy, voicemail_message, machine_detection, inbound_policy }) => ({
    retry_config,
    voicemail_policy,
    voicemail_message,
    machine_detection,
    inbound_policy,
  }),
  required: [
    '/retry_config/retry_limit',
    '/retry_config/retry_schedule_days',
    '/retry_config/retry_schedule_hours',
    '/machine_detection/timeout_s',
  ],
  check: checkVoicemail,
  put: (id, { retry_config, voicemail_policy, voicemail_message, machine_detection, inbound_policy }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/retry_settings', {
        ...request(id, asked),
        body: {
          retry_config,
          voicemail_policy,
          ...(voicemail_policy === 'leave_message' && { voicemail_message }),
          machine_detection,
          inbound_policy,
        },
      }),
    ),
};

/** Callbacks. */
export const CALLBACKS: SettingsPart = {
  name: 'reschedule_settings',
  title: 'Callbacks',
  text: 'Callbacks already promised are kept, unless you drop them.',
  valueOf: ({ enabled_reschedule_call, callback }) => ({ enabled_reschedule_call, callback, drop_pending: false }),
  required: ['/callback/default_delay_s', '/callback/limit', '/callback/max_days'],
  put: (id, { enabled_reschedule_call, callback, drop_pending }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/reschedule_settings', {
        ...request(id, asked),
        body: { enabled_reschedule_call, callback, drop_pending: drop_pending || undefined },
      }),
    ),
};

/** Whom it calls. */
export const CONDITIONS: SettingsPart = {
  name: 'call_conditions',
  title: 'Conditions',
  text: 'Waiting and skipped contacts are judged anew.',
  valueOf: ({ call_conditions }) => ({ call_conditions }),
  required: [],
  check: checkConditions,
  put: (id, { call_conditions }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/call_conditions', {
        ...request(id, asked),
        body: { call_conditions: call_conditions ?? [] },
      }),
    ),
};

/** Limits and circuit breaker. */
export const LIMITS: SettingsPart = {
  name: 'limits',
  title: 'Limits',
  text: 'A campaign that a limit has paused is resumed by hand.',
  valueOf: ({ limits, circuit_breaker }) => ({ limits, circuit_breaker }),
  required: ['/circuit_breaker/failure_share', '/circuit_breaker/window_s', '/circuit_breaker/min_calls'],
  put: (id, { limits, circuit_breaker }, asked) =>
    answerOf(
      api.PUT('/api/v1/calls/bulk_call/{id}/limits', {
        ...request(id, asked),
        // 0 and an empty text are how a limit is taken away.
        body: {
          limits: {
            calls_per_day: limits?.calls_per_day ?? 0,
            calls_total: limits?.calls_total ?? 0,
            connected_minutes: limits?.connected_minutes ?? 0,
            end_date: limits?.end_date ?? '',
          },
          circuit_breaker,
        },
      }),
    ),
};
