import type { Schemas } from '../../api/client';
import { counted } from '../../shared/counted';
import { ownText } from '../../shared/moment';
import { durationText } from '../rules/duration';
import { timeTextOf } from '../rules/hour-of-day';

type Campaign = Schemas['CampaignDetails'];

interface SettingInWords {
  readonly label: string;
  readonly text: string;
}

/** A campaign's main settings as people say them. */
export function settingsInWords(campaign: Campaign): SettingInWords[] {
  return [
    { label: 'Pace', text: paceText(campaign) },
    { label: 'Hours', text: hoursText(campaign) },
    { label: 'Retries', text: retryText(campaign) },
    { label: 'Callbacks', text: callbackText(campaign) },
    { label: 'Whom it calls', text: conditionText(campaign) },
    { label: 'Limits', text: limitText(campaign) },
  ];
}

function paceText({ concurrent_call_limit, calls_per_second }: Campaign): string {
  const calls = `up to ${counted(concurrent_call_limit, 'call')} at once`;
  return calls_per_second === null ? calls : `${calls}, ${calls_per_second} a second at most`;
}

const DAY_NAMES = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

function hoursText(campaign: Campaign): string {
  const { calling_hours: hours, timezone } = campaign;
  const parts: string[] = [];
  if (campaign.enable_daily_auto_start) {
    parts.push(
      `starts daily at ${timeTextOf(campaign.daily_start_time)} (${campaign.daily_start_timezone ?? timezone})`,
    );
  }
  if (campaign.enable_daily_hard_stop) {
    parts.push(`stops daily at ${timeTextOf(campaign.daily_stop_time)} (${campaign.daily_stop_timezone ?? timezone})`);
  }
  if (hours) {
    const days = hours.days.length === 7 ? 'every day' : hours.days.map((day) => DAY_NAMES[day]).join(', ');
    const windows = hours.windows.map(({ start, end }) => `${start}–${end}`).join(', ');
    parts.push(`${days}, ${windows} (${timezone})`);
    if (hours.closed_dates.length > 0) parts.push(counted(hours.closed_dates.length, 'closed date'));
  }
  return parts.length === 0 ? 'always' : parts.join('; ');
}

function retryText({ retry_config: { auto_retry, retry_limit = 3, rules = {} } }: Campaign): string {
  if (auto_retry !== true || retry_limit === 0) return 'none';
  const byOutcome = Object.entries(rules).map(
    ([outcome, { delay_s }]) => `${outcome.replaceAll('_', ' ')} after ${durationText(delay_s)}`,
  );
  const limit = `up to ${counted(retry_limit, 'retry', 'retries')}`;
  return byOutcome.length === 0 ? limit : `${limit}: ${byOutcome.join(', ')}`;
}

function callbackText({ enabled_reschedule_call, callback: { limit = 3 } }: Campaign): string {
  return enabled_reschedule_call ? `when asked for, up to ${limit} for a contact` : 'off';
}

function conditionText({ call_conditions }: Campaign): string {
  return call_conditions.length === 0 ? 'everybody' : `those who meet ${counted(call_conditions.length, 'condition')}`;
}

function limitText({ limits, timezone }: Campaign): string {
  const parts: string[] = [];
  if (limits.calls_per_day !== null) parts.push(`${counted(limits.calls_per_day, 'call')} a day`);
  if (limits.calls_total !== null) parts.push(`${counted(limits.calls_total, 'call')} in all`);
  if (limits.connected_minutes !== null) parts.push(`${counted(limits.connected_minutes, 'connected minute')}`);
  if (limits.end_date !== null) parts.push(`ends after ${limits.end_date} (${timezone})`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** When a campaign came and when it starts, as far as it does by itself. */
export function startText({ created_at, is_scheduled, scheduled_datetime, timezone }: Campaign): string {
  const created = `created ${ownText(created_at, timezone)}`;
  return is_scheduled && scheduled_datetime !== null
    ? `${created}, start ${scheduled_datetime} (${timezone})`
    : created;
}
