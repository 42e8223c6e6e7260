import { z } from 'zod';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhook-events';
import { id, idInput, pageSize, success, timestamp, timestampInput } from './common';

const statuses = ['pending', 'delivered', 'failed'] as const;
const kinds = ['call_status', 'call_schedule', 'campaign_status', 'event'] as const;

export const listDeliveriesQuery = z.strictObject({
  cursor: z.string().max(200).optional().meta({ description: '`next_cursor` of the page before.' }),
  pagesize: pageSize.optional().meta({ description: 'At most 150; 30 unless told.' }),
  campaign_id: idInput.optional(),
  endpoint_id: idInput.optional(),
  line_id: idInput.optional(),
  call_id: idInput.optional(),
  status: z.enum(statuses).optional(),
  kind: z.enum(kinds).optional().meta({ description: 'A callback of campaigns, or an event.' }),
  event_type: z.enum(WEBHOOK_EVENT_TYPES).optional(),
  webhook_id: z.string().max(100).optional().meta({ description: 'As the header `webhook-id` has it.' }),
  from: timestampInput.optional().meta({ description: 'Stored then or later, RFC 3339.' }),
  to: timestampInput.optional().meta({ description: 'Stored before then, RFC 3339.' }),
});

const deliveryFields = {
  delivery_id: id,
  campaign_id: id.nullable(),
  line_id: id.nullable(),
  attempt_id: id.nullable(),
  endpoint_id: id.nullable().meta({ description: 'null for the callbacks of a campaign.' }),
  webhook_id: z.string().meta({ description: 'The header `webhook-id`, the same over all tries.' }),
  kind: z.enum(kinds),
  event_type: z.enum(WEBHOOK_EVENT_TYPES).nullable(),
  url: z.string(),
  status: z.enum(statuses),
  tries: z.int(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
  last_duration_ms: z.int().nullable(),
  next_try_at: timestamp.nullable().meta({ description: 'About when it is tried next.' }),
  replays: z.int(),
  delivery_url: z.string().meta({ description: 'All its tries.' }),
  created_at: timestamp,
  updated_at: timestamp,
  delivered_at: timestamp.nullable(),
};

export const deliveryRecord = z.object(deliveryFields).meta({ id: 'Delivery' });

export const listDeliveriesAnswer = z.object({
  status: success,
  records: z.array(deliveryRecord),
  next_cursor: z.string().nullable(),
});

const deliveryTry = z
  .object({
    try_no: z.int(),
    method: z.string(),
    url: z.string(),
    request_headers: z.record(z.string(), z.string()).meta({ description: 'Values that may be secret are masked.' }),
    request_body: z.string().nullable().meta({ description: 'The first 4 KB.' }),
    response_status: z.int().nullable(),
    response_body: z.string().nullable().meta({ description: 'The first 4 KB.' }),
    error: z.string().nullable(),
    duration_ms: z.int(),
    created_at: timestamp,
  })
  .meta({ id: 'DeliveryTry' });

export const deliveryAnswer = z.object({
  status: success,
  delivery: z
    .object({
      ...deliveryFields,
      body: z.record(z.string(), z.unknown()).meta({
        description: 'What is told: the body of a callback, or the event before the endpoint makes its own of it.',
      }),
      tries_log: z.array(deliveryTry).meta({ description: 'In order.' }),
    })
    .meta({ id: 'DeliveryDetails' }),
});

export const replayedDeliveryAnswer = z.object({ status: success, message: z.string(), delivery: deliveryRecord });

export const replayDeliveriesInput = z
  .strictObject({
    since: timestampInput.meta({ description: 'What has failed since then.' }),
    endpoint_id: idInput.optional(),
    campaign_id: idInput.optional(),
  })
  .meta({ id: 'ReplayDeliveries' });
