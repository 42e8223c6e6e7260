import { DEFAULT_SETTINGS, type CampaignCallbacks, type CampaignSettings } from '../../../domain/campaign-settings';
import type { CallbackPolicy } from '../../../domain/call-decision';
import { RETRYABLE_DISPOSITIONS, type RetryableDisposition } from '../../../domain/disposition';
import type { RetryPolicy, RetryRule } from '../../../domain/retry-policy';
import type { VoicemailHandling } from '../../../domain/voicemail';
import type { CreateCampaignInput } from '../schemas/campaign';
import type { ruleFields } from '../schemas/calling-rules';
import type { settingsFields } from '../schemas/campaign-settings';
import { readBreaker, readConditions, readDuplicates, readLimits, readRotation } from './read-rules';
import { readContactHours, readHours } from './read-hours';

const DAY_S = 86_400;
const DEFAULT_RETRY_LIMIT = 3;

/** Those of create's fields that make the settings. */
export type SettingsInput = Pick<CreateCampaignInput, keyof typeof settingsFields | keyof typeof ruleFields>;

/** Create's names of the three URLs, and ours. */
export const CALLBACK_FIELDS = {
  call_status_callback: 'callStatus',
  call_schedule_callback: 'callSchedule',
  status_callback: 'campaignStatus',
} as const satisfies Record<string, keyof CampaignCallbacks>;

/**
 * Makes settings of create's fields; what they leave out stays as it is.
 *
 * @param zone of the campaign.
 * @param base the settings so far; a new campaign has the defaults.
 */
export function readSettings(
  body: SettingsInput,
  zone: string,
  base: CampaignSettings = DEFAULT_SETTINGS,
): CampaignSettings {
  return {
    pacing: {
      concurrency: body.concurrent_call_limit ?? base.pacing.concurrency,
      callsPerSecond: body.calls_per_second === undefined ? base.pacing.callsPerSecond : body.calls_per_second,
    },
    retry: readRetry(body, base.retry),
    callback: readCallback(body, base.callback),
    preCallFailure: body.pre_call_failure ?? base.preCallFailure,
    callbacks: readCallbacks(body, base.callbacks),
    hours: readHours(body, zone, base.hours),
    contactHours: readContactHours(body, base.contactHours),
    conditions: readConditions(body, base.conditions),
    duplicates: readDuplicates(body, base.duplicates),
    breaker: readBreaker(body, base.breaker),
    limits: readLimits(body, base.limits),
    rotation: readRotation(body, base.rotation),
    voicemail: readVoicemail(body, base.voicemail),
    inbound: body.inbound_policy ?? base.inbound,
  };
}

function readRetry({ retry_config: config = {}, voicemail_policy }: SettingsInput, base: RetryPolicy): RetryPolicy {
  const enabled = config.auto_retry ?? base.enabled;
  return {
    enabled,
    limit: config.retry_limit ?? (enabled && !base.enabled ? base.limit || DEFAULT_RETRY_LIMIT : base.limit),
    schedule: config.auto_retry_schedule ?? base.schedule,
    scheduleDays: config.retry_schedule_days ?? base.scheduleDays,
    scheduleHours: config.retry_schedule_hours ?? base.scheduleHours,
    rules: config.rules ? readRules(config.rules) : base.rules,
    voicemail: voicemail_policy === 'leave_message' ? 'reached' : (voicemail_policy ?? base.voicemail),
  };
}

/** A message is left, or kept, by its policy alone; it needs somebody to listen for machines. */
function readVoicemail(
  { voicemail_policy: policy, voicemail_message, machine_detection: given = {} }: SettingsInput,
  base: VoicemailHandling,
): VoicemailHandling {
  const leavesMessage = policy === undefined ? base.message !== null : policy === 'leave_message';
  const detection = leavesMessage && base.detection === 'off' ? 'wait_for_beep' : base.detection;
  return {
    detection: given.mode ?? detection,
    timeoutS: given.timeout_s ?? base.timeoutS,
    message: leavesMessage ? (voicemail_message ?? base.message) : null,
  };
}

type RulesInput = NonNullable<NonNullable<CreateCampaignInput['retry_config']>['rules']>;

function readRules(given: RulesInput): Partial<Record<RetryableDisposition, RetryRule>> {
  const rules: Partial<Record<RetryableDisposition, RetryRule>> = {};
  for (const disposition of RETRYABLE_DISPOSITIONS) {
    const rule = given[disposition];
    if (!rule) continue;
    const maxDelayS = rule.max_delay_s ?? Math.max(DAY_S, rule.delay_s);
    rules[disposition] = { delayS: rule.delay_s, backoff: rule.backoff ?? 1, maxDelayS };
  }
  return rules;
}

function readCallback({ callback = {}, enabled_reschedule_call }: SettingsInput, base: CallbackPolicy): CallbackPolicy {
  return {
    enabled: enabled_reschedule_call ?? base.enabled,
    defaultDelayS: callback.default_delay_s ?? base.defaultDelayS,
    limit: callback.limit ?? base.limit,
    maxDays: callback.max_days ?? base.maxDays,
  };
}

function readCallbacks(body: SettingsInput, base: CampaignCallbacks): CampaignCallbacks {
  // An empty text is how forms leave a URL out.
  const read = (field: keyof typeof CALLBACK_FIELDS): string | null =>
    body[field] === undefined ? base[CALLBACK_FIELDS[field]] : body[field] || null;
  return {
    callStatus: read('call_status_callback'),
    callSchedule: read('call_schedule_callback'),
    campaignStatus: read('status_callback'),
  };
}
