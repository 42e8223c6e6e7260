import { randomUUID } from 'node:crypto';
import type { WebhookEvent } from '../../domain/webhook-events';
import type { Database } from '../../infra/db/database';
import { insertDeliveries } from '../../infra/db/deliveries/deliveries';
import type { NewDelivery, WebhookEndpointRow } from '../../infra/db/webhook-tables';
import { newWebhookSecret } from '../../infra/webhook-http/standard-webhooks';

const JSON_COLUMNS = ['headers', 'variables', 'success'] as const;

/** An endpoint of the first organization that hears of everything; a POST of the event, without limits, unless said. */
export async function insertEndpoint(
  db: Database,
  url: string,
  columns: Partial<WebhookEndpointRow> = {},
): Promise<WebhookEndpointRow> {
  const json = Object.fromEntries(
    JSON_COLUMNS.filter((name) => columns[name] !== undefined).map((name) => [name, JSON.stringify(columns[name])]),
  );
  return db
    .insertInto('webhook_endpoints')
    .values({
      organization_id: 1,
      campaign_id: null,
      name: url,
      method: 'POST',
      url,
      body: null,
      events: ['call.ended', 'webhook.disabled'],
      timeout_s: 10,
      retry_limit: null,
      total_timeout_s: null,
      secret: newWebhookSecret(),
      ...columns,
      ...json,
    } as never)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An event for an endpoint, due at once unless said. */
export async function insertEvent(
  db: Database,
  endpoint: Pick<WebhookEndpointRow, 'id' | 'organization_id' | 'url'>,
  columns: Partial<NewDelivery> = {},
): Promise<number> {
  const event: WebhookEvent = {
    type: 'call.ended',
    timestamp: '2026-01-05T10:00:00.000Z',
    data: { campaign: null, contact: null, call: { call_id: 7, to_number: '+15551234567', status: 'completed' } },
  };
  const id = randomUUID();
  return insertDelivery(db, {
    organization_id: endpoint.organization_id,
    campaign_id: null,
    line_id: null,
    attempt_id: null,
    kind: 'event',
    endpoint_id: endpoint.id,
    event_type: 'call.ended',
    dedupe_key: `event:${id}`,
    webhook_id: `msg_${id}`,
    url: endpoint.url,
    body: JSON.stringify(event),
    due_at: new Date(0),
    ...columns,
  });
}

/** A campaign's callback, due at once unless said. */
export async function insertCallback(db: Database, url: string, columns: Partial<NewDelivery> = {}): Promise<number> {
  const id = randomUUID();
  return insertDelivery(db, {
    organization_id: 1,
    campaign_id: null,
    line_id: null,
    attempt_id: null,
    kind: 'call_status',
    dedupe_key: `call_status:${id}`,
    webhook_id: `msg_${id}`,
    url,
    body: JSON.stringify({ campaign_sid: 'camp_1', status: 'completed' }),
    due_at: new Date(0),
    ...columns,
  });
}

async function insertDelivery(db: Database, delivery: NewDelivery): Promise<number> {
  const [id] = await insertDeliveries(db, [delivery]);
  return id!;
}
