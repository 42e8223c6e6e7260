import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathItemObject } from 'zod-openapi';
import { WEBHOOK_EVENT_TYPES } from '../../domain/webhook-events';
import { CALLBACK_EXAMPLES, eventExample, PRE_CALL_ANSWER } from './examples/sent-examples';
import {
  callScheduleCallback,
  callStatusCallback,
  campaignStatusCallback,
  eventSchema,
  EVENT_SUMMARIES,
  preCallAnswer,
  preCallRequest,
} from './schemas/sent-webhooks';

const signatureHeaders = z.object({
  'webhook-id': z.string().meta({ description: 'The same over all tries: deliveries come at least once.' }),
  'webhook-timestamp': z.string().meta({ description: 'Seconds since the epoch, of this try.' }),
  'webhook-signature': z.string().meta({ description: 'Standard Webhooks: `v1,...`; two while a secret rotates.' }),
});

const DELIVERED = { 200: { description: 'Delivered: any 2xx, or what the webhook takes for success.' } };

/** The section `webhooks` of the OpenAPI document: everything that we send, as its receivers have to take it. */
export function describeWebhooks(): Record<string, ZodOpenApiPathItemObject> {
  const sent: Record<string, ZodOpenApiPathItemObject> = {
    call_status_callback: sends(
      'callStatusCallback',
      'An attempt has ended',
      callStatusCallback,
      CALLBACK_EXAMPLES.call_status_callback,
    ),
    call_schedule_callback: sends(
      'callScheduleCallback',
      'A number is done with: reached, or all retries used',
      callScheduleCallback,
      CALLBACK_EXAMPLES.call_schedule_callback,
    ),
    status_callback: sends(
      'statusCallback',
      'A campaign has ended',
      campaignStatusCallback,
      CALLBACK_EXAMPLES.status_callback,
    ),
    pre_call_webhook: {
      post: {
        ...operation(
          'preCallWebhook',
          'A call is about to be made',
          preCallRequest,
          CALLBACK_EXAMPLES.pre_call_webhook,
        ),
        responses: {
          200: {
            description: 'The only status that counts; within 3 seconds.',
            content: { 'application/json': { schema: preCallAnswer, example: PRE_CALL_ANSWER } },
          },
        },
      },
    },
  };
  for (const type of WEBHOOK_EVENT_TYPES) {
    sent[type] = sends(`event.${type}`, `${type}: ${EVENT_SUMMARIES[type]}`, eventSchema(type), eventExample(type));
  }
  return sent;
}

function sends(operationId: string, summary: string, schema: z.ZodType, example: object): ZodOpenApiPathItemObject {
  return { post: operation(operationId, summary, schema, example) };
}

function operation(
  operationId: string,
  summary: string,
  schema: z.ZodType,
  example: object,
): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: ['sent'],
    summary,
    security: [],
    requestParams: { header: signatureHeaders },
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses: DELIVERED,
  };
}
