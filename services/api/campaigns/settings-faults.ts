import { nextOpening, type DayWindow } from '../../../domain/calling-hours';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { conditionFault } from '../../../domain/conditions';
import type { ContactHours } from '../../../domain/contact-hours';
import { readTemplate } from '../../../infra/templates/text-template';
import { zoneClock } from '../../../infra/time-zones/zone-clock';
import type { AddressFilter } from '../../../infra/webhook-http/address-filter';
import type { FieldFault } from '../http/problem';
import { CALLBACK_FIELDS, type SettingsInput } from './read-settings';

const DAY_S = 86_400;
const DAY_MINUTES = 1_440;

/** What settings are judged by beside the request. */
export interface SettingsContext {
  /** What the request makes of them. */
  readonly settings: CampaignSettings;
  /** IANA zone of the campaign. */
  readonly zone: string;
  /** When the campaign begins, epoch milliseconds: now, unless its start lies ahead. */
  readonly from: number;
  /** The organization's, for what the campaign leaves open. */
  readonly contactHours: ContactHours;
  readonly addresses: AddressFilter;
}

/** What a schema cannot tell: where URLs lead, conditions nobody can read, times that contradict each other. */
export function settingsFaults(body: SettingsInput, context: SettingsContext): FieldFault[] {
  const urls = Object.keys(CALLBACK_FIELDS) as Array<keyof typeof CALLBACK_FIELDS>;
  const faults = [
    ...urls.flatMap((field) => urlFaults(`/${field}`, body[field], context.addresses)),
    ...callbackFaults(body, context),
    ...dailyTimeFaults(body, context),
    ...windowFaults(body),
    ...contactHoursFaults(body, context),
    ...conditionFaults(body),
    ...voicemailFaults(body, context),
    ...endDateFaults(body, context),
  ];
  return faults.length > 0 ? faults : neverOpenFaults(body, context);
}

/** A URL that we are to call, judged by what it says. */
export function urlFaults(pointer: string, url: string | undefined, addresses: AddressFilter): FieldFault[] {
  if (url === undefined || url === '') return [];
  const verdict = addresses.checkUrl(url);
  return verdict.ok ? [] : [{ pointer, code: 'url_not_allowed', detail: verdict.reason }];
}

function callbackFaults({ callback }: SettingsInput, { settings }: SettingsContext): FieldFault[] {
  const { defaultDelayS, maxDays } = settings.callback;
  if (defaultDelayS <= maxDays * DAY_S) return [];
  const field = callback?.default_delay_s === undefined ? 'max_days' : 'default_delay_s';
  const detail = `The default delay (${defaultDelayS} s) is longer than max_days (${maxDays} days).`;
  return [{ pointer: `/callback/${field}`, code: 'too_large', detail }];
}

const STOP_NEEDS_TIME = 'A daily hard stop needs its time, as hours: 17.5 is 17:30.';
const START_NEEDS_TIME = 'A daily auto start needs its time, as hours: 9.5 is 09:30.';

function dailyTimeFaults(body: SettingsInput, { settings }: SettingsContext): FieldFault[] {
  const { dailyStop = null, dailyStart = null } = settings.hours ?? {};
  const faults: FieldFault[] = [];
  if (body.enable_daily_hard_stop && !dailyStop) {
    faults.push({ pointer: '/daily_stop_time', code: 'required', detail: STOP_NEEDS_TIME });
  }
  if (body.enable_daily_auto_start && !dailyStart) {
    faults.push({ pointer: '/daily_start_time', code: 'required', detail: START_NEEDS_TIME });
  }
  if (dailyStop && dailyStart && dailyStop.zone === dailyStart.zone && dailyStop.minute === dailyStart.minute) {
    const pointer = body.daily_stop_time === undefined ? '/daily_start_time' : '/daily_stop_time';
    faults.push(emptyWindow(pointer, 'It stops when it starts: no call would ever be made.'));
  }
  return faults;
}

function windowFaults({ calling_hours: given }: SettingsInput): FieldFault[] {
  return (given?.windows ?? []).flatMap((window, index) => {
    // 00:00 to 00:00 may be meant as the whole day or as none of it.
    if (window.start.padStart(5, '0') !== window.end.padStart(5, '0')) return [];
    const detail = 'A window ends where it starts. For the whole day write 00:00 to 24:00.';
    return [emptyWindow(`/calling_hours/windows/${index}/end`, detail)];
  });
}

function contactHoursFaults(body: SettingsInput, { settings, contactHours }: SettingsContext): FieldFault[] {
  const { startMinute, endMinute } = settings.contactHours ?? contactHours;
  return emptyContactHours(body.contact_hours, {
    startMinute: startMinute ?? contactHours.startMinute,
    endMinute: endMinute ?? contactHours.endMinute,
  });
}

/** Hours of the called person that leave no time, or the whole day: they are switched off by name only. */
export function emptyContactHours(
  given: SettingsInput['contact_hours'],
  { startMinute, endMinute }: DayWindow,
): FieldFault[] {
  if (given === undefined || startMinute % DAY_MINUTES !== endMinute % DAY_MINUTES) return [];
  const field = given.end === undefined ? 'start' : 'end';
  return [
    emptyWindow(`/contact_hours/${field}`, 'They end where they start. To switch them off, set enabled to false.'),
  ];
}

function emptyWindow(pointer: string, detail: string): FieldFault {
  return { pointer, code: 'empty_window', detail };
}

function conditionFaults({ call_conditions: given = [] }: SettingsInput): FieldFault[] {
  return given.flatMap((condition, index) => {
    const detail = conditionFault(condition);
    return detail === null ? [] : [{ pointer: `/call_conditions/${index}`, code: 'invalid_condition', detail }];
  });
}

function endDateFaults({ limits: given }: SettingsInput, { settings, zone, from }: SettingsContext): FieldFault[] {
  const { endDate } = settings.limits;
  if (!given?.end_date || endDate === null || endDate >= zoneClock.dateAt(from, zone)) return [];
  const detail = 'This day is over, or it lies before the start. Give a later one, or leave it out.';
  return [{ pointer: '/limits/end_date', code: 'in_the_past', detail }];
}

function voicemailFaults(body: SettingsInput, { settings: { voicemail } }: SettingsContext): FieldFault[] {
  const faults: FieldFault[] = [];
  if (body.voicemail_policy === 'leave_message' && voicemail.message === null) {
    const detail = 'To leave a message there has to be one. It may contain {{ variables }}.';
    faults.push({ pointer: '/voicemail_message', code: 'required', detail });
  }
  if (voicemail.message !== null && voicemail.detection === 'off') {
    const detail = 'A message is left where machines are listened for only: detect, or wait_for_beep.';
    faults.push({ pointer: '/machine_detection/mode', code: 'invalid_value', detail });
  }
  const problem = body.voicemail_message === undefined ? null : readTemplate(body.voicemail_message).problem;
  if (problem !== null) faults.push({ pointer: '/voicemail_message', code: 'invalid_template', detail: problem });
  return faults;
}

/** Hours that are opened now, and yet allow no call within 400 days. */
function neverOpenFaults(body: SettingsInput, { settings, from }: SettingsContext): FieldFault[] {
  const { hours } = settings;
  if (!hours || !asksForHours(body)) return [];
  if (nextOpening({ campaign: hours, openedAt: from, contact: null }, from, zoneClock) !== null) return [];
  const pointer = body.calling_hours === undefined ? '/daily_stop_time' : '/calling_hours';
  const detail = 'These hours never open within 400 days: days, windows, stop and start leave no time together.';
  return [{ pointer, code: 'hours_never_open', detail }];
}

function asksForHours(body: SettingsInput): boolean {
  return body.calling_hours !== undefined || asksForDailyTimes(body);
}

const DAILY_FIELDS = [
  'enable_daily_hard_stop',
  'daily_stop_time',
  'daily_stop_timezone',
  'enable_daily_auto_start',
  'daily_start_time',
  'daily_start_timezone',
] as const satisfies ReadonlyArray<keyof SettingsInput>;

function asksForDailyTimes(body: SettingsInput): boolean {
  return DAILY_FIELDS.some((field) => body[field] !== undefined);
}

/** What is taken although it may not do what was meant. */
export function settingsWarnings(body: SettingsInput, settings: CampaignSettings): FieldFault[] {
  return [...dailyTimeWarnings(body, settings), ...voicemailWarnings(body, settings), ...retryWarnings(body, settings)];
}

function retryWarnings({ retry_config: asked }: SettingsInput, { retry }: CampaignSettings): FieldFault[] {
  if (!asked || asked.auto_retry !== undefined || retry.enabled || Object.keys(asked).length === 0) return [];
  const detail = 'Nobody is called again without auto_retry, which is false unless told.';
  return [{ pointer: '/retry_config/auto_retry', code: 'no_effect', detail }];
}

function voicemailWarnings(body: SettingsInput, { voicemail }: CampaignSettings): FieldFault[] {
  if (body.voicemail_message === undefined || voicemail.message !== null) return [];
  const detail = 'The message has no effect without the voicemail_policy leave_message.';
  return [{ pointer: '/voicemail_message', code: 'no_effect', detail }];
}

function dailyTimeWarnings(body: SettingsInput, { hours }: CampaignSettings): FieldFault[] {
  if (!asksForDailyTimes(body)) return [];
  const { dailyStop = null, dailyStart = null } = hours ?? {};
  const warnings: FieldFault[] = [];
  if (dailyStart && !dailyStop) {
    const detail = 'A daily auto start has no effect without a daily hard stop.';
    warnings.push({ pointer: '/enable_daily_auto_start', code: 'auto_start_without_stop', detail });
  }
  if (dailyStop && !dailyStart) {
    const detail = 'After the daily hard stop it stays auto_paused until somebody resumes it, every day.';
    warnings.push({ pointer: '/enable_daily_hard_stop', code: 'stop_without_auto_start', detail });
  }
  if (body.daily_stop_time !== undefined && !dailyStop) {
    const detail = 'The time has no effect without enable_daily_hard_stop.';
    warnings.push({ pointer: '/daily_stop_time', code: 'no_effect', detail });
  }
  if (body.daily_start_time !== undefined && !dailyStart) {
    const detail = 'The time has no effect without enable_daily_auto_start.';
    warnings.push({ pointer: '/daily_start_time', code: 'no_effect', detail });
  }
  return warnings;
}
