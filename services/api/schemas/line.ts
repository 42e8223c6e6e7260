import { z } from 'zod';
import { LINE_STATUSES } from '../../../domain/line-status';
import { id, pageSize, success, timestamp } from './common';

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
    decision: decision.nullable().meta({ description: 'What followed from this attempt, and why.' }),
    created_at: timestamp,
    placed_at: timestamp.nullable(),
    answered_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'Attempt' });

const delivery = z
  .object({
    delivery_id: id,
    attempt_id: id.nullable(),
    webhook_id: z.string(),
    kind: z.string(),
    url: z.string(),
    status: z.enum(['pending', 'delivered', 'failed']),
    tries: z.int(),
    last_status: z.int().nullable(),
    last_error: z.string().nullable(),
    created_at: timestamp,
    delivered_at: timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });

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
      closed_at: timestamp.nullable(),
    })
    .meta({ id: 'LineDetails' }),
  next_attempt: z.object({ at: timestamp.nullable(), rule: z.string() }).nullable(),
  attempts: z.array(attempt),
  deliveries: z.array(delivery),
  temporal_ui_url: z.string().nullable(),
});
