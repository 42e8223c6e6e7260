import {
  readCallbackSecret,
  rotateCallbackSecret,
  type CallbackSecret,
} from '../../../infra/db/organizations/callback-secret';
import { withTransaction } from '../../../infra/db/transaction';
import { newWebhookSecret } from '../../../infra/webhook-http/standard-webhooks';
import { audit } from '../audit';
import { defineOperation, route, type Route } from '../http/operation';
import { callbackSecretAnswer } from '../schemas/webhook';
import { futureIso } from '../webhooks/endpoint-record';
import { ROTATION_OVERLAP_MS } from '../webhooks/require-endpoint';

const tag = 'webhooks';
const path = '/webhook_secret';
const scope = 'campaigns:admin';

const getOperation = defineOperation({
  id: 'getWebhookSecret',
  method: 'get',
  path,
  tag,
  summary: "Show the secret that signs campaigns' callbacks and the pre-call webhook",
  description: 'The audit log notes it. Webhooks have secrets of their own.',
  scope,
  answer: callbackSecretAnswer,
});

const rotateOperation = defineOperation({
  id: 'rotateCallbackSecret',
  method: 'post',
  path,
  tag,
  summary: "Make a new secret for campaigns' callbacks and the pre-call webhook",
  description: 'For 24 hours both sign, the new one first. Rotating again within that time ends the older one at once.',
  scope,
  answer: callbackSecretAnswer,
});

/** The organization's own secret. */
export function webhookSecretRoutes(): Route[] {
  return [
    route(getOperation, async ({ caller, db }) => {
      const found = await readCallbackSecret(db, caller.organizationId);
      await audit(db, caller, 'webhook_secret.reveal', caller.organizationId);
      return answerOf(found);
    }),
    route(rotateOperation, async ({ caller, db }) =>
      withTransaction(db, async (trx) => {
        const until = new Date(Date.now() + ROTATION_OVERLAP_MS);
        const rotated = await rotateCallbackSecret(trx, caller.organizationId, newWebhookSecret(), until);
        await audit(trx, caller, 'webhook_secret.rotate', caller.organizationId);
        return answerOf(rotated);
      }),
    ),
  ];
}

function answerOf({ secret, previousUntil }: CallbackSecret) {
  return { status: 'success' as const, secret, previous_secret_until: futureIso(previousUntil) };
}
