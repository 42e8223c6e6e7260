import type { z } from 'zod';
import type { CallbackPolicy } from '../../../domain/call-decision';
import type { CallingHours, DailyTime } from '../../../domain/calling-hours';
import type { CampaignLimits } from '../../../domain/campaign-limits';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import type { CircuitBreaker } from '../../../domain/circuit-breaker';
import type { CallCondition } from '../../../domain/conditions';
import type { ContactHoursChoice } from '../../../domain/contact-hours';
import { minuteText, WEEKDAYS } from '../../../domain/zone-clock';
import type { retryConfig } from '../schemas/campaign-settings';

/** The parts of the settings under create's names, as details and changes show them. */

/** Retry policy as create takes it, and what becomes of machines and of those who call by themselves. */
export function retryRecord({ retry, voicemail, inbound }: Pick<CampaignSettings, 'retry' | 'voicemail' | 'inbound'>) {
  const rules = Object.entries(retry.rules).map(([disposition, rule]) => [
    disposition,
    { delay_s: rule.delayS, backoff: rule.backoff, max_delay_s: rule.maxDelayS },
  ]);
  return {
    retry_config: {
      auto_retry: retry.enabled,
      auto_retry_schedule: retry.schedule,
      retry_schedule_days: retry.scheduleDays,
      retry_schedule_hours: retry.scheduleHours,
      retry_limit: retry.limit,
      rules: Object.fromEntries(rules) as NonNullable<z.output<typeof retryConfig>['rules']>,
    },
    voicemail_policy: voicemail.message === null ? retry.voicemail : ('leave_message' as const),
    voicemail_message: voicemail.message,
    machine_detection: { mode: voicemail.detection, timeout_s: voicemail.timeoutS },
    inbound_policy: inbound,
  };
}

/** Callback policy as create takes it. */
export function callbackRecord({ enabled, defaultDelayS, limit, maxDays }: CallbackPolicy) {
  return {
    enabled_reschedule_call: enabled,
    callback: { default_delay_s: defaultDelayS, limit, max_days: maxDays },
  };
}

/** Daily stop and start as create takes them: hours as numbers. */
export function dailyTimeRecord(hours: CallingHours | null) {
  const { dailyStop = null, dailyStart = null } = hours ?? {};
  return {
    enable_daily_hard_stop: dailyStop !== null,
    daily_stop_time: hourOf(dailyStop),
    daily_stop_timezone: dailyStop?.zone ?? null,
    enable_daily_auto_start: dailyStart !== null,
    daily_start_time: hourOf(dailyStart),
    daily_start_timezone: dailyStart?.zone ?? null,
  };
}

/** Enough decimals to be read as the same minute again. */
function hourOf(time: DailyTime | null): number | null {
  return time && Math.round((time.minute / 60) * 10_000) / 10_000;
}

/** Days, windows and closed dates as create takes them, and the hours of the called person. */
export function callingHoursRecord(hours: CallingHours | null, contactHours: ContactHoursChoice | null) {
  const asks = hours !== null && (hours.weekdays ?? [...hours.windows, ...hours.closedDates]).length > 0;
  return {
    calling_hours: asks
      ? {
          days: [...(hours.weekdays ?? WEEKDAYS)],
          windows: hours.windows.map((window) => ({
            start: minuteText(window.startMinute),
            end: minuteText(window.endMinute),
          })),
          closed_dates: [...hours.closedDates],
        }
      : null,
    contact_hours: contactHours && {
      enabled: contactHours.enabled,
      start: timeOf(contactHours.startMinute),
      end: timeOf(contactHours.endMinute),
      strict: contactHours.strict,
    },
  };
}

function timeOf(minute: number | null): string | null {
  return minute === null ? null : minuteText(minute);
}

/** Conditions as create takes them, with the names of their operators. */
export function conditionsRecord(conditions: readonly CallCondition[]) {
  return { call_conditions: [...conditions] };
}

/** Limits and circuit breaker as create takes them. */
export function limitsRecord(limits: CampaignLimits, breaker: CircuitBreaker | null) {
  return {
    limits: {
      calls_per_day: limits.callsPerDay,
      calls_total: limits.callsTotal,
      connected_minutes: limits.connectedMinutes,
      end_date: limits.endDate,
    },
    circuit_breaker: {
      enabled: breaker !== null,
      failure_share: breaker?.failureShare ?? null,
      window_s: breaker?.windowS ?? null,
      min_calls: breaker?.minCalls ?? null,
    },
  };
}
