import { sql } from 'kysely';
import { createWebhookActivities } from '../../activities/webhook-activities';
import { readEnvironment, webhooksWorkerEnvironment } from '../../infra/config/environment';
import { openDatabase } from '../../infra/db/database';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { WEBHOOKS_TASK_QUEUE } from '../../workflows/task-queues';
import { tryDelivery } from '../wiring/webhook-delivery';
import { failProcess, runWorkerProcess } from '../wiring/worker-process';

const DELIVERIES_AT_ONCE = 100;

async function main(): Promise<void> {
  const env = readEnvironment(webhooksWorkerEnvironment, process.env);
  await runWorkerProcess({
    name: 'worker-webhooks',
    env,
    prepare: async (logger) => {
      const db = openDatabase(env.DATABASE_URL, { maxConnections: 10, onError: (err) => logger.warn({ err }) });
      const sender = createWebhookSender({ filter: createAddressFilter(env.WEBHOOK_ALLOWED_RANGES) });
      return {
        worker: {
          taskQueue: WEBHOOKS_TASK_QUEUE,
          activities: createWebhookActivities({ tryDelivery: (id) => tryDelivery({ db, sender }, id) }),
          maxConcurrentActivityTaskExecutions: DELIVERIES_AT_ONCE,
        },
        checkReady: async () => {
          await sql`select 1`.execute(db);
        },
        close: async () => {
          await sender.close();
          await db.destroy();
        },
      };
    },
  });
}

main().catch(failProcess);
