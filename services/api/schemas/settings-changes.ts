import { z } from 'zod';
import { settingsWarnings } from './campaign';
import {
  callConditionsInput,
  callConditionsRecord,
  callingHoursFields,
  callingHoursInput,
  callingHoursRecord,
  circuitBreakerInput,
  contactHoursInput,
  dailyTimeFields,
  dailyTimeRecord,
  limitsFields,
  limitsInput,
  limitsRecord,
} from './calling-rules';
import {
  callbackConfig,
  callsPerSecond,
  callsPerSecondInput,
  concurrentCallLimit,
  inboundPolicy,
  machineDetection,
  retryConfig,
  voicemailMessage,
  voicemailPolicy,
  voicemailRecordFields,
} from './campaign-settings';
import { success } from './common';

export const settingsQuery = z.object({
  dry_run: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => text === 'true')
    .meta({ description: 'true only tells what would change.', override: { type: 'boolean' } }),
});

const effect = z
  .object({
    waiting: z.int(),
    earlier: z.int().meta({ description: 'Called earlier than before.' }),
    later: z.int(),
    ended: z.int().meta({ description: 'Their retries or callbacks are used up under the new settings.' }),
    skipped: z.int().meta({ description: 'A condition does not hold any more.' }),
    restored: z.int().meta({ description: 'Skipped before; they will be called now.' }),
    unchanged: z.int(),
    text: z.string().meta({ description: 'The same as a sentence.' }),
  })
  .meta({ id: 'SettingsEffect', description: 'What it changes for contacts already waiting.' });

/** The answer of a change, with the part of the settings as it is now. */
function changed<Part extends z.ZodRawShape>(name: string, part: Part) {
  return z
    .object({
      status: success,
      message: z.string(),
      settings_version: z.int(),
      ...part,
      effect,
      dry_run: z.literal(true).optional().meta({ description: 'Given when nothing was stored.' }),
      warnings: settingsWarnings.optional(),
    })
    .meta({ id: `${name}Changed` });
}

export const concurrencyInput = z
  .object({
    concurrent_call_limit: concurrentCallLimit,
    calls_per_second: callsPerSecondInput
      .optional()
      .meta({ description: 'Absent or null: as before. 0: no limit of its own any more.' }),
  })
  .meta({ id: 'Concurrency' });

export const concurrencyAnswer = changed('Concurrency', {
  concurrent_call_limit: concurrentCallLimit,
  calls_per_second: callsPerSecond.nullable(),
});

export const dailyTimeInput = z.object(dailyTimeFields).meta({ id: 'DailyTimeControl' });
export const dailyTimeAnswer = changed('DailyTimeControl', dailyTimeRecord);

export const retrySettingsInput = z
  .object({
    retry_config: retryConfig.optional(),
    ...retryConfig.shape,
    rules: retryConfig.shape.rules.meta({ description: 'Per disposition; replaces all rules there are.' }),
    voicemail_policy: voicemailPolicy.optional(),
    voicemail_message: voicemailMessage.optional(),
    machine_detection: machineDetection.optional(),
    inbound_policy: inboundPolicy.optional(),
  })
  .meta({ id: 'RetrySettings', description: 'The fields of `retry_config`, inside of it or beside it.' });
export const retrySettingsAnswer = changed('RetrySettings', {
  retry_config: retryConfig,
  ...voicemailRecordFields,
});

export const rescheduleSettingsInput = z
  .object({
    enabled_reschedule_call: z.boolean().optional(),
    callback: callbackConfig.optional(),
    drop_pending: z
      .boolean()
      .optional()
      .meta({ description: 'true drops callbacks already promised; they are kept unless told.' }),
  })
  .meta({ id: 'RescheduleSettings' });
export const rescheduleSettingsAnswer = changed('RescheduleSettings', {
  enabled_reschedule_call: z.boolean(),
  callback: callbackConfig,
  dropped_callbacks: z.int().optional().meta({ description: 'After `drop_pending`.' }),
});

export const callConditionsChange = z
  .object({ call_conditions: callConditionsInput })
  .meta({ id: 'CallConditions', description: 'Replaces all; an empty list removes them.' });
export const callConditionsAnswer = changed('CallConditions', callConditionsRecord);

export const callingHoursChange = z
  .object({
    calling_hours: callingHoursInput.optional(),
    ...callingHoursFields,
    contact_hours: contactHoursInput.optional(),
  })
  .meta({ id: 'CallingHours', description: 'The fields of `calling_hours`, inside of it or beside `contact_hours`.' });
export const callingHoursAnswer = changed('CallingHours', callingHoursRecord);

export const limitsChange = z
  .object({ limits: limitsInput.optional(), ...limitsFields, circuit_breaker: circuitBreakerInput.optional() })
  .meta({ id: 'Limits', description: 'The fields of `limits`, inside of it or beside `circuit_breaker`.' });
export const limitsAnswer = changed('Limits', limitsRecord);
