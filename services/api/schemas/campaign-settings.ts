import { z } from 'zod';
import { MAX_CALLS_PER_SECOND, MAX_CONCURRENCY } from '../../../domain/campaign-settings';
import { INBOUND_POLICIES } from '../../../domain/inbound-policy';
import { MAX_RETRY_LIMIT } from '../../../domain/retry-policy';

const DAY_S = 86_400;
const MAX_DELAY_S = 30 * DAY_S;

const retryRule = z
  .object({
    delay_s: z.int().min(0).max(MAX_DELAY_S).meta({ description: 'Seconds until the next attempt.' }),
    backoff: z.number().min(1).max(10).optional().meta({ description: 'Factor for each retry used; 1 unless told.' }),
    max_delay_s: z.int().min(0).max(MAX_DELAY_S).optional().meta({ description: '86400 unless told.' }),
  })
  .meta({ id: 'RetryRule' });

/** A misspelt disposition would fall back to the schedule and call too early: refused, unlike other unknown fields. */
const retryRules = z.strictObject({
  busy: retryRule.optional(),
  no_answer: retryRule.optional(),
  declined: retryRule.optional(),
  voicemail: retryRule.optional(),
  failed: retryRule.optional(),
  unknown: retryRule.optional(),
});

export const retryConfig = z
  .object({
    auto_retry: z.boolean().optional().meta({ description: 'false unless told.' }),
    auto_retry_schedule: z.enum(['immediately', 'next_day', 'scheduled_time']).optional(),
    retry_schedule_days: z.int().min(0).max(30).optional().meta({ description: 'For `scheduled_time`.' }),
    retry_schedule_hours: z.int().min(0).max(23).optional().meta({ description: 'For `scheduled_time`.' }),
    retry_limit: z.int().min(0).max(MAX_RETRY_LIMIT).optional().meta({
      description: 'Retries after the first attempt, one budget for all dispositions; 3 unless told.',
    }),
    rules: retryRules.optional().meta({ description: 'Per disposition; comes before the schedule.' }),
  })
  .meta({ id: 'RetryConfig' });

export const callbackConfig = z
  .object({
    default_delay_s: z.int().min(1).max(MAX_DELAY_S).optional().meta({ description: '7200 unless told.' }),
    limit: z.int().min(0).max(100).optional().meta({ description: 'Callbacks of one contact; 3 unless told.' }),
    max_days: z.int().min(1).max(30).optional().meta({ description: '30 unless told.' }),
  })
  .meta({ id: 'CallbackConfig' });

export const voicemailPolicy = z.enum(['reached', 'retry', 'leave_message']).meta({
  description:
    'What a voicemail counts as: `reached` is done with, `retry` (unless told) is called again. `leave_message` counts as ' +
    'reached too, and says `voicemail_message` to the machine.',
});
export const voicemailMessage = z
  .string()
  .max(2_000)
  .refine((text) => text.trim() !== '', 'Say something.')
  .meta({ description: 'For `leave_message`. May contain `{{ variables }}`.', example: 'Hello {{ customer_name }}.' });
export const detectionMode = z.enum(['off', 'detect', 'wait_for_beep']);
/** What providers listen at most. */
export const detectionTimeout = z.int().min(3).max(59);
export const machineDetection = z
  .object({
    mode: detectionMode.optional().meta({
      description:
        'Whether the provider listens for an answering machine, and until its greeting is over. `off` unless told; ' +
        '`wait_for_beep` where a message is left.',
    }),
    timeout_s: detectionTimeout.optional().meta({ description: 'How long it listens; 30 unless told.' }),
  })
  .meta({ id: 'MachineDetection' });
export const inboundPolicy = z.enum(INBOUND_POLICIES).meta({
  description:
    'When a contact who waits calls by itself and speaks to the agent: done with (`settle`, unless told), called at another ' +
    'time, or nothing changes.',
});

export const concurrentCallLimit = z.int().min(1).max(MAX_CONCURRENCY);
export const callsPerSecond = z.number().positive().max(MAX_CALLS_PER_SECOND);
/** In requests, where null is as absent, 0 is how a limit is taken away. */
export const callsPerSecondInput = z
  .number()
  .min(0)
  .max(MAX_CALLS_PER_SECOND)
  .transform((rate) => (rate === 0 ? null : rate));
const callbackUrl = z.string().max(2_048);

/** What becomes of machines and of those who call by themselves, as details and changes show it. */
export const voicemailRecordFields = {
  voicemail_policy: voicemailPolicy,
  voicemail_message: z.string().nullable(),
  machine_detection: z.object({ mode: detectionMode, timeout_s: z.int() }),
  inbound_policy: inboundPolicy,
};

/** How fast it calls, what follows a call, and who is told: a part of create's body. */
export const settingsFields = {
  concurrent_call_limit: concurrentCallLimit
    .optional()
    .meta({ description: 'Calls in flight at once; 10 unless told.' }),
  calls_per_second: callsPerSecondInput
    .optional()
    .meta({ description: 'No limit of its own unless told; 0 for no limit.' }),
  retry_config: retryConfig.optional(),
  voicemail_policy: voicemailPolicy.optional(),
  voicemail_message: voicemailMessage.optional(),
  machine_detection: machineDetection.optional(),
  inbound_policy: inboundPolicy.optional(),
  pre_call_failure: z
    .enum(['fail_call', 'proceed', 'requeue'])
    .optional()
    .meta({
      description:
        'What happens when the pre-call webhook of the agent fails: no call, and a retry is used up (unless told); the call ' +
        'goes on without it; or it is asked again after 5 minutes.',
    }),
  enabled_reschedule_call: z.boolean().optional().meta({ description: 'Whether "call me back" is followed.' }),
  callback: callbackConfig.optional(),
  call_status_callback: callbackUrl.optional().meta({ description: 'Called after each attempt that ended.' }),
  call_schedule_callback: callbackUrl.optional().meta({ description: 'Called when a number is done with.' }),
  status_callback: callbackUrl.optional().meta({ description: 'Called once, when the campaign ends.' }),
};
