import { usageFault } from '../failure';
import type { SetOptions } from './set';

/** One request: the last part of its path, and its body. */
export interface SettingsPart {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which fields of create's body each route takes. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  concurrency: ['concurrent_call_limit', 'calls_per_second'],
  'daily-time-control': [
    'enable_daily_hard_stop',
    'daily_stop_time',
    'daily_stop_timezone',
    'enable_daily_auto_start',
    'daily_start_time',
    'daily_start_timezone',
  ],
  calling_hours: ['calling_hours', 'contact_hours'],
  retry_settings: ['retry_config', 'voicemail_policy', 'voicemail_message', 'machine_detection', 'inbound_policy'],
  reschedule_settings: ['enabled_reschedule_call', 'callback', 'drop_pending'],
  call_conditions: ['call_conditions'],
  limits: ['limits', 'circuit_breaker'],
};

/**
 * Settings in the shape of create's body, as the requests that change them.
 *
 * @throws CliFailure that names fields which cannot be changed: they are not left out silently.
 * @example partsOfFile({ limits: { calls_per_day: 10 } }) // [{ path: 'limits', body: { limits: { calls_per_day: 10 } } }]
 */
export function partsOfFile(settings: Readonly<Record<string, unknown>>): SettingsPart[] {
  const known = Object.values(FIELDS).flat();
  const unknown = Object.keys(settings).filter((field) => !known.includes(field));
  if (unknown.length > 0) {
    throw usageFault(`${unknown.join(', ')} cannot be changed. What can: ${known.join(', ')}.`);
  }
  return Object.entries(FIELDS).flatMap(([path, fields]) => {
    const body = Object.fromEntries(
      fields.filter((field) => settings[field] !== undefined).map((field) => [field, settings[field]]),
    );
    return Object.keys(body).length > 0 ? [{ path, body }] : [];
  });
}

/** What was typed, as the requests that change it. */
export function partsOfOptions(options: SetOptions): SettingsPart[] {
  const bodies: Readonly<Record<string, object>> = {
    concurrency: defined({
      concurrent_call_limit: options.concurrency,
      calls_per_second: options.callsPerSecond,
    }),
    'daily-time-control': {
      ...dailyTime('hard_stop', 'stop', options.dailyStop),
      ...dailyTime('auto_start', 'start', options.dailyStart),
    },
    calling_hours: defined({
      days: options.days?.split(',').map((day) => day.trim().toLowerCase()),
      windows: options.window,
      closed_dates: options.closed,
    }),
    retry_settings: defined({
      ...(options.retries !== undefined && { auto_retry: options.retries > 0 }),
      // None at all is said by auto_retry; the number stays for when it is switched on again.
      retry_limit: options.retries === 0 ? undefined : options.retries,
      auto_retry_schedule: options.retrySchedule,
      rules: options.retryRule && Object.fromEntries(options.retryRule),
      voicemail_policy: options.voicemail,
    }),
    reschedule_settings: defined({ enabled_reschedule_call: options.callbacks, drop_pending: options.dropPending }),
    limits: defined({
      calls_per_day: options.callsPerDay,
      calls_total: options.callsTotal,
      connected_minutes: options.connectedMinutes,
      end_date: options.endDate,
    }),
  };
  return Object.entries(bodies).flatMap(([path, body]) =>
    Object.keys(body).length > 0 ? [{ path, body: body as SettingsPart['body'] }] : [],
  );
}

function dailyTime(what: string, name: string, hour: number | 'off' | undefined): object {
  if (hour === undefined) return {};
  return { [`enable_daily_${what}`]: hour !== 'off', ...(hour !== 'off' && { [`daily_${name}_time`]: hour }) };
}

function defined(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
