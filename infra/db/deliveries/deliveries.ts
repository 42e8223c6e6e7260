import { sql } from 'kysely';
import { signingSecrets } from '../../../domain/signing-secrets';
import type { Queryable } from '../database';
import { callbackRotationOf } from '../organizations/callback-secret';
import type { DeliveryTryRow, NewDelivery, WebhookEndpointRow } from '../webhook-tables';

/** Somebody tries what was just stored; whatever is still pending then is taken on by the outbox. */
const ADOPTED_AFTER = sql<Date>`now() + interval '5 minutes'`;

/**
 * Stores what is to be delivered. A thing that has been announced before is not stored again: its id comes back. Without
 * a `due_at` it is left to whoever announces it for five minutes; then the outbox takes it on.
 *
 * @returns the ids, in the order given.
 */
export async function insertDeliveries(db: Queryable, deliveries: readonly NewDelivery[]): Promise<number[]> {
  if (deliveries.length === 0) return [];
  const rows = await db
    .insertInto('deliveries')
    .values(deliveries.map((delivery) => ({ ...delivery, due_at: delivery.due_at ?? ADOPTED_AFTER })))
    // An update that changes nothing makes Postgres answer the row that is already there.
    .onConflict((conflict) => conflict.column('dedupe_key').doUpdateSet((eb) => ({ url: eb.ref('deliveries.url') })))
    .returning(['id', 'dedupe_key'])
    .execute();
  return deliveries.map(({ dedupe_key }) => rows.find((row) => row.dedupe_key === dedupe_key)!.id);
}

/** Why nothing more is sent to where a delivery goes. */
export type ClosedTarget = 'endpoint_deleted' | 'endpoint_disabled' | 'endpoint_inactive';

/** A delivery with all that a try needs. */
export interface DeliveryToTry {
  readonly id: number;
  readonly organizationId: number;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly webhookId: string;
  /** Of a callback; an endpoint has its own. */
  readonly url: string;
  readonly body: Record<string, unknown>;
  readonly triesInWindow: number;
  readonly replays: number;
  /** The first try since it began or was replayed; before that, when it was stored. Epoch milliseconds. */
  readonly windowStartedAt: number;
  /** Null for a campaign's callback. */
  readonly endpoint: EndpointToTry | null;
  /** Those that sign, the new one first. */
  readonly secrets: readonly string[];
  readonly closed: ClosedTarget | null;
}

type EndpointToTry = Pick<
  WebhookEndpointRow,
  | 'id'
  | 'method'
  | 'url'
  | 'headers'
  | 'body'
  | 'variables'
  | 'timeout_s'
  | 'retry_limit'
  | 'total_timeout_s'
  | 'success'
>;

/** A delivery with its endpoint as that is now, and the secrets that sign at `now` (epoch milliseconds). */
export async function findDelivery(db: Queryable, deliveryId: number, now: number): Promise<DeliveryToTry | undefined> {
  const row = await db
    .selectFrom('deliveries as d')
    .innerJoin('organizations as o', 'o.id', 'd.organization_id')
    .select(['d.id', 'd.organization_id', 'd.status', 'd.webhook_id', 'd.url', 'd.body', 'd.endpoint_id'])
    .select(['d.tries_in_window', 'd.window_started_at', 'd.replays'])
    .select(['o.callback_secret', 'o.previous_callback_secret', 'o.previous_callback_secret_until'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('callback_urls as c')
            .select('c.url')
            .whereRef('c.organization_id', '=', 'd.organization_id')
            .whereRef('c.url', '=', 'd.url')
            .where('c.disabled_at', 'is not', null)
            .where('d.endpoint_id', 'is', null),
        )
        .as('url_disabled'),
    )
    .where('d.id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return undefined;
  const endpoint = row.endpoint_id === null ? null : await findEndpoint(db, row.endpoint_id);
  return {
    id: row.id,
    organizationId: row.organization_id,
    status: row.status,
    webhookId: row.webhook_id,
    url: row.url,
    body: row.body,
    triesInWindow: row.tries_in_window,
    replays: row.replays,
    windowStartedAt: row.window_started_at.getTime(),
    endpoint,
    secrets: signingSecrets(endpoint ? rotationOf(endpoint) : callbackRotationOf(row), now),
    closed: endpoint ? closedEndpoint(endpoint) : row.url_disabled ? 'endpoint_disabled' : null,
  };
}

async function findEndpoint(db: Queryable, endpointId: number): Promise<WebhookEndpointRow> {
  return db.selectFrom('webhook_endpoints').selectAll().where('id', '=', endpointId).executeTakeFirstOrThrow();
}

function rotationOf({ secret, previous_secret, previous_secret_until }: WebhookEndpointRow) {
  return { secret, previous: previous_secret, previousUntil: previous_secret_until };
}

function closedEndpoint(endpoint: WebhookEndpointRow): ClosedTarget | null {
  if (endpoint.deleted_at) return 'endpoint_deleted';
  if (endpoint.disabled_at) return 'endpoint_disabled';
  return endpoint.is_active ? null : 'endpoint_inactive';
}

/** How one try to deliver went, and what becomes of the delivery. */
export interface DeliveryTry {
  readonly outcome: 'delivered' | 'failed' | 'pending';
  /** While it is pending: when the outbox looks after it, unless somebody else has; epoch milliseconds. */
  readonly dueAt: number | null;
  readonly startedAt: number;
  /** How often the delivery had been replayed when the try began. */
  readonly replays: number;
  readonly log: Omit<DeliveryTryRow, 'id' | 'delivery_id' | 'try_no' | 'created_at' | 'request_headers'> & {
    readonly requestHeaders: Readonly<Record<string, string>>;
  };
}

/**
 * Stores a try: what was sent and answered in the log, how it stands in the delivery. One that has been replayed or
 * disabled meanwhile keeps its status, unless it is delivered now; the try is logged all the same, and counts for no limit
 * of the replay.
 */
export async function recordDeliveryTry(db: Queryable, deliveryId: number, tried: DeliveryTry): Promise<void> {
  const { log, outcome } = tried;
  const startedAt = new Date(tried.startedAt);
  const dueAt = tried.dueAt === null ? null : new Date(tried.dueAt);
  const isDelivered = sql<boolean>`${outcome} = 'delivered'`;
  const isOfWindow = sql<boolean>`replays = ${tried.replays}::integer`;
  const isCurrent = sql<boolean>`status = 'pending' and ${isOfWindow}`;
  await sql`
    with tried as (
      update deliveries set
        tries = tries + 1,
        tries_in_window = case when ${isOfWindow} then tries_in_window + 1 else tries_in_window end,
        window_started_at = case when ${isOfWindow} and tries_in_window = 0 then ${startedAt}::timestamptz
          else window_started_at end,
        status = case when ${isDelivered} then 'delivered' when ${isCurrent} then ${outcome} else status end,
        due_at = case when ${isDelivered} then null when ${isCurrent} then ${dueAt}::timestamptz else due_at end,
        delivered_at = case when ${isDelivered} then now() else delivered_at end,
        last_status = ${log.status}::integer, last_error = ${log.error}, last_duration_ms = ${log.duration_ms}::integer,
        updated_at = now()
      where id = ${deliveryId} returning id, tries
    )
    insert into delivery_tries
      (delivery_id, try_no, method, url, request_headers, request_body, status, response_body, error, duration_ms, created_at)
    select id, tries, ${log.method}, ${log.url}, ${JSON.stringify(log.requestHeaders)}::jsonb, ${log.request_body},
      ${log.status}::integer, ${log.response_body}, ${log.error}, ${log.duration_ms}::integer, ${startedAt}::timestamptz
    from tried
  `.execute(db);
}

/** A delivery as it was read: what has been replayed since is not touched. */
type AsRead = Pick<DeliveryToTry, 'id' | 'replays'>;

/** Nothing was sent now: the outbox looks after it at `dueAt` (epoch milliseconds), unless somebody else has. */
export async function postponeDelivery(db: Queryable, delivery: AsRead, dueAt: number): Promise<void> {
  await stillPending(db, delivery)
    .set({ due_at: new Date(dueAt) })
    .execute();
}

/** Nothing will be sent: a pending delivery becomes `failed`, with why. */
export async function failDelivery(db: Queryable, delivery: AsRead, error: string): Promise<void> {
  await stillPending(db, delivery)
    .set({ status: 'failed', due_at: null, last_error: error, updated_at: new Date() })
    .execute();
}

function stillPending(db: Queryable, { id, replays }: AsRead) {
  return db
    .updateTable('deliveries')
    .where('id', '=', id)
    .where('replays', '=', replays)
    .where('status', '=', 'pending');
}
