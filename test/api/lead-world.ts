import type { Response } from 'supertest';
import { replaceWebhookToken } from '../../infra/db/organizations/webhook-tokens';
import type { LineRow } from '../../infra/db/line-tables';
import { SECRET_KEY, type ApiWorld } from './api-world';

export interface LeadWorld {
  readonly token: string;
  /** Posts a batch with the token. */
  post(
    idempotencyKey: unknown,
    leads: unknown,
    options?: { readonly token?: string; readonly through?: Pick<ApiWorld, 'call'> },
  ): Promise<Response>;
  /** The lines of a campaign, in order. */
  linesOf(campaignId: number): Promise<LineRow[]>;
}

/** Makes a token of the API's organization, and what tests do with it. */
export async function createLeadWorld(api: ApiWorld): Promise<LeadWorld> {
  const { token } = await replaceWebhookToken(api.db, api.organizationId, SECRET_KEY);
  return {
    token,
    post: (idempotency_key, leads, options = {}) =>
      (options.through ?? api).call('post', '/leads', {
        key: options.token ?? token,
        body: { idempotency_key, leads },
      }),
    linesOf: (campaignId) =>
      api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute(),
  };
}
