import {
  countEndpoints,
  deleteEndpoint,
  insertEndpoint,
  listEndpoints,
  updateEndpoint,
} from '../../../infra/db/deliveries/endpoints';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { Queryable } from '../../../infra/db/database';
import { withTransaction } from '../../../infra/db/transaction';
import type { WebhookEndpointRow } from '../../../infra/db/webhook-tables';
import { newWebhookSecret } from '../../../infra/webhook-http/standard-webhooks';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, Problem } from '../http/problem';
import { pageOf } from '../schemas/common';
import {
  createEndpointInput,
  deletedEndpointAnswer,
  endpointAnswer,
  listEndpointsAnswer,
  listEndpointsQuery,
  updateEndpointInput,
} from '../schemas/webhook';
import { endpointRecord } from '../webhooks/endpoint-record';
import { changedEndpoint, readNewEndpoint } from '../webhooks/read-endpoint';
import { auditEndpoint, requireEndpoint } from '../webhooks/require-endpoint';
import { requireCampaign } from './campaigns';

const tag = 'webhooks';
const path = '/webhooks/{id}';
/** Of an organization as a whole, and of each campaign. */
const MAX_ENDPOINTS = 20;

const listOperation = defineOperation({
  id: 'listWebhooks',
  method: 'get',
  path: '/webhooks',
  tag,
  summary: 'List webhooks: all of them, or those of a campaign',
  description: 'Secrets and values of headers are masked.',
  scope: 'read',
  query: listEndpointsQuery,
  answer: listEndpointsAnswer,
});

const createOperation = defineOperation({
  id: 'createWebhook',
  method: 'post',
  path: '/webhooks',
  tag,
  summary: 'Have events sent to a URL',
  description: 'Up to 20 of the organization, and 20 of each campaign. Answers the secret that signs what is sent.',
  scope: 'campaigns:admin',
  body: createEndpointInput,
  answer: endpointAnswer,
});

const getOperation = defineOperation({
  id: 'getWebhook',
  method: 'get',
  path,
  tag,
  summary: 'Show a webhook',
  description: 'campaigns:admin sees the secret and the values of headers, and the audit log notes it.',
  scope: 'read',
  answer: endpointAnswer,
});

const updateOperation = defineOperation({
  id: 'updateWebhook',
  method: 'put',
  path,
  tag,
  summary: 'Change a webhook',
  description: 'Fields left out keep their value. Deliveries that wait are sent as it is then.',
  scope: 'campaigns:admin',
  body: updateEndpointInput,
  answer: endpointAnswer,
});

const deleteOperation = defineOperation({
  id: 'deleteWebhook',
  method: 'delete',
  path,
  tag,
  summary: 'Delete a webhook',
  description: 'What still waits to be sent to it fails. Its deliveries can be looked at further on.',
  scope: 'campaigns:admin',
  answer: deletedEndpointAnswer,
});

/** Where customers want to be told of events. */
export function webhookRoutes({ addresses }: ApiDependencies): Route[] {
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const campaignId = query.campaign_id ?? null;
      if (campaignId !== null) await requireCampaign(db, caller.organizationId, campaignId);
      const { rows, total } = await listEndpoints(db, caller.organizationId, { campaignId, ...pageOf(query) });
      const records = rows.map((row) => endpointRecord(row, false));
      return { status: 'success' as const, records, total_records: total };
    }),
    route(createOperation, async ({ body, caller, db }) => {
      const campaignId = body.campaign_id ?? null;
      if (campaignId !== null) await requireCampaign(db, caller.organizationId, campaignId);
      const fields = readNewEndpoint(body, addresses);
      return withTransaction(db, async (trx) => {
        await requireRoom(trx, caller, campaignId);
        const owner = { organizationId: caller.organizationId, campaignId, secret: newWebhookSecret() };
        const row = await insertEndpoint(trx, owner, fields);
        await auditEndpoint(trx, caller, 'webhook.create', row, { campaign_id: campaignId });
        return answerOf(row, true);
      });
    }),
    route(getOperation, async ({ id, caller, db }) => {
      const row = await requireEndpoint(db, caller, id());
      const revealed = caller.scopes.includes('campaigns:admin');
      if (revealed) await auditEndpoint(db, caller, 'webhook.reveal', row);
      return answerOf(row, revealed);
    }),
    route(updateOperation, async ({ id, body, caller, db }) => {
      const endpointId = id();
      return withTransaction(db, async (trx) => {
        const before = await requireEndpoint(trx, caller, endpointId);
        if (body.campaign_id !== undefined && body.campaign_id !== before.campaign_id) throw fixedCampaign();
        const row = await updateEndpoint(trx, endpointId, changedEndpoint(before, body, addresses));
        await auditEndpoint(trx, caller, 'webhook.update', row, { changed: Object.keys(body) });
        return answerOf(row, true);
      });
    }),
    route(deleteOperation, async ({ id, caller, db }) => {
      const endpointId = id();
      await withTransaction(db, async (trx) => {
        const row = await requireEndpoint(trx, caller, endpointId);
        await deleteEndpoint(trx, endpointId);
        await auditEndpoint(trx, caller, 'webhook.delete', row);
      });
      return { status: 'success' as const, message: 'The webhook was deleted.', id: endpointId };
    }),
  ];
}

/** @throws Problem 409 when there are as many as there may be. */
async function requireRoom(trx: Queryable, caller: Caller, campaignId: number | null): Promise<void> {
  if ((await countEndpoints(trx, caller.organizationId, campaignId)) < MAX_ENDPOINTS) return;
  const whose = campaignId === null ? 'An organization has at most 20 of its own' : 'A campaign has at most 20';
  throw new Problem(409, 'too_many_webhooks', `${whose}. Delete one that is not needed any more.`);
}

function fixedCampaign(): Problem {
  const detail = 'A webhook stays with its campaign. Create another one for the other campaign.';
  return invalidRequest([{ pointer: '/campaign_id', code: 'immutable', detail }]);
}

/** What the API answers about one endpoint. */
export function answerOf(row: WebhookEndpointRow, revealed: boolean) {
  return { status: 'success' as const, id: row.id, webhook: endpointRecord(row, revealed) };
}
