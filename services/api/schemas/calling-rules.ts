import { z } from 'zod';
import { WEEKDAYS } from '../../../domain/zone-clock';
import { id, idInput } from './common';
import { timezone } from './contact';

const MAX_WINDOWS = 24;
const MAX_CLOSED_DATES = 400;
const MAX_CONDITIONS = 50;
const MAX_NUMBERS = 100;
const MAX_COUNT = 1_000_000_000;
const DAY_S = 86_400;

/** Wall-clock time to the minute. */
const timeOfDay = z.string().regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, 'Expected a time such as 09:30');
const endOfWindow = z
  .string()
  .regex(/^(?:(?:[01]?\d|2[0-3]):[0-5]\d|24:00)$/, 'Expected a time such as 18:00, or 24:00');
const localDate = z.iso.date('Expected a date such as 2026-12-25');

const hourOfDay = z.number().min(0).max(24).meta({ description: 'Hours; 17.5 is 17:30.', example: 17.5 });

/** Create's fields of the daily stop and start, and the whole of PUT daily-time-control. */
export const dailyTimeFields = {
  enable_daily_hard_stop: z.boolean().optional().meta({ description: 'From then on no call starts that day.' }),
  daily_stop_time: hourOfDay.optional(),
  daily_stop_timezone: timezone.optional().meta({ description: "IANA zone; the campaign's unless told." }),
  enable_daily_auto_start: z
    .boolean()
    .optional()
    .meta({ description: 'Goes on at that time. Without a hard stop it has no effect.' }),
  daily_start_time: hourOfDay.optional(),
  daily_start_timezone: timezone.optional().meta({ description: "IANA zone; the campaign's unless told." }),
};

export const callingHoursFields = {
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .max(WEEKDAYS.length)
    .optional()
    .meta({ description: 'All seven: every day.', example: ['mon', 'tue'] }),
  windows: z
    .array(z.strictObject({ start: timeOfDay, end: endOfWindow }))
    .max(MAX_WINDOWS)
    .optional()
    .meta({ description: 'In the zone of the campaign; an end before the start is on the next day. None: all day.' }),
  closed_dates: z
    .array(localDate)
    .max(MAX_CLOSED_DATES)
    .optional()
    .meta({ example: ['2026-12-25'] }),
};

// A misspelt rule would call people when it must not: refused, unlike other unknown fields of campaigns.
export const callingHoursInput = z.strictObject(callingHoursFields).meta({ id: 'CallingHoursInput' });

export const contactHoursInput = z
  .strictObject({
    enabled: z.boolean().optional().meta({ description: 'On for numbers that really dial, unless told.' }),
    start: timeOfDay.optional().meta({ description: 'In the zone of the called person.', example: '08:00' }),
    end: endOfWindow.optional().meta({ example: '21:00' }),
    strict: z
      .boolean()
      .optional()
      .meta({ description: 'A number whose zone is not clear must be allowed in every zone it may be in.' }),
  })
  .meta({ id: 'ContactHoursInput', description: 'What is left out is as the organization says: /calling_rules.' });

export const callConditionsInput = z
  .array(
    z
      .object({
        column: z
          .string()
          .max(255)
          .meta({ description: 'A variable (dotted where nested), or a field of the contact.' }),
        operator: z.string().max(20).meta({
          description: 'equals (=, ==), not_equals (!=), contains, greater_than (>), less_than (<), in, exists',
        }),
        value: z.unknown().optional().meta({ description: 'A list for `in`; not needed for `exists`.' }),
      })
      .meta({ id: 'CallConditionInput' }),
  )
  .max(MAX_CONDITIONS)
  .meta({ description: 'All must hold for a contact to be called.' });

export const duplicatesInput = z
  .strictObject({
    policy: z.enum(['allow', 'skip', 'update', 'requeue']).optional().meta({ description: 'allow unless told.' }),
    scope: z.enum(['campaign', 'organization']).optional().meta({ description: 'campaign unless told.' }),
    key: z.enum(['to_number', 'external_id']).optional().meta({ description: 'to_number unless told.' }),
  })
  .meta({ id: 'DuplicatesInput' });

const strategy = z.enum(['fixed_count', 'round_robin', 'least_recently_used', 'matching_area_code']);

export const rotationInput = z
  .object({
    numbers: z
      .array(z.object({ phone_number_id: idInput, sequence: z.int().min(0).max(1_000_000).optional() }))
      .max(MAX_NUMBERS)
      .optional()
      .meta({ description: 'Lower sequences first. None: only `phone_number_id`, until others are added.' }),
    strategy: strategy.optional().meta({ description: 'fixed_count unless told.' }),
    calls_per_number: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({ description: 'For `fixed_count`; 50 unless told.' }),
    health_threshold: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: 'Percent: a number that fewer people answer rests. None rests unless told, or with 0.' }),
    fallback: z
      .enum(['pause', 'continue_best'])
      .optional()
      .meta({ description: 'When every number rests; pause unless told.' }),
  })
  .meta({ id: 'RotationInput' });

export const circuitBreakerInput = z
  .strictObject({
    enabled: z.boolean().optional().meta({ description: 'false switches it off; on unless told.' }),
    failure_share: z.number().gt(0).max(1).optional().meta({ description: '0.5 unless told.' }),
    window_s: z.int().min(10).max(DAY_S).optional().meta({ description: '120 unless told.' }),
    min_calls: z.int().min(1).max(100_000).optional().meta({ description: '10 unless told.' }),
  })
  .meta({ id: 'CircuitBreakerInput', description: 'Pauses when this share of calls failed at the provider.' });

const limit = z.int().min(0).max(MAX_COUNT).optional();

export const limitsFields = {
  calls_per_day: limit.meta({ description: 'In a day of the zone of the campaign. 0: no limit.' }),
  calls_total: limit.meta({ description: '0: no limit.' }),
  connected_minutes: limit.meta({ description: '0: no limit.' }),
  end_date: z
    .union([localDate, z.literal('')])
    .optional()
    .meta({ description: 'The last day on which it calls. An empty text: none.', example: '2027-01-31' }),
};
export const limitsInput = z.strictObject(limitsFields).meta({ id: 'LimitsInput' });

/** Create's fields that say when, whom and from where it calls. */
export const ruleFields = {
  ...dailyTimeFields,
  calling_hours: callingHoursInput.optional(),
  contact_hours: contactHoursInput.optional(),
  call_conditions: callConditionsInput.optional(),
  duplicates: duplicatesInput.optional(),
  rotation: rotationInput.optional(),
  circuit_breaker: circuitBreakerInput.optional(),
  limits: limitsInput.optional(),
};

const time = z.string().meta({ example: '09:00' });

/** The same as they are shown. */
export const dailyTimeRecord = {
  enable_daily_hard_stop: z.boolean(),
  daily_stop_time: z.number().nullable(),
  daily_stop_timezone: z.string().nullable(),
  enable_daily_auto_start: z.boolean(),
  daily_start_time: z.number().nullable(),
  daily_start_timezone: z.string().nullable(),
};

export const callingHoursRecord = {
  calling_hours: z
    .object({
      days: z.array(z.enum(WEEKDAYS)),
      windows: z.array(z.object({ start: time, end: time })),
      closed_dates: z.array(z.string()),
    })
    .nullable()
    .meta({ description: 'null: every day, all day.' }),
  contact_hours: z
    .object({
      enabled: z.boolean().nullable(),
      start: time.nullable(),
      end: time.nullable(),
      strict: z.boolean().nullable(),
    })
    .nullable()
    .meta({ description: 'null: as the organization says.' }),
};

export const callConditionsRecord = {
  call_conditions: z.array(z.object({ column: z.string(), operator: z.string(), value: z.unknown().optional() })),
};

export const limitsRecord = {
  limits: z.object({
    calls_per_day: z.int().nullable(),
    calls_total: z.int().nullable(),
    connected_minutes: z.int().nullable(),
    end_date: z.string().nullable(),
  }),
  circuit_breaker: z.object({
    enabled: z.boolean(),
    failure_share: z.number().nullable(),
    window_s: z.int().nullable(),
    min_calls: z.int().nullable(),
  }),
};

export const ruleRecord = {
  ...dailyTimeRecord,
  ...callingHoursRecord,
  ...callConditionsRecord,
  duplicates: z.object({ policy: z.string(), scope: z.string(), key: z.string() }),
  rotation: z
    .object({
      numbers: z.array(z.object({ phone_number_id: id, sequence: z.int() })),
      strategy,
      calls_per_number: z.int(),
      health_threshold: z.number().nullable(),
      fallback: z.enum(['pause', 'continue_best']),
    })
    .nullable(),
  ...limitsRecord,
};
