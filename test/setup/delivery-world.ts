import type { OutgoingHttpHeaders } from 'node:http';
import { readDelivery } from '../../infra/db/deliveries/delivery-log';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import type { WebhookEndpointRow } from '../../infra/db/webhook-tables';
import { createLogger } from '../../infra/observability/logger';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import type { EndpointGate } from '../../services/wiring/delivery-gate';
import { createDeliverer } from '../../services/wiring/webhook-delivery';
import { createTestDatabase } from './database';
import { insertCallback, insertEndpoint } from './delivery-fixtures';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

/** When a test begins. */
export const START = Date.parse('2026-01-05T10:00:00Z');
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

export type DeliveryWorld = Awaited<ReturnType<typeof createDeliveryWorld>>;

/** A database with one organization, a customer's server, and what tries deliveries, with time and room as a test wants them. */
export async function createDeliveryWorld() {
  const database = await createTestDatabase();
  const { db } = database;
  const { callbackSecret } = await ensureFirstOrganization(db, {
    apiKey: 'ed_test_key_0000000000000000',
    webhookToken: 'ed_test_token_000000000000',
    secretKey: Buffer.alloc(32, 7),
  });
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const state = {
    /** The time by which limits are counted, epoch milliseconds. */
    time: START,
    /** Whether there is room for a try. */
    hasRoom: true,
    isResting: false,
    /** How often room was looked for. */
    looksForRoom: 0,
  };
  let secrets: Record<string, string> = {};
  let receiver: WebhookReceiver | null = null;
  const gate: EndpointGate = {
    enter: () => {
      state.looksForRoom += 1;
      return state.hasRoom ? { leave: () => undefined } : null;
    },
    isResting: () => state.isResting,
    wantsProbe: () => state.isResting && state.hasRoom,
  };
  const logger = createLogger('test', 'silent');
  const deliverer = createDeliverer({
    db,
    sender,
    gate,
    logger,
    clock: () => state.time,
    random: () => 0.5,
  });

  return Object.assign(state, {
    db,
    gate,
    logger,
    deliverer,
    /** The customer's server of this test. */
    receiver: (): WebhookReceiver => receiver!,
    /** Another server for the next test, at another port. */
    async begin(): Promise<void> {
      secrets = {};
      receiver = await startWebhookReceiver(secrets);
      Object.assign(state, { time: START, hasRoom: true, isResting: false, looksForRoom: 0 });
    },
    /** @throws when a signature was not right. */
    async end(): Promise<void> {
      await receiver?.close();
      const unverified = receiver?.unverified ?? [];
      receiver = null;
      if (unverified.length > 0) throw new Error(`Signatures: ${unverified.join('; ')}`);
    },
    async close(): Promise<void> {
      await sender.close();
      await database.drop();
    },
    answerWith: (status: number, headers: OutgoingHttpHeaders = {}): void =>
      receiver!.answerWith((response) => response.writeHead(status, headers).end()),
    tryOnce: (id: number, looks = 1) => deliverer.tryDelivery(id, looks),
    read: async (id: number) => (await readDelivery(db, 1, id))!,
    /** What signs at a path from now on. */
    expectSecret(path: string, secret: string): void {
      secrets[path] = secret;
    },
    async endpointAt(path: string, columns: Partial<WebhookEndpointRow> = {}): Promise<WebhookEndpointRow> {
      const endpoint = await insertEndpoint(db, `${receiver!.url}${path}`, columns);
      secrets[path] = endpoint.secret;
      return endpoint;
    },
    async callbackAt(path: string): Promise<number> {
      secrets[path] = callbackSecret;
      return insertCallback(db, `${receiver!.url}${path}`);
    },
    endpoint: (id: number): Promise<WebhookEndpointRow> =>
      db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  });
}
