import { z } from 'zod';
import { id, idInput, success, timestamp } from './common';

const masked = z.string().nullable().meta({ description: 'Its last four characters; null: there is none.' });
const whole = z.string().meta({ description: 'The whole token; its end alone in an answer that is replayed.' });

export const webhookTokenAnswer = z
  .object({
    status: success,
    webhook_token: masked.meta({ example: '…x3Fq' }),
    created_at: timestamp.nullable(),
    message: z.string().nullable().meta({ description: 'How to have a token made, while there is none.' }),
  })
  .meta({ id: 'WebhookToken' });

export const newWebhookTokenAnswer = z
  .object({ status: success, message: z.string(), webhook_token: whole, created_at: timestamp })
  .meta({ id: 'NewWebhookToken' });

export const revealWebhookTokenInput = z
  .strictObject({ campaign_id: idInput.optional().meta({ description: 'Of the example; the newest unless told.' }) })
  .meta({ id: 'RevealWebhookToken' });

export const revealedWebhookTokenAnswer = z
  .object({
    status: success,
    webhook_token: whole,
    created_at: timestamp,
    campaign_id: id.nullable(),
    example: z.string().nullable().meta({ description: 'A cURL command; null while no campaign takes leads.' }),
  })
  .meta({ id: 'RevealedWebhookToken' });

export const revokedWebhookTokenAnswer = z
  .object({ status: success, message: z.string() })
  .meta({ id: 'RevokedWebhookToken' });

/** What a campaign says about the token that leads are posted with. */
export const campaignTokenFields = {
  webhook_token: masked.meta({ description: "The end of the organization's webhook token.", example: '…x3Fq' }),
  webhook_token_message: z.string().nullable().meta({ description: 'How to have a token made, while there is none.' }),
  lead_example: z
    .string()
    .nullable()
    .meta({ description: 'A cURL command that adds a lead, its token masked; null while there is none.' }),
};
