import { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { LINE_STATUSES } from '../../../domain/line-status';
import { id, pageSize, success, timestamp } from './common';
import { timezone } from './contact';
import { deliveryRecord } from './delivery';

const lineFields = {
  line_id: id,
  to_number: z.string(),
  external_id: z.string().nullable(),
  call_status: z.enum(LINE_STATUSES),
  interaction_status: z.string().nullable(),
  attempts: z.int(),
  next_attempt_at: timestamp.nullable(),
  custom_variables: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  created_at: timestamp,
  updated_at: timestamp,
};

export const lineRecord = z.object(lineFields).meta({ id: 'Line' });

export const listLinesQuery = z.object({
  cursor: z.string().max(200).optional().meta({ description: '`next_cursor` of the page before.' }),
  pagesize: pageSize.optional().meta({ description: 'At most 150; 30 unless told.' }),
  call_status: z.enum(LINE_STATUSES).optional(),
  interaction_status: z.string().max(100).optional(),
  search: z.string().max(200).optional().meta({ description: 'Part of the number, the external id or a name.' }),
  include_total: z.enum(['true', 'false', '1', '0']).optional(),
});

export const listLinesAnswer = z.object({
  status: success,
  records: z.array(lineRecord),
  next_cursor: z.string().nullable(),
  total_records: z.int().optional(),
});

const decision = z.object({ kind: z.string(), reason: z.string(), at: timestamp.nullable() });

const preCall = z
  .object({
    outcome: z.enum(['answered', 'not_eligible', 'failed']),
    tries: z.int(),
    error: z.string().nullable().meta({ example: 'timeout: no answer within 3000 ms' }),
    duration_ms: z.int(),
    from_number: z.string().meta({ description: 'The number that the webhook was told.' }),
  })
  .meta({ id: 'PreCall', description: 'How the pre-call webhook went.' });

const attempt = z
  .object({
    attempt_id: id,
    call_sid: z.string().meta({ example: 'call_345' }),
    attempt_no: z.int(),
    status: z.enum(['placing', 'placed', 'ringing', 'answered', 'ended']),
    disposition: z.string().nullable(),
    raw_code: z.string().nullable(),
    from_number: z.string(),
    provider: z.string(),
    provider_call_id: z.string().nullable(),
    reference: z.string(),
    settings_version: z.int(),
    duration_s: z.number().nullable(),
    outcome: z.record(z.string(), z.unknown()).nullable(),
    variables: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "What the agent was given: the contact's variables, and those of the pre-call webhook." }),
    unresolved_variables: z
      .array(z.string())
      .meta({ description: 'Variables of welcome message and prompt that had no value.' }),
    pre_call: preCall.nullable().meta({ description: 'null where no pre-call webhook was asked.' }),
    decision: decision.nullable().meta({ description: 'What followed from this attempt, and why.' }),
    created_at: timestamp,
    placed_at: timestamp.nullable(),
    answered_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'Attempt' });

const inboundCall = z
  .object({
    call_id: id,
    call_sid: z.string().meta({ example: 'call_346' }),
    status: z.enum(['ringing', 'answered', 'ended']),
    disposition: z.string().nullable(),
    raw_code: z.string().nullable(),
    from_number: z.string(),
    to_number: z.string(),
    provider: z.string(),
    provider_call_id: z.string().nullable(),
    reference: z.string(),
    agent_id: id.nullable(),
    duration_s: z.number().nullable(),
    outcome: z.record(z.string(), z.unknown()).nullable(),
    variables: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What the agent was given.' }),
    pre_call: preCall.nullable().meta({ description: 'null where no pre-call webhook was asked.' }),
    decision: decision.nullable().meta({ description: 'What became of the contact by it, and why.' }),
    created_at: timestamp,
    answered_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'InboundCall', description: 'A call of somebody to one of your numbers.' });

const explanation = z
  .object({
    code: z.string().meta({ description: 'Stable, for programs.', example: 'contact_hours' }),
    text: z.string().meta({ description: 'A sentence for people.' }),
    since: timestamp.nullable(),
    until: timestamp.nullable().meta({ description: 'null: for good, or until something else happens.' }),
  })
  .meta({ id: 'WhyNotNow', description: 'Why a contact is not being called now.' });

const callback = z
  .object({
    callback_id: id,
    attempt_id: id
      .nullable()
      .meta({ description: 'The attempt in which it was asked for; null for one made by hand.' }),
    inbound_call_id: id.nullable().meta({ description: 'The call of the contact to us in which it was asked for.' }),
    status: z.enum(['pending', 'kept', 'late', 'missed', 'dropped']),
    source: z.enum(['provider', 'words', 'default_delay', 'admin']),
    text: z.string().nullable().meta({ description: 'The words it came from.' }),
    wall_clock: z.string().meta({ example: '2026-12-25T15:00' }),
    timezone: z.string(),
    asked_for: timestamp,
    due_at: timestamp.meta({ description: 'Inside the hours.' }),
    settled_at: timestamp.nullable(),
    created_at: timestamp,
  })
  .meta({ id: 'Callback' });

export const lineStoryAnswer = z.object({
  status: success,
  line: z
    .object({
      ...lineFields,
      timezone: z.string().nullable(),
      priority: z.int(),
      schedule_at: timestamp.nullable(),
      expires_at: timestamp.nullable(),
      retries_used: z.int(),
      callbacks_used: z.int(),
      closing_reason: z.string().nullable(),
      skipped_condition: z
        .object({ column: z.string(), operator: z.string(), value: z.unknown().optional() })
        .nullable()
        .meta({ description: 'The condition that keeps it from being called.' }),
      closed_at: timestamp.nullable(),
    })
    .meta({ id: 'LineDetails' }),
  why_not_now: explanation
    .nullable()
    .meta({ description: 'null while the contact is being called, and when it is next in turn.' }),
  next_attempt: z.object({ at: timestamp.nullable(), rule: z.string() }).nullable(),
  attempts: z.array(attempt),
  inbound_calls: z.array(inboundCall).meta({ description: 'Calls of the contact to us.' }),
  callbacks: z.array(callback),
  deliveries: z.array(deliveryRecord),
  temporal_ui_url: z.string().nullable(),
});

export const rescheduleLineInput = z
  .strictObject({
    at: z.string().max(64).meta({
      description: 'RFC 3339 with an offset, or a wall-clock time in `timezone`.',
      example: '2026-12-25 10:00:00',
    }),
    timezone: timezone.optional().meta({ description: "IANA zone; the called person's unless told." }),
  })
  .meta({ id: 'RescheduleLine' });

export const lineActionAnswer = z
  .object({
    status: success,
    message: z.string(),
    line_id: id,
    call_status: z.enum(LINE_STATUSES),
    next_attempt_at: timestamp.nullable(),
    will_call_after: timestamp.nullable().optional().meta({
      description: 'Given with `reason` when the contact is not called now; null when nobody knows the time.',
    }),
    reason: z.string().optional().meta({ example: 'outside_calling_hours' }),
    reason_text: z.string().optional(),
  })
  .meta({ id: 'LineActed' });

export const suppressLineAnswer = lineActionAnswer
  .extend({
    ended_lines: z.int().meta({ description: 'Waiting contacts with this number that ended, in all campaigns.' }),
  })
  .meta({ id: 'LineSuppressed' });

export const campaignWhyAnswer = z
  .object({
    status: success,
    campaign_status: z.enum(CAMPAIGN_STATUSES),
    reason: explanation.nullable().meta({ description: 'Why the campaign starts no call now; null while it does.' }),
    held: z
      .array(
        z.object({
          code: z.string().meta({ description: 'Stable, for programs.', example: 'retry_scheduled' }),
          text: z.string(),
          lines: z.int(),
          next_at: timestamp.nullable().meta({ description: 'When the first of them is due.' }),
        }),
      )
      .meta({ description: 'How many contacts each rule holds.' }),
  })
  .meta({ id: 'CampaignWhy' });
