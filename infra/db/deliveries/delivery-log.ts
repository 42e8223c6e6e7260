import type { SelectQueryBuilder } from 'kysely';
import type { WebhookEventType } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import type { Schema } from '../schema';
import type { DeliveryRow, DeliveryStatus, DeliveryTryRow } from '../webhook-tables';

/** Which deliveries are wanted; what is left out is not asked for. */
export interface DeliveryFilter {
  readonly status?: DeliveryStatus;
  readonly kind?: DeliveryRow['kind'];
  readonly eventType?: WebhookEventType;
  readonly endpointId?: number;
  readonly campaignId?: number;
  readonly lineId?: number;
  readonly attemptId?: number;
  /** As the customer has it from the header `webhook-id`. */
  readonly webhookId?: string;
  /** When it was stored: from then on. */
  readonly since?: Date;
  /** When it was stored: before then. */
  readonly until?: Date;
}

/**
 * A page of an organization's deliveries, newest first. The id is the cursor: none is skipped or comes twice while more
 * are stored.
 *
 * @param page.before the last delivery of the page before; null for the first page.
 */
export async function listDeliveries(
  db: Queryable,
  organizationId: number,
  filter: DeliveryFilter,
  page: { readonly before: number | null; readonly limit: number },
): Promise<DeliveryRow[]> {
  const { before, limit } = page;
  return matching(db.selectFrom('deliveries').where('organization_id', '=', organizationId), filter)
    .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** A delivery of the organization with all its tries, in order; undefined when there is none. */
export async function readDelivery(
  db: Queryable,
  organizationId: number,
  deliveryId: number,
): Promise<{ readonly delivery: DeliveryRow; readonly tries: DeliveryTryRow[] } | undefined> {
  const delivery = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', deliveryId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!delivery) return undefined;
  const tries = await db
    .selectFrom('delivery_tries')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('id')
    .execute();
  return { delivery, tries };
}

type Deliveries = SelectQueryBuilder<Schema, 'deliveries', object>;

function matching(query: Deliveries, filter: DeliveryFilter): Deliveries {
  const equal = {
    status: filter.status,
    kind: filter.kind,
    event_type: filter.eventType,
    endpoint_id: filter.endpointId,
    campaign_id: filter.campaignId,
    line_id: filter.lineId,
    attempt_id: filter.attemptId,
    webhook_id: filter.webhookId,
  };
  let wanted = query;
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) wanted = wanted.where(column as keyof typeof equal, '=', value);
  }
  if (filter.since) wanted = wanted.where('created_at', '>=', filter.since);
  if (filter.until) wanted = wanted.where('created_at', '<', filter.until);
  return wanted;
}
