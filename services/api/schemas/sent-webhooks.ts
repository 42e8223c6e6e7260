import { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { CALL_LOG_FIELDS } from '../../../domain/webhook-endpoint';
import type { WebhookEventType } from '../../../domain/webhook-events';
import { id, timestamp } from './common';

const campaignSid = z.string().meta({ example: 'camp_12' });
const callSid = z.string().meta({ example: 'call_345' });
const number = z.string().meta({ example: '+15551234567' });
const zonedTime = z.string().meta({
  description: "RFC 3339 with the campaign's offset.",
  example: '2024-01-15T09:05:00+05:30',
});
const callStatus = z.enum(['completed', 'failed', 'busy', 'no-answer']);

export const callStatusCallback = z
  .object({
    campaign_sid: campaignSid,
    call_sid: callSid,
    date_created: zonedTime,
    date_updated: zonedTime,
    number,
    status: callStatus,
  })
  .meta({ id: 'CallStatusCallback' });

export const callScheduleCallback = z
  .object({
    campaign_sid: campaignSid,
    to: number,
    from: number.meta({ description: 'The number of the last attempt.' }),
    call_sids: z.array(callSid).meta({ description: 'Every attempt, in order.' }),
    status: callStatus,
    date_created: zonedTime,
    date_updated: zonedTime,
  })
  .meta({ id: 'CallScheduleCallback' });

export const campaignStatusCallback = z
  .object({
    campaign_sid: campaignSid,
    status: z.enum(['Completed', 'Failed', 'Canceled']),
    date_created: zonedTime,
    date_updated: zonedTime,
    report_url: z.string().nullable().meta({ description: 'A CSV that opens without a key for a limited time.' }),
  })
  .meta({ id: 'CampaignStatusCallback' });

const campaignPart = z
  .looseObject({
    id,
    campaign_sid: campaignSid,
    name: z.string(),
    is_dynamic: z.boolean(),
    status: z.enum(CAMPAIGN_STATUSES),
    timezone: z.string(),
    created_at: timestamp,
    ended_at: timestamp.nullable(),
  })
  .meta({ id: 'EventCampaign' });

const contactPart = z
  .looseObject({
    line_id: id,
    to_number: number,
    external_id: z.string().nullable(),
    call_status: z.string(),
    interaction_status: z.string().nullable(),
    attempts: z.int(),
    next_attempt_at: timestamp.nullable(),
    closing_reason: z.string().nullable(),
    timezone: z.string().nullable(),
    priority: z.int(),
    custom_variables: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timestamp,
  })
  .meta({ id: 'EventContact' });

const callPart = z
  .looseObject(Object.fromEntries(CALL_LOG_FIELDS.map((field) => [field, z.unknown()])))
  .meta({ id: 'EventCall', description: 'Every field of the call log; null where nothing is known.' });

/** What an endpoint without a body of its own is sent. */
export function eventSchema(type: WebhookEventType): z.ZodType {
  return z.object({
    type: z.literal(type),
    timestamp: timestamp.meta({ description: 'When it happened.' }),
    data: z.looseObject({
      campaign: campaignPart.nullable(),
      contact: contactPart.nullable(),
      call: callPart.nullable(),
    }),
  });
}

export const EVENT_SUMMARIES: Readonly<Record<WebhookEventType, string>> = {
  'call.started': 'The provider has taken a call on',
  'call.ended': 'A call that was answered, by a person or a voicemail, has ended',
  'call.failed': 'An attempt was not answered',
  'call.voicemail_detected': 'A voicemail has answered',
  'conversation.transcript': 'Something was said: a turn, or the whole conversation',
  'conversation.intent_detected': 'The agent has understood what the person wants',
  'conversation.entity_captured': 'A fact was named: a date, an order number',
  'campaign.started': 'A campaign has started',
  'campaign.paused': 'Somebody has paused a campaign',
  'campaign.resumed': 'A campaign goes on',
  'campaign.auto_paused': 'A campaign has paused by itself: its hours, a limit, its circuit breaker',
  'campaign.waiting': 'A dynamic campaign has nobody left to call, and waits for contacts',
  'campaign.quota_reached': 'A limit of a campaign is used up',
  'campaign.completed': 'A finite campaign is done with its contacts',
  'campaign.cancelled': 'Somebody has cancelled a campaign',
  'campaign.failed': 'A campaign cannot go on',
  'contact.rescheduled': 'A contact will be called back at a time it has asked for',
  'contact.exhausted': 'A contact was not reached, and its retries are used up',
  'webhook.disabled': 'A webhook, or the URL of a callback, was disabled for failing',
  'webhook.test': 'A test event, asked for by hand',
};

export const preCallRequest = z
  .object({
    event: z.literal('call'),
    call: z.object({
      direction: z.enum(['inbound', 'outbound']),
      bot_id: z.string(),
      from_number: number,
      to_number: number,
      attempt: z.enum(['1', '2', '3']).meta({ description: 'The number of the try.' }),
    }),
  })
  .meta({ id: 'PreCallRequest' });

export const preCallAnswer = z
  .looseObject({
    call: z
      .looseObject({
        dynamic_variables: z.record(z.string(), z.unknown()).optional(),
        eligible: z.boolean().optional().meta({ description: 'false: the call is not made now.' }),
        reason: z.string().optional(),
        retry_at: z.string().optional().meta({ description: 'RFC 3339: when to ask again.' }),
      })
      .optional(),
  })
  .meta({ id: 'PreCallAnswer', description: 'An empty object is fine.' });
