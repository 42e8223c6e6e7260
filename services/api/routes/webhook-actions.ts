import { insertDeliveries } from '../../../infra/db/deliveries/deliveries';
import { enableEndpoint, rotateEndpointSecret } from '../../../infra/db/deliveries/endpoints';
import { replayFailed } from '../../../infra/db/deliveries/replays';
import { withTransaction } from '../../../infra/db/transaction';
import { newWebhookSecret } from '../../../infra/webhook-http/standard-webhooks';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { endpointAnswer, replayedAnswer, replayInput, testEndpointAnswer } from '../schemas/webhook';
import { deliveryUrl } from '../webhooks/delivery-record';
import { replayedText } from '../webhooks/replayed-text';
import { auditEndpoint, requireEndpoint, requireOpen, ROTATION_OVERLAP_MS } from '../webhooks/require-endpoint';
import { testDelivery } from '../webhooks/test-event';
import { answerOf } from './webhooks';

const tag = 'webhooks';
const scope = 'campaigns:admin';

const testOperation = defineOperation({
  id: 'testWebhook',
  method: 'post',
  path: '/webhooks/{id}/test',
  tag,
  summary: 'Send a test event to a webhook',
  description:
    'Of the type `webhook.test`, with made-up values for everything that variables can name; signed, retried and logged ' +
    'as any other.',
  scope,
  answer: testEndpointAnswer,
});

const rotateOperation = defineOperation({
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/webhooks/{id}/rotate_secret',
  tag,
  summary: 'Give a webhook a new secret',
  description: 'For 24 hours both sign, the new one first. Rotating again within that time ends the older one at once.',
  scope,
  answer: endpointAnswer,
});

const enableOperation = defineOperation({
  id: 'enableWebhook',
  method: 'post',
  path: '/webhooks/{id}/enable',
  tag,
  summary: 'Send events to a webhook again',
  description: 'After it was disabled for failing, or made inactive. What has failed meanwhile is sent by `replay`.',
  scope,
  answer: endpointAnswer,
});

const replayOperation = defineOperation({
  id: 'replayWebhook',
  method: 'post',
  path: '/webhooks/{id}/replay',
  tag,
  summary: 'Send again what a webhook has missed',
  description: 'Every delivery that has failed since then, with the same `webhook-id`.',
  scope,
  body: replayInput,
  answer: replayedAnswer,
});

/** What is done with an endpoint that is there. */
export function webhookActionRoutes({ publicUrl }: ApiDependencies): Route[] {
  return [
    route(testOperation, async ({ id, caller, db }) => {
      const endpoint = await requireEndpoint(db, caller, id());
      requireOpen(endpoint);
      const [delivery_id = 0] = await insertDeliveries(db, [testDelivery(endpoint, new Date())]);
      const message = 'The test event is on its way. Its delivery tells how it went.';
      return { status: 'success' as const, message, delivery_id, delivery_url: deliveryUrl(publicUrl, delivery_id) };
    }),
    route(rotateOperation, async ({ id, caller, db }) => {
      const endpointId = id();
      return withTransaction(db, async (trx) => {
        const endpoint = await requireEndpoint(trx, caller, endpointId);
        const until = new Date(Date.now() + ROTATION_OVERLAP_MS);
        const row = await rotateEndpointSecret(trx, endpoint, newWebhookSecret(), until);
        await auditEndpoint(trx, caller, 'webhook.rotate_secret', row);
        return answerOf(row, true);
      });
    }),
    route(enableOperation, async ({ id, caller, db }) => {
      const endpointId = id();
      return withTransaction(db, async (trx) => {
        await requireEndpoint(trx, caller, endpointId);
        const row = await enableEndpoint(trx, endpointId);
        await auditEndpoint(trx, caller, 'webhook.enable', row);
        return answerOf(row, true);
      });
    }),
    route(replayOperation, async ({ id, body, caller, db }) => {
      const endpointId = id();
      return withTransaction(db, async (trx) => {
        const endpoint = await requireEndpoint(trx, caller, endpointId);
        requireOpen(endpoint);
        const replayed = await replayFailed(trx, caller.organizationId, { since: body.since, endpointId });
        await auditEndpoint(trx, caller, 'webhook.replay', endpoint, { since: body.since.toISOString(), replayed });
        return { status: 'success' as const, message: replayedText(replayed), replayed };
      });
    }),
  ];
}
