import { sql } from 'kysely';
import { createWebhookActivities } from '../../activities/webhook-activities';
import { readEnvironment, webhooksWorkerEnvironment } from '../../infra/config/environment';
import { openDatabase } from '../../infra/db/database';
import { openTemporalClient } from '../../infra/temporal/connection';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { WEBHOOKS_TASK_QUEUE } from '../../workflows/task-queues';
import { createDeliverer } from '../wiring/webhook-delivery';
import { failProcess, runWorkerProcess } from '../wiring/worker-process';
import { createEndpointGate } from './endpoint-gate';
import { startOutbox } from './outbox';

/** Waiting for an answer costs a socket and little else; the gate shares them out. */
const DELIVERIES_AT_ONCE = 1_000;

async function main(): Promise<void> {
  const env = readEnvironment(webhooksWorkerEnvironment, process.env);
  await runWorkerProcess({
    name: 'worker-webhooks',
    env,
    prepare: async (logger) => {
      const db = openDatabase(env.DATABASE_URL, { maxConnections: 10, onError: (err) => logger.warn({ err }) });
      const { client, connection } = openTemporalClient();
      const sender = createWebhookSender({ filter: createAddressFilter(env.WEBHOOK_ALLOWED_RANGES) });
      const gate = createEndpointGate();
      const outbox = startOutbox({ db, client, gate, logger });
      return {
        worker: {
          taskQueue: WEBHOOKS_TASK_QUEUE,
          activities: createWebhookActivities(createDeliverer({ db, sender, gate, logger })),
          maxConcurrentActivityTaskExecutions: DELIVERIES_AT_ONCE,
        },
        checkReady: async () => {
          await sql`select 1`.execute(db);
        },
        close: async () => {
          await outbox.stop();
          await sender.close();
          await connection.close();
          await db.destroy();
        },
      };
    },
  });
}

main().catch(failProcess);
