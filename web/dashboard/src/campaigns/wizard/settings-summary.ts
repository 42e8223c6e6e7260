import { describeCondition, readOperator } from '../../../../../domain/conditions';
import type { Schemas } from '../../api/client';
import { CALLBACK_URLS } from '../rules/callback-urls';
import { durationText } from '../rules/duration';
import { timeTextOf } from '../rules/hour-of-day';
import type { CampaignBody } from './wizard-form';

/** One setting in words. */
export interface SettingText {
  readonly label: string;
  readonly text: string;
}

/** Settings that are shown together. */
export interface SettingGroup {
  readonly title: string;
  readonly settings: readonly SettingText[];
}

const DAY_NAMES = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

/**
 * Every setting of the schedule step in words, also those that are left as they are unless told.
 *
 * @param numberOf a phone number in words, by its id.
 */
export function settingsSummary(campaign: CampaignBody, numberOf: (id: number) => string): SettingGroup[] {
  return [
    { title: 'Start', settings: startTexts(campaign) },
    { title: 'Hours', settings: hoursTexts(campaign) },
    { title: 'Retries', settings: retryTexts(campaign) },
    { title: 'Voicemail and other calls', settings: voicemailTexts(campaign) },
    { title: 'Callbacks', settings: callbackTexts(campaign) },
    { title: 'Duplicates', settings: duplicateTexts(campaign) },
    { title: 'Pace', settings: paceTexts(campaign, numberOf) },
    { title: 'Limits', settings: limitTexts(campaign) },
  ];
}

/** The call conditions in words. @example conditionTexts({ call_conditions: [...] }) // ['plan equals pro'] */
export function conditionTexts({ call_conditions }: CampaignBody): string[] {
  return (call_conditions ?? []).map(({ column, operator, value }) =>
    describeCondition({ column, operator: readOperator(operator) ?? 'equals', value }),
  );
}

/** The callback URLs that are given, as they are called on their step. */
export function callbackUrlTexts(campaign: CampaignBody): SettingText[] {
  return CALLBACK_URLS.flatMap(({ field, label }) => {
    const url = campaign[field];
    return url ? [{ label, text: url }] : [];
  });
}

function startTexts({ is_scheduled, scheduled_datetime, timezone }: CampaignBody): SettingText[] {
  const zone = timezone ?? 'UTC';
  const start = is_scheduled ? `${scheduled_datetime?.slice(0, 16) ?? 'No time yet'} (${zone})` : 'Now';
  return [
    { label: 'Starts', text: start },
    { label: 'Time zone', text: zone },
  ];
}

function hoursTexts(campaign: CampaignBody): SettingText[] {
  const { calling_hours: hours, contact_hours: own } = campaign;
  const closed = hours?.closed_dates ?? [];
  const bounds =
    own?.start || own?.end ? `, ${own.start ?? 'from the legal start'} to ${own.end ?? 'the legal end'}` : '';
  return [
    { label: 'Daily stop', text: dailyText(campaign, 'stop') },
    { label: 'Daily start', text: dailyText(campaign, 'start') },
    {
      label: 'Days',
      text: hours?.days && hours.days.length < 7 ? hours.days.map((day) => DAY_NAMES[day]).join(', ') : 'Every day',
    },
    {
      label: 'Times of day',
      text: hours?.windows?.length ? hours.windows.map(({ start, end }) => `${start} to ${end}`).join(', ') : 'All day',
    },
    { label: 'Closed on', text: closed.length === 0 ? 'No dates' : closed.join(', ') },
    {
      label: "Called person's hours",
      text:
        own?.enabled === false
          ? 'Switched off'
          : `${own?.enabled ? 'Always' : 'As the organization says'}${bounds}${own?.strict ? ', in every zone it may be in' : ''}`,
    },
  ];
}

function dailyText(campaign: CampaignBody, which: 'stop' | 'start'): string {
  const on = which === 'stop' ? campaign.enable_daily_hard_stop : campaign.enable_daily_auto_start;
  const zone = campaign[`daily_${which}_timezone`] ?? campaign.timezone ?? 'UTC';
  return on ? `${timeTextOf(campaign[`daily_${which}_time`]) || 'No time yet'} (${zone})` : 'Off';
}

function retryTexts({ retry_config: retry }: CampaignBody): SettingText[] {
  if (!retry?.auto_retry) return [{ label: 'Retries', text: 'Off' }];
  const { auto_retry_schedule: schedule, retry_schedule_days: days, retry_schedule_hours: hours } = retry;
  const afterS = schedule === 'scheduled_time' ? (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 : 0;
  return [
    { label: 'Retries', text: `At most ${retry.retry_limit ?? 3} after the first attempt` },
    { label: 'When', text: schedule === 'next_day' ? 'On the next day' : delayText(afterS) },
    ...Object.entries(retry.rules ?? {}).flatMap(([reason, rule]) => (rule ? [ruleText(reason, rule)] : [])),
  ];
}

function delayText(afterS: number): string {
  return afterS === 0 ? 'At once, as soon as there is room' : `${durationText(afterS)} later`;
}

function ruleText(reason: string, { delay_s, backoff }: Schemas['RetryRule']): SettingText {
  const longer = backoff && backoff > 1 ? `, ${backoff} times longer each time` : '';
  return { label: `After ${reason.replaceAll('_', ' ')}`, text: `${durationText(delay_s)} later${longer}` };
}

const VOICEMAIL = { reached: 'Counts as reached', retry: 'Is called again', leave_message: 'Gets a message' } as const;
const MACHINES = {
  off: 'Off',
  detect: 'Hangs up on machines',
  wait_for_beep: 'Waits for the end of the greeting',
} as const;
const INBOUND = {
  settle: 'Is done with after talking to the agent',
  reschedule: 'Is called at another time',
  ignore: 'Stays in the queue',
} as const;

const PRE_CALL = {
  fail_call: 'No call, and a retry is used up',
  proceed: 'The call goes on without it',
  requeue: 'It is asked again after 5 minutes',
} as const;

function voicemailTexts(campaign: CampaignBody): SettingText[] {
  const policy = campaign.voicemail_policy ?? 'retry';
  const mode = campaign.machine_detection?.mode ?? (policy === 'leave_message' ? 'wait_for_beep' : 'off');
  return [
    { label: 'A voicemail', text: VOICEMAIL[policy] },
    ...(policy === 'leave_message' ? [{ label: 'Message', text: campaign.voicemail_message ?? 'None yet' }] : []),
    { label: 'Machine detection', text: MACHINES[mode] },
    { label: 'Who calls by itself', text: INBOUND[campaign.inbound_policy ?? 'settle'] },
    { label: 'When the pre-call webhook fails', text: PRE_CALL[campaign.pre_call_failure ?? 'fail_call'] },
  ];
}

function callbackTexts({ enabled_reschedule_call: on, callback }: CampaignBody): SettingText[] {
  if (!on) return [{ label: '"Call me back"', text: 'Is not followed' }];
  return [
    {
      label: '"Call me back"',
      text: `At most ${callback?.limit ?? 3} for each contact, within ${callback?.max_days ?? 30} days`,
    },
    { label: 'Without a time', text: `${durationText(callback?.default_delay_s ?? 7_200)} later` },
  ];
}

const DUPLICATES = {
  allow: 'Each is called',
  skip: 'The new one is left out',
  update: 'The one that is there is updated',
  requeue: 'The one that is there is updated and called again',
} as const;

function duplicateTexts({ duplicates }: CampaignBody): SettingText[] {
  const policy = duplicates?.policy ?? 'allow';
  if (policy === 'allow') return [{ label: 'Duplicates', text: DUPLICATES.allow }];
  const key = duplicates?.key === 'external_id' ? 'external id' : 'number';
  const where = duplicates?.scope === 'organization' ? 'in the whole organization' : 'in this campaign';
  return [{ label: 'Duplicates', text: `${DUPLICATES[policy]} (by ${key}, ${where})` }];
}

const STRATEGIES = {
  fixed_count: 'one after the other, so many calls each',
  round_robin: 'in turns',
  least_recently_used: 'the one that has rested longest',
  matching_area_code: 'the one nearest to the called number',
} as const;

function paceTexts(campaign: CampaignBody, numberOf: (id: number) => string): SettingText[] {
  const { concurrent_call_limit: atOnce, calls_per_second: rate, rotation } = campaign;
  return [
    { label: 'Calls at once', text: `At most ${atOnce ?? 10}` },
    { label: 'New calls', text: rate ? `At most ${rate} a second` : 'As fast as slots come free' },
    ...rotationTexts(rotation, numberOf),
  ];
}

function rotationTexts(rotation: CampaignBody['rotation'], numberOf: (id: number) => string): SettingText[] {
  const numbers = (rotation?.numbers ?? []).map(({ phone_number_id }) => numberOf(Number(phone_number_id)));
  if (numbers.length === 0) return [{ label: 'Numbers', text: 'Only the one above' }];
  const strategy = rotation?.strategy ?? 'fixed_count';
  const share = strategy === 'fixed_count' ? ` (${rotation?.calls_per_number ?? 50})` : '';
  const threshold = rotation?.health_threshold;
  const resting = rotation?.fallback === 'continue_best' ? 'the best one goes on' : 'the campaign pauses';
  return [
    { label: 'Numbers', text: numbers.join(', ') },
    { label: 'Which one calls', text: `${STRATEGIES[strategy]}${share}` },
    {
      label: 'A number rests',
      text: threshold ? `When fewer than ${threshold} % answer; when all rest, ${resting}` : 'Never',
    },
  ];
}

function limitTexts({ limits, circuit_breaker: breaker }: CampaignBody): SettingText[] {
  const most = (count: number | null | undefined): string => (count ? count.toLocaleString('en-US') : 'No limit');
  const share = Math.round((breaker?.failure_share ?? 0.5) * 1_000) / 10;
  return [
    { label: 'Calls a day', text: most(limits?.calls_per_day) },
    { label: 'Calls in total', text: most(limits?.calls_total) },
    { label: 'Connected minutes', text: most(limits?.connected_minutes) },
    { label: 'Last day', text: limits?.end_date || 'None' },
    {
      label: 'Failing provider',
      text:
        breaker?.enabled === false
          ? 'Does not pause the campaign'
          : `Pauses when ${share} % of at least ${breaker?.min_calls ?? 10} calls within ${durationText(breaker?.window_s ?? 120)} fail`,
    },
  ];
}
