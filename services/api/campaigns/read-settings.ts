import { DEFAULT_SETTINGS, type CampaignCallbacks, type CampaignSettings } from '../../../domain/campaign-settings';
import type { CallbackPolicy } from '../../../domain/call-decision';
import { RETRYABLE_DISPOSITIONS, type RetryableDisposition } from '../../../domain/disposition';
import type { RetryPolicy, RetryRule } from '../../../domain/retry-policy';
import type { AddressFilter } from '../../../infra/webhook-http/address-filter';
import type { FieldFault } from '../http/problem';
import type { CreateCampaignInput } from '../schemas/campaign';

const DAY_S = 86_400;
const DEFAULT_RETRY_LIMIT = 3;

/** Create's names of the three URLs, and ours. */
const CALLBACK_FIELDS = {
  call_status_callback: 'callStatus',
  call_schedule_callback: 'callSchedule',
  status_callback: 'campaignStatus',
} as const satisfies Record<string, keyof CampaignCallbacks>;

/** Makes the settings of a new campaign from create's body; what it leaves out has its default. */
export function readSettings(body: CreateCampaignInput): CampaignSettings {
  return {
    ...DEFAULT_SETTINGS,
    pacing: {
      concurrency: body.concurrent_call_limit ?? DEFAULT_SETTINGS.pacing.concurrency,
      callsPerSecond:
        body.calls_per_second === undefined ? DEFAULT_SETTINGS.pacing.callsPerSecond : body.calls_per_second,
    },
    retry: readRetry(body),
    callback: readCallback(body),
    callbacks: {
      // An empty text is how forms leave a URL out.
      callStatus: body.call_status_callback || null,
      callSchedule: body.call_schedule_callback || null,
      campaignStatus: body.status_callback || null,
    },
  };
}

/** What a schema cannot tell: where URLs lead, and times that contradict each other. */
export function settingsFaults(body: CreateCampaignInput, addresses: AddressFilter): FieldFault[] {
  const { callback } = readSettings(body);
  const faults = Object.keys(CALLBACK_FIELDS).flatMap((field) =>
    urlFaults(`/${field}`, body[field as keyof typeof CALLBACK_FIELDS], addresses),
  );
  if (callback.defaultDelayS > callback.maxDays * DAY_S) {
    const detail = `The default delay is longer than max_days (${callback.maxDays} days).`;
    faults.push({ pointer: '/callback/default_delay_s', code: 'too_large', detail });
  }
  return faults;
}

/** A URL that we are to call, judged by what it says. */
export function urlFaults(pointer: string, url: string | undefined, addresses: AddressFilter): FieldFault[] {
  if (url === undefined || url === '') return [];
  const verdict = addresses.checkUrl(url);
  return verdict.ok ? [] : [{ pointer, code: 'url_not_allowed', detail: verdict.reason }];
}

function readRetry({ retry_config: config = {}, voicemail_policy }: CreateCampaignInput): RetryPolicy {
  const enabled = config.auto_retry ?? false;
  return {
    enabled,
    limit: config.retry_limit ?? (enabled ? DEFAULT_RETRY_LIMIT : 0),
    schedule: config.auto_retry_schedule ?? DEFAULT_SETTINGS.retry.schedule,
    scheduleDays: config.retry_schedule_days ?? 0,
    scheduleHours: config.retry_schedule_hours ?? 0,
    rules: readRules(config.rules ?? {}),
    voicemail: voicemail_policy ?? DEFAULT_SETTINGS.retry.voicemail,
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

function readCallback({ callback = {}, enabled_reschedule_call }: CreateCampaignInput): CallbackPolicy {
  const defaults = DEFAULT_SETTINGS.callback;
  return {
    enabled: enabled_reschedule_call ?? defaults.enabled,
    defaultDelayS: callback.default_delay_s ?? defaults.defaultDelayS,
    limit: callback.limit ?? defaults.limit,
    maxDays: callback.max_days ?? defaults.maxDays,
  };
}
