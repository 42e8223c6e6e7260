import { z } from 'zod';
import { MAX_CALLS_PER_SECOND, MAX_CONCURRENCY } from '../../../domain/campaign-settings';
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

export const concurrentCallLimit = z.int().min(1).max(MAX_CONCURRENCY);
export const callsPerSecond = z.number().positive().max(MAX_CALLS_PER_SECOND);
/** In requests, where null is as absent, 0 is how a limit is taken away. */
export const callsPerSecondInput = z
  .number()
  .min(0)
  .max(MAX_CALLS_PER_SECOND)
  .transform((rate) => (rate === 0 ? null : rate));
const callbackUrl = z.string().max(2_048);

/** How fast it calls, what follows a call, and who is told: a part of create's body. */
export const settingsFields = {
  concurrent_call_limit: concurrentCallLimit
    .optional()
    .meta({ description: 'Calls in flight at once; 10 unless told.' }),
  calls_per_second: callsPerSecondInput
    .optional()
    .meta({ description: 'No limit of its own unless told; 0 for no limit.' }),
  retry_config: retryConfig.optional(),
  voicemail_policy: z.enum(['reached', 'retry']).optional(),
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
