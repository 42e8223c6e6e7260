import { randomBytes } from 'node:crypto';
import type { Caller } from '../../../infra/db/organizations/callers';
import {
  findWebhookToken,
  readWebhookToken,
  replaceWebhookToken,
  revokeWebhookToken,
} from '../../../infra/db/organizations/webhook-tokens';
import type { Queryable } from '../../../infra/db/database';
import { newestOpenCampaign } from '../../../infra/db/lines/lead-batches';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { Problem } from '../http/problem';
import { leadExample } from '../leads/lead-example';
import { NO_TOKEN } from '../leads/token-record';
import {
  newWebhookTokenAnswer,
  revealedWebhookTokenAnswer,
  revealWebhookTokenInput,
  revokedWebhookTokenAnswer,
  webhookTokenAnswer,
} from '../schemas/webhook-token';
import { requireCampaign } from './campaigns';

const tag = 'organization';
const path = '/webhook_token';

const showToken = defineOperation({
  id: 'getWebhookToken',
  method: 'get',
  path,
  tag,
  summary: 'Show the end of the webhook token, or how to have one made',
  scope: 'read',
  answer: webhookTokenAnswer,
});
const makeToken = defineOperation({
  id: 'makeWebhookToken',
  method: 'post',
  path,
  tag,
  summary: 'Make the webhook token, or a new one',
  description: 'The one before stops working at once. Each is written to the audit log.',
  scope: 'campaigns:admin',
  answer: newWebhookTokenAnswer,
});
const revealToken = defineOperation({
  id: 'revealWebhookToken',
  method: 'post',
  path: `${path}/reveal`,
  tag,
  summary: 'Show the whole webhook token, and a command that works with it',
  description: 'Each time is written to the audit log.',
  scope: 'campaigns:admin',
  body: revealWebhookTokenInput,
  answer: revealedWebhookTokenAnswer,
});
const revokeToken = defineOperation({
  id: 'revokeWebhookToken',
  method: 'delete',
  path,
  tag,
  summary: 'Revoke the webhook token',
  description: 'It stops working at once.',
  scope: 'campaigns:admin',
  answer: revokedWebhookTokenAnswer,
});

const status = 'success' as const;

/** The one token of an organization, which is good for posting leads. */
export function webhookTokenRoutes(deps: ApiDependencies): Route[] {
  return [
    route(showToken, async ({ caller, db }) => {
      const token = await findWebhookToken(db, caller.organizationId);
      if (!token) return { status, webhook_token: null, created_at: null, message: NO_TOKEN };
      return { status, webhook_token: token.masked, created_at: token.createdAt.toISOString(), message: null };
    }),
    route(makeToken, async ({ caller, db, afterCommit }) => {
      const secretKey = requireSecretKey(deps);
      const { token, masked, createdAt } = await withTransaction(db, async (trx) => {
        const before = await findWebhookToken(trx, caller.organizationId);
        const made = await replaceWebhookToken(trx, caller.organizationId, secretKey);
        await audit(trx, caller, before ? 'webhook_token.replace' : 'webhook_token.create', null);
        return made;
      });
      const message = 'This is your webhook token, good for POST /api/v1/leads alone. It is shown masked from now on.';
      const answer = { status, message, webhook_token: masked, created_at: createdAt.toISOString() };
      // Not before: an answer is stored for whoever repeats the request, and a token never in clear.
      afterCommit(() => void (answer.webhook_token = token));
      return answer;
    }),
    route(revealToken, async ({ body, caller, db, afterCommit }) => {
      const { token, masked, createdAt } = await withTransaction(db, (trx) => reveal(trx, deps, caller));
      const campaignId = await campaignOfExample(db, caller.organizationId, body.campaign_id);
      const idempotencyKey = `example-${randomBytes(4).toString('hex')}`;
      const exampleWith = (shown: string): string | null =>
        campaignId === null
          ? null
          : leadExample({ publicUrl: deps.publicUrl, token: shown, campaignId, idempotencyKey });
      const answer = {
        status,
        webhook_token: masked,
        created_at: createdAt.toISOString(),
        campaign_id: campaignId,
        example: exampleWith(masked),
      };
      afterCommit(() => void Object.assign(answer, { webhook_token: token, example: exampleWith(token) }));
      return answer;
    }),
    route(revokeToken, async ({ caller, db }) => {
      await withTransaction(db, async (trx) => {
        if (!(await revokeWebhookToken(trx, caller.organizationId))) throw noToken();
        await audit(trx, caller, 'webhook_token.revoke', null);
      });
      return { status, message: 'The webhook token was revoked. Leads are refused until there is a new one.' };
    }),
  ];
}

async function reveal(trx: Queryable, deps: ApiDependencies, caller: Caller) {
  const token = await readWebhookToken(trx, caller.organizationId, requireSecretKey(deps));
  if (token === null) throw noToken();
  if (token === 'unreadable') {
    const detail =
      'The token was stored under another EVERDIAL_SECRET_KEY. Make a new one: POST /api/v1/webhook_token.';
    throw new Problem(409, 'token_unreadable', detail);
  }
  await audit(trx, caller, 'webhook_token.reveal', null);
  return token;
}

async function campaignOfExample(db: Queryable, organizationId: number, given?: number): Promise<number | null> {
  if (given === undefined) return newestOpenCampaign(db, organizationId);
  return (await requireCampaign(db, organizationId, given)).id;
}

function requireSecretKey({ secretKey }: ApiDependencies): Buffer {
  if (secretKey) return secretKey;
  const detail = 'Tokens are stored encrypted, and EVERDIAL_SECRET_KEY is not set. Ask whoever runs this installation.';
  throw new Problem(409, 'secret_key_missing', detail);
}

function noToken(): Problem {
  return new Problem(404, 'no_webhook_token', NO_TOKEN);
}
