import { z } from 'zod';
import { VARIABLE_SOURCES, WEBHOOK_METHODS } from '../../../domain/webhook-endpoint';
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../domain/webhook-events';
import { id, idInput, pageQuery, success, timestamp, timestampInput } from './common';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_TOTAL_TIMEOUT_S = 3 * 24 * 60 * 60;
const MAX_VARIABLES = 200;

/** A test event goes to the endpoint that is tested, whatever that listens to. */
const SUBSCRIBABLE = WEBHOOK_EVENT_TYPES.filter((type) => type !== 'webhook.test');
const eventTypes = z
  .array(z.enum(SUBSCRIBABLE as [WebhookEventType, ...WebhookEventType[]]))
  .min(1)
  .transform((types) => [...new Set(types)])
  .meta({ description: 'Which events it hears of.', example: ['call.ended', 'call.failed'] });

const url = z.string().trim().min(1).max(2_048).meta({ example: 'https://crm.example.com/hooks/calls' });
const headers = z
  .record(z.string(), z.string().max(8_192))
  .meta({ description: 'At most 32 and 8 KB. Values may hold `{{ variables }}`.', example: { 'X-Api-Key': 'k' } });
const body = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= MAX_BODY_BYTES, {
    error: 'At most 64 KB',
    params: { code: 'too_big' },
  })
  .meta({
    description:
      'A JSON template with `{{ variables }}`, for POST and PUT. `"{{ x }}"` alone keeps the type of the value; inside of ' +
      'a longer string it is text. Empty: the event itself is sent.',
    example: '{"phone": "{{ phone }}", "note": "Call took {{ seconds }} s"}',
  });

const variable = z
  .strictObject({
    name: z.string().min(1).max(100).meta({ description: 'What `{{ }}` asks for.', example: 'phone' }),
    source: z.enum(VARIABLE_SOURCES).meta({ description: "`default`: the variable's own name." }),
    field: z.string().min(1).max(200).optional().meta({
      description: "The field within the source, the variable's name unless told. Dots go deeper: `metadata.order_id`.",
      example: 'to_number',
    }),
  })
  .meta({ id: 'WebhookVariable' });
const variables = z.array(variable).max(MAX_VARIABLES);

const successInput = z
  .strictObject({
    status: z.int().min(200).max(599).optional().meta({ description: 'Any 2xx unless told.' }),
    key: z.string().min(1).max(200).optional().meta({
      description: 'Dotted path into a JSON answer, to be found in its first 64 KB.',
      example: 'data.accepted',
    }),
    value: z.boolean().optional().meta({ description: 'What has to stand under `key`; true unless told.' }),
  })
  .meta({ id: 'WebhookSuccessInput', description: 'When an answer counts as delivered.' });

const optionalFields = {
  method: z.enum(WEBHOOK_METHODS).optional().meta({ description: 'POST unless told.' }),
  headers: headers.optional(),
  body: body.optional(),
  variables: variables.optional(),
  timeout_s: z.int().min(1).max(30).optional().meta({ description: 'Of each try; 10 unless told.' }),
  retry_limit: z.int().min(0).max(20).optional().meta({ description: 'Tries after the first.' }),
  total_timeout_s: z
    .int()
    .min(0)
    .max(MAX_TOTAL_TIMEOUT_S)
    .optional()
    .meta({
      description:
        'From the first try, all included. 0: no limits of its own, growing delays for three days; takes `retry_limit` away ' +
        'too, unless that is given beside it.',
    }),
  success: successInput.optional(),
  is_active: z.boolean().optional().meta({ description: 'true unless told.' }),
};
const name = z.string().trim().min(1).max(255);

export const createEndpointInput = z
  .strictObject({
    name,
    campaign_id: idInput.optional().meta({ description: 'Only of this campaign; of all of them unless told.' }),
    url,
    events: eventTypes,
    ...optionalFields,
  })
  .meta({ id: 'CreateWebhook' });

export const updateEndpointInput = z
  .strictObject({
    name: name.optional(),
    campaign_id: idInput.optional().meta({ description: 'Cannot be changed.' }),
    url: url.optional(),
    events: eventTypes.optional(),
    ...optionalFields,
  })
  .meta({ id: 'UpdateWebhook', description: 'Fields left out keep their value.' });
export type EndpointInput = z.output<typeof updateEndpointInput>;

const endpointRecord = z
  .object({
    id,
    name: z.string(),
    campaign_id: id.nullable(),
    method: z.enum(WEBHOOK_METHODS),
    url: z.string(),
    headers: z.record(z.string(), z.string()).meta({ description: 'Values are masked but for campaigns:admin.' }),
    body: z.string().nullable(),
    variables: z.array(z.object({ name: z.string(), source: z.enum(VARIABLE_SOURCES), field: z.string().nullable() })),
    events: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
    timeout_s: z.int(),
    retry_limit: z.int().nullable(),
    total_timeout_s: z.int().nullable(),
    is_active: z.boolean(),
    success: z.object({ status: z.int().nullable(), key: z.string().nullable(), value: z.boolean() }),
    secret: z.string().meta({ description: 'Masked but for campaigns:admin.', example: 'whsec_...' }),
    previous_secret_until: timestamp.nullable().meta({ description: 'Until then the secret before signs as well.' }),
    failing_since: timestamp.nullable().meta({ description: 'No try has succeeded since.' }),
    disabled_at: timestamp.nullable(),
    disabled_reason: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Webhook', description: 'An endpoint that is told of events.' });

export const endpointAnswer = z.object({ status: success, id, webhook: endpointRecord });
export const listEndpointsQuery = pageQuery.extend({
  campaign_id: idInput.optional().meta({ description: 'Only those of this campaign.' }),
});
export const listEndpointsAnswer = z.object({
  status: success,
  records: z.array(endpointRecord),
  total_records: z.int(),
});
export const deletedEndpointAnswer = z.object({ status: success, message: z.string(), id });

export const testEndpointAnswer = z.object({
  status: success,
  message: z.string(),
  delivery_id: id,
  delivery_url: z.string().meta({ description: 'How it went.' }),
});

export const previewEndpointInput = z
  .strictObject({
    event_type: z.enum(WEBHOOK_EVENT_TYPES).optional().meta({ description: '`call.ended` unless told.' }),
    campaign_id: idInput.optional().meta({ description: 'Its newest event; of all campaigns unless told.' }),
    call_id: idInput.optional().meta({ description: 'The event of this call, instead of the newest.' }),
    method: optionalFields.method,
    url: url.optional(),
    headers: optionalFields.headers,
    body: optionalFields.body,
    variables: optionalFields.variables,
  })
  .meta({ id: 'PreviewWebhook' });

export const previewEndpointAnswer = z.object({
  status: success,
  event: z.record(z.string(), z.unknown()).meta({ description: 'What happened, as it is sent without a template.' }),
  request: z.object({
    method: z.enum(WEBHOOK_METHODS),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  absent: z.array(z.string()).meta({ description: 'Variables without a value in this event; they are sent as null.' }),
  problem: z.string().nullable().meta({ description: 'Why this event cannot be sent; null when it can.' }),
});

export const replayInput = z
  .strictObject({ since: timestampInput.meta({ description: 'What has failed since then.' }) })
  .meta({ id: 'ReplayWebhook' });
export const replayedAnswer = z.object({
  status: success,
  message: z.string(),
  replayed: z.int().meta({ description: 'Deliveries that are tried again.' }),
});

export const callbackSecretAnswer = z.object({
  status: success,
  secret: z.string().meta({ description: 'Signs campaign callbacks and the pre-call webhook.', example: 'whsec_...' }),
  previous_secret_until: timestamp.nullable().meta({ description: 'Until then the secret before signs as well.' }),
});
