import { listDeliveries, readDelivery, type DeliveryFilter } from '../../../infra/db/deliveries/delivery-log';
import { replayDelivery, replayFailed } from '../../../infra/db/deliveries/replays';
import { withTransaction } from '../../../infra/db/transaction';
import type { DeliveryRow } from '../../../infra/db/webhook-tables';
import type { z } from 'zod';
import { audit } from '../audit';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import {
  deliveryAnswer,
  listDeliveriesAnswer,
  listDeliveriesQuery,
  replayDeliveriesInput,
  replayedDeliveryAnswer,
} from '../schemas/delivery';
import { replayedAnswer } from '../schemas/webhook';
import { deliveryRecord, tryRecord } from '../webhooks/delivery-record';
import { replayedText } from '../webhooks/replayed-text';
import { requireEndpoint, requireOpen } from '../webhooks/require-endpoint';
import { requireCampaign } from './campaigns';

const tag = 'deliveries';
const DEFAULT_PAGE = 30;

const listOperation = defineOperation({
  id: 'listDeliveries',
  method: 'get',
  path: '/deliveries',
  tag,
  summary: 'List what was sent to webhooks and callbacks, newest first',
  description: 'None is skipped or comes twice while more are stored. The last page has `next_cursor: null`.',
  scope: 'read',
  query: listDeliveriesQuery,
  answer: listDeliveriesAnswer,
});

const getOperation = defineOperation({
  id: 'getDelivery',
  method: 'get',
  path: '/deliveries/{id}',
  tag,
  summary: 'Show a delivery with all its tries',
  scope: 'read',
  answer: deliveryAnswer,
});

const replayOperation = defineOperation({
  id: 'replayDelivery',
  method: 'post',
  path: '/deliveries/{id}/replay',
  tag,
  summary: 'Send a delivery once more',
  description: 'Whatever became of it, with the same `webhook-id`. Its limits count anew.',
  scope: 'campaigns:admin',
  answer: replayedDeliveryAnswer,
});

const replayFailedOperation = defineOperation({
  id: 'replayDeliveries',
  method: 'post',
  path: '/deliveries/replay',
  tag,
  summary: 'Send once more what has failed since then',
  description: 'What goes to webhooks that are deleted, disabled or not active is left alone.',
  scope: 'campaigns:admin',
  body: replayDeliveriesInput,
  answer: replayedAnswer,
});

/** The log of everything that was sent. */
export function deliveryRoutes({ publicUrl }: ApiDependencies): Route[] {
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const limit = query.pagesize ?? DEFAULT_PAGE;
      const page = { before: readCursor(query.cursor), limit: limit + 1 };
      // One more than asked for tells whether there is a next page.
      const found = await listDeliveries(db, caller.organizationId, filterOf(query), page);
      const rows = found.slice(0, limit);
      return {
        status: 'success' as const,
        records: rows.map((row) => deliveryRecord(row, publicUrl)),
        next_cursor: found.length > limit ? cursorBefore(rows.at(-1)) : null,
      };
    }),
    route(getOperation, async ({ id, caller, db }) => {
      const found = await readDelivery(db, caller.organizationId, id());
      if (!found) throw notFound('delivery');
      const record = deliveryRecord(found.delivery, publicUrl);
      const delivery = { ...record, body: found.delivery.body, tries_log: found.tries.map(tryRecord) };
      return { status: 'success' as const, delivery };
    }),
    route(replayOperation, async ({ id, caller, db }) => {
      const deliveryId = id();
      return withTransaction(db, async (trx) => {
        const { organizationId } = caller;
        const replay = await replayDelivery(trx, organizationId, deliveryId);
        if (replay === 'endpoint_closed') throw closedEndpoint();
        const found = replay === 'not_found' ? undefined : await readDelivery(trx, organizationId, deliveryId);
        if (!found) throw notFound('delivery');
        await audit(trx, caller, 'delivery.replay', deliveryId);
        const message = 'The delivery is sent once more.';
        return { status: 'success' as const, message, delivery: deliveryRecord(found.delivery, publicUrl) };
      });
    }),
    route(replayFailedOperation, async ({ body, caller, db }) =>
      withTransaction(db, async (trx) => {
        const { organizationId } = caller;
        const { since, endpoint_id: endpointId, campaign_id: campaignId } = body;
        if (endpointId !== undefined) requireOpen(await requireEndpoint(trx, caller, endpointId));
        if (campaignId !== undefined) await requireCampaign(trx, organizationId, campaignId);
        const replayed = await replayFailed(trx, organizationId, {
          since,
          ...(endpointId !== undefined && { endpointId }),
          ...(campaignId !== undefined && { campaignId }),
        });
        const data = { since: since.toISOString(), endpoint_id: endpointId, campaign_id: campaignId, replayed };
        await audit(trx, caller, 'deliveries.replay', null, data);
        return { status: 'success' as const, message: replayedText(replayed), replayed };
      }),
    ),
  ];
}

function filterOf(query: z.output<typeof listDeliveriesQuery>): DeliveryFilter {
  return {
    ...(query.status && { status: query.status }),
    ...(query.kind && { kind: query.kind }),
    ...(query.event_type && { eventType: query.event_type }),
    ...(query.endpoint_id && { endpointId: query.endpoint_id }),
    ...(query.campaign_id && { campaignId: query.campaign_id }),
    ...(query.line_id && { lineId: query.line_id }),
    ...(query.call_id && { attemptId: query.call_id }),
    ...(query.webhook_id && { webhookId: query.webhook_id }),
    ...(query.from && { since: query.from }),
    ...(query.to && { until: query.to }),
  };
}

function closedEndpoint(): Problem {
  const detail =
    'Its webhook is deleted, disabled or not active. Enable the webhook first (POST /webhooks/{id}/enable).';
  return new Problem(409, 'webhook_closed', detail);
}

function cursorBefore(row: DeliveryRow | undefined): string | null {
  return row ? Buffer.from(`before:${row.id}`).toString('base64url') : null;
}

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const match = /^before:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match) return Number(match[1]);
  const detail = 'This is no cursor. Use next_cursor of the page before, unchanged.';
  throw invalidRequest([{ pointer: '?cursor', code: 'invalid_cursor', detail }]);
}
