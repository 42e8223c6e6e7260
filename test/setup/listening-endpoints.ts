import { WEBHOOK_EVENT_TYPES, type WebhookEvent, type WebhookEventType } from '../../domain/webhook-events';
import type { Database } from '../../infra/db/database';

/** How a test's endpoint differs from one that hears of everything in the first organization. */
export interface TestEndpoint {
  readonly organizationId?: number;
  readonly campaignId?: number;
  readonly events?: readonly WebhookEventType[];
  readonly url?: string;
  readonly isActive?: boolean;
  readonly disabledAt?: Date;
  readonly deletedAt?: Date;
}

/** Adds an endpoint, and answers its id. */
export async function newEndpoint(db: Database, options: TestEndpoint = {}): Promise<number> {
  const { id } = await db
    .insertInto('webhook_endpoints')
    .values({
      organization_id: options.organizationId ?? 1,
      campaign_id: options.campaignId ?? null,
      name: 'Test',
      method: 'POST',
      url: options.url ?? 'https://hooks.example/all',
      body: null,
      events: [...(options.events ?? WEBHOOK_EVENT_TYPES)],
      timeout_s: 10,
      retry_limit: null,
      total_timeout_s: null,
      is_active: options.isActive ?? true,
      disabled_at: options.disabledAt ?? null,
      deleted_at: options.deletedAt ?? null,
      secret: 'whsec_dGVzdA==',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An organization beside the first one. */
export async function newOrganization(db: Database): Promise<number> {
  const { id } = await db
    .insertInto('organizations')
    .values({ name: 'Another', callback_secret: 'whsec_dGVzdA==' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The deliveries that an endpoint has, in order. */
export function deliveriesTo(db: Database, endpointId: number) {
  return db.selectFrom('deliveries').selectAll().where('endpoint_id', '=', endpointId).orderBy('id').execute();
}

/** The events that an endpoint hears, in order. */
export async function heardBy(db: Database, endpointId: number): Promise<WebhookEvent[]> {
  return (await deliveriesTo(db, endpointId)).map(({ body }) => body as unknown as WebhookEvent);
}
