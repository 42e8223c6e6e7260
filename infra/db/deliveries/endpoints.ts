import type { Updateable } from 'kysely';
import type { SuccessCondition, WebhookMethod, WebhookVariable } from '../../../domain/webhook-endpoint';
import type { WebhookEventType } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import type { WebhookEndpointRow, WebhookEndpointTable } from '../webhook-tables';

/** What a customer says about an endpoint. */
export interface EndpointFields {
  readonly name: string;
  readonly method: WebhookMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON template; null sends the event itself. */
  readonly body: string | null;
  readonly variables: readonly WebhookVariable[];
  readonly events: readonly WebhookEventType[];
  readonly timeout_s: number;
  readonly retry_limit: number | null;
  readonly total_timeout_s: number | null;
  readonly success: SuccessCondition;
  readonly is_active: boolean;
}

/** Stores a new endpoint: of a campaign, or of the whole organization. */
export async function insertEndpoint(
  db: Queryable,
  owner: { readonly organizationId: number; readonly campaignId: number | null; readonly secret: string },
  fields: EndpointFields,
): Promise<WebhookEndpointRow> {
  return db
    .insertInto('webhook_endpoints')
    .values({
      ...columnsOf(fields),
      organization_id: owner.organizationId,
      campaign_id: owner.campaignId,
      secret: owner.secret,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes what the customer says about an endpoint. Failures at another URL are not held against the new one. */
export async function updateEndpoint(
  db: Queryable,
  endpointId: number,
  fields: EndpointFields,
): Promise<WebhookEndpointRow> {
  await db
    .updateTable('webhook_endpoints')
    .set({ failing_since: null, last_failed_at: null })
    .where('id', '=', endpointId)
    .where('url', '!=', fields.url)
    .execute();
  return change(db, endpointId, columnsOf(fields));
}

function columnsOf({ headers, variables, success, events, ...rest }: EndpointFields) {
  return {
    ...rest,
    events: [...events],
    headers: JSON.stringify(headers),
    variables: JSON.stringify(variables),
    success: JSON.stringify(success),
  };
}

/** An endpoint of an organization, unless it was deleted. Locked for changes when `db` is a transaction. */
export async function findEndpoint(
  db: Queryable,
  organizationId: number,
  endpointId: number,
): Promise<WebhookEndpointRow | undefined> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', endpointId)
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .$if(db.isTransaction, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
}

/**
 * A page of an organization's endpoints, oldest first, with how many there are.
 *
 * @param campaignId only those of one campaign; null: all of them.
 */
export async function listEndpoints(
  db: Queryable,
  organizationId: number,
  {
    campaignId,
    offset,
    limit,
  }: { readonly campaignId: number | null; readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: WebhookEndpointRow[]; readonly total: number }> {
  const wanted = db
    .selectFrom('webhook_endpoints')
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .$if(campaignId !== null, (query) => query.where('campaign_id', '=', campaignId));
  const rows = await wanted.selectAll().orderBy('id').offset(offset).limit(limit).execute();
  const { total } = await wanted.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  return { rows, total };
}

/**
 * How many endpoints a campaign has, or the organization as a whole (`campaignId` null). Until the transaction ends
 * nobody else counts.
 */
export async function countEndpoints(
  trx: Queryable,
  organizationId: number,
  campaignId: number | null,
): Promise<number> {
  await trx.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute();
  const { total } = await trx
    .selectFrom('webhook_endpoints')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .where('campaign_id', campaignId === null ? 'is' : '=', campaignId)
    .executeTakeFirstOrThrow();
  return total;
}

/** Nothing more is sent to it, also of what waits. */
export async function deleteEndpoint(db: Queryable, endpointId: number): Promise<void> {
  await change(db, endpointId, { deleted_at: new Date() });
}

/** The old secret goes on signing, beside the new one, until then. */
export async function rotateEndpointSecret(
  db: Queryable,
  endpoint: Pick<WebhookEndpointRow, 'id' | 'secret'>,
  secret: string,
  previousUntil: Date,
): Promise<WebhookEndpointRow> {
  return change(db, endpoint.id, {
    secret,
    previous_secret: endpoint.secret,
    previous_secret_until: previousUntil,
  });
}

/** After it was disabled: it is told of events again, and its failures are counted anew. */
export async function enableEndpoint(db: Queryable, endpointId: number): Promise<WebhookEndpointRow> {
  const health = { failing_since: null, last_failed_at: null, disabled_at: null, disabled_reason: null };
  return change(db, endpointId, { is_active: true, ...health });
}

async function change(
  db: Queryable,
  endpointId: number,
  changes: Updateable<WebhookEndpointTable>,
): Promise<WebhookEndpointRow> {
  return db
    .updateTable('webhook_endpoints')
    .set({ ...changes, updated_at: new Date() })
    .where('id', '=', endpointId)
    .returningAll()
    .executeTakeFirstOrThrow();
}
