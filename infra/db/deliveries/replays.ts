import { sql } from 'kysely';
import type { Queryable } from '../database';
import { withTransaction } from '../transaction';
import { enableCallbackUrls } from './endpoint-health';

/** What came of asking for a delivery once more. */
export type Replay = 'replayed' | 'not_found' | 'endpoint_closed';

/** Which failed deliveries are wanted once more. */
export interface FailedSince {
  readonly since: Date;
  readonly endpointId?: number;
  readonly campaignId?: number;
}

/**
 * Has a delivery sent once more, whatever became of it, with the same `webhook-id`: within a second it is tried, and its
 * limits count anew. One that waits for its next try is tried now. A callback's URL that was disabled is enabled by this.
 *
 * @returns `endpoint_closed` where its endpoint is deleted, disabled or not active: nothing changes then.
 */
export async function replayDelivery(db: Queryable, organizationId: number, deliveryId: number): Promise<Replay> {
  return withTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('deliveries')
      .select(['id', 'url', 'endpoint_id', openEndpoint.as('open')])
      .where('id', '=', deliveryId)
      .where('organization_id', '=', organizationId)
      .executeTakeFirst();
    if (!row) return 'not_found';
    if (!row.open) return 'endpoint_closed';
    if (row.endpoint_id === null) await enableCallbackUrls(trx, organizationId, [row.url]);
    await begunAnew(trx).where('id', '=', deliveryId).execute();
    return 'replayed';
  });
}

/**
 * Has sent once more what has failed since then, by when it failed. What goes to endpoints that are deleted, disabled or
 * not active is left alone.
 *
 * @returns how many deliveries are tried again.
 */
export async function replayFailed(db: Queryable, organizationId: number, failed: FailedSince): Promise<number> {
  const { since, endpointId, campaignId } = failed;
  return withTransaction(db, async (trx) => {
    const rows = await begunAnew(trx)
      .where('organization_id', '=', organizationId)
      .where('status', '=', 'failed')
      .where('updated_at', '>=', since)
      .where(openEndpoint)
      .$if(endpointId !== undefined, (query) => query.where('endpoint_id', '=', endpointId ?? null))
      .$if(campaignId !== undefined, (query) => query.where('campaign_id', '=', campaignId ?? null))
      .returning(['url', 'endpoint_id'])
      .execute();
    const urls = rows.flatMap(({ endpoint_id, url }) => (endpoint_id === null ? [url] : []));
    await enableCallbackUrls(trx, organizationId, [...new Set(urls)]);
    return rows.length;
  });
}

/** A callback, or for an endpoint that is sent to. */
const openEndpoint = sql<boolean>`(endpoint_id is null or exists (
  select from webhook_endpoints as e where e.id = deliveries.endpoint_id
    and e.deleted_at is null and e.disabled_at is null and e.is_active
))`;

function begunAnew(db: Queryable) {
  return db.updateTable('deliveries').set((eb) => ({
    status: 'pending' as const,
    due_at: sql<Date>`now()`,
    window_started_at: sql<Date>`now()`,
    tries_in_window: 0,
    replays: eb('replays', '+', 1),
    delivered_at: null,
    updated_at: sql<Date>`now()`,
  }));
}
