import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { DeliveryTarget } from './endpoint-health';

/** A delivery that somebody has to see to. */
export interface DueDelivery extends DeliveryTarget {
  readonly id: number;
  readonly campaignId: number | null;
  /** The event's type, or the callback's. */
  readonly what: string;
  readonly replays: number;
  /** What waits for the same place has the same lane. */
  readonly lane: string;
  /** No try was made since it was stored or replayed: none of its limits has begun. */
  readonly isUntried: boolean;
}

/** How many of one place are taken at once: what waits for one endpoint holds up no other. */
const TAKEN_OF_A_LANE = 10;
/** While an endpoint rests: what waits for it is looked at again after as long as it has waited, between these. */
const SET_ASIDE_S = { least: 10, most: 300 };
/** How many are set aside at once: a statement that takes no time to speak of. */
const SET_ASIDE_AT_ONCE = 1_000;

/**
 * Takes deliveries that are due. Each organization with due ones has the same share, and within it each place they go to,
 * however many wait for one of them; where there are more than fit, chance decides who has its turn. Two that ask at once
 * get different ones. Those taken are nobody else's until `leasedUntil`.
 *
 * @param now epoch milliseconds.
 * @param leasedUntil epoch milliseconds: due again then, unless whoever has taken it says more.
 * @param limit how many at most.
 */
export async function takeDueDeliveries(
  db: Queryable,
  { now, leasedUntil, limit }: { readonly now: number; readonly leasedUntil: number; readonly limit: number },
): Promise<DueDelivery[]> {
  const at = new Date(now);
  const { rows } = await sql<DueDelivery>`
    with recursive lanes as (
      -- From lane to lane over the index, however many rows each has.
      (select organization_id, lane from deliveries where due_at is not null order by organization_id, lane limit 1)
      union all
      select next.organization_id, next.lane from lanes cross join lateral (
        select organization_id, lane from deliveries
        where due_at is not null and (organization_id, lane) > (lanes.organization_id, lanes.lane)
        order by organization_id, lane limit 1
      ) next
    ),
    waiting as (
      select organization_id, lane,
        row_number() over (partition by organization_id order by random()) as turn,
        count(*) over (partition by organization_id) as lanes_of_organization
      from lanes where exists (
        select from deliveries
        where organization_id = lanes.organization_id and lane = lanes.lane and due_at <= ${at}
      )
    ),
    shares as (
      select *, greatest(${limit}::integer / (select count(distinct organization_id) from waiting), 1) as share
      from waiting
    ),
    chosen as materialized (
      select organization_id, lane,
        least(greatest(share / least(lanes_of_organization, share), 1), ${TAKEN_OF_A_LANE}) as taken
      from shares where turn <= share order by turn, random() limit ${limit}
    ),
    due as materialized (
      select found.id from chosen cross join lateral (
        select id from deliveries
        where organization_id = chosen.organization_id and lane = chosen.lane and due_at <= ${at}
        order by due_at limit chosen.taken for update skip locked
      ) found
      limit ${limit}
    )
    update deliveries set due_at = ${new Date(leasedUntil)}
    from due where deliveries.id = due.id
    returning deliveries.id, organization_id as "organizationId", campaign_id as "campaignId",
      endpoint_id as "endpointId", url, lane, coalesce(event_type, kind) as what, replays,
      tries_in_window = 0 as "isUntried"
  `.execute(db);
  return rows;
}

/**
 * The endpoint rests: of what is due for it, nothing is tried now that has not been tried before. Looked at again later,
 * the later the longer it has waited, and not all at once.
 *
 * @param lane.taken those that were taken to be handed on, and are not.
 * @param lane.except one that is handed on, if any.
 * @param now epoch milliseconds.
 * @returns how many were set aside: of a long backlog not all at once.
 */
export async function setAside(
  db: Queryable,
  lane: Pick<DueDelivery, 'organizationId' | 'lane'> & {
    readonly taken: readonly number[];
    readonly except: number | null;
  },
  now: number,
): Promise<number> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { least, most } = SET_ASIDE_S;
  const { numAffectedRows } = await sql`
    with taken as (
      select id from deliveries where id = any(${[...lane.taken]}::bigint[]) for update skip locked
    ),
    more as (
      select id from deliveries
      where organization_id = ${lane.organizationId} and lane = ${lane.lane} and due_at <= ${at}
        and tries_in_window = 0 and id is distinct from ${lane.except}::bigint
      order by due_at limit ${SET_ASIDE_AT_ONCE} for update skip locked
    )
    update deliveries set due_at = ${at} + (0.8 + 0.4 * random())
      * least(greatest(${at} - window_started_at, make_interval(secs => ${least})), make_interval(secs => ${most}))
    where id in (select id from taken union all select id from more) and status = 'pending'
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
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
