import type { z } from 'zod';
import { findWebhookToken } from '../../../infra/db/organizations/webhook-tokens';
import type { Queryable } from '../../../infra/db/database';
import type { campaignDetailsAnswer } from '../schemas/campaign';
import { leadExample } from './lead-example';

type Details = z.input<typeof campaignDetailsAnswer>['details'];

/** How an organization gets its first token. */
export const NO_TOKEN =
  'Your organization has no webhook token, so no leads can be posted yet. Somebody with an API key of the scope ' +
  'campaigns:admin makes one with POST /api/v1/webhook_token.';

/** What a campaign's details say about the token that leads are posted with. */
export async function campaignToken(
  db: Queryable,
  campaign: { readonly id: number; readonly organization_id: number },
  publicUrl: string,
): Promise<Pick<Details, 'webhook_token' | 'webhook_token_message' | 'lead_example'>> {
  const token = await findWebhookToken(db, campaign.organization_id);
  if (!token) return { webhook_token: null, webhook_token_message: NO_TOKEN, lead_example: null };
  const example = { publicUrl, token: token.masked, campaignId: campaign.id, idempotencyKey: 'lead-batch-001' };
  return { webhook_token: token.masked, webhook_token_message: null, lead_example: leadExample(example) };
}
