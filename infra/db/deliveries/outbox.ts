import { sql } from 'kysely';
import type { Queryable } from '../database';

/** A delivery that somebody has to see to. */
export interface DueDelivery {
  readonly id: number;
  readonly organizationId: number;
  readonly campaignId: number | null;
  readonly endpointId: number | null;
  /** The event's type, or the callback's. */
  readonly what: string;
  readonly replays: number;
}

/** How many of one place are taken at once: what waits for one endpoint holds up no other. */
const TAKEN_OF_A_LANE = 10;

/**
 * Takes deliveries that are due: a few of each place they go to, however many wait for one of them. Two that ask at once get
 * different ones. Those taken are nobody else's until `leasedUntil`.
 *
 * @param now epoch milliseconds.
 * @param leasedUntil epoch milliseconds: due again then, unless whoever has taken it says more.
 */
export async function takeDueDeliveries(
  db: Queryable,
  { now, leasedUntil, limit }: { readonly now: number; readonly leasedUntil: number; readonly limit: number },
): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    with recursive lanes as (
      (select organization_id, lane from deliveries where due_at is not null order by organization_id, lane limit 1)
      union all
      select next.organization_id, next.lane from lanes cross join lateral (
        select organization_id, lane from deliveries
        where due_at is not null and (organization_id, lane) > (lanes.organization_id, lanes.lane)
        order by organization_id, lane limit 1
      ) next
    ),
    due as materialized (
      select taken.id from lanes cross join lateral (
        select id from deliveries
        where organization_id = lanes.organization_id and lane = lanes.lane and due_at <= ${new Date(now)}
        order by due_at limit ${TAKEN_OF_A_LANE} for update skip locked
      ) taken
      limit ${limit}
    )
    update deliveries set due_at = ${new Date(leasedUntil)}
    from due where deliveries.id = due.id
    returning deliveries.id, organization_id as "organizationId", campaign_id as "campaignId",
      endpoint_id as "endpointId", coalesce(event_type, kind) as what, replays
  `.execute(db);
  return rows;
}

/**
 * Those were handed on: they are looked after later, by when whoever tries them has said something, unless it has already.
 *
 * @param leasedUntil as they were taken, epoch milliseconds.
 * @param dueAt epoch milliseconds.
 */
export async function extendLeases(
  db: Queryable,
  deliveryIds: readonly number[],
  leasedUntil: number,
  dueAt: number,
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await db
    .updateTable('deliveries')
    .set({ due_at: new Date(dueAt) })
    .where('id', 'in', [...deliveryIds])
    .where('due_at', '=', new Date(leasedUntil))
    .execute();
}
