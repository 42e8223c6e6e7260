import { sql } from 'kysely';
import { createCallActivities } from '../../activities/call-activities';
import { callsWorkerEnvironment, readEnvironment } from '../../infra/config/environment';
import { otherCallIds } from '../../infra/db/attempts/other-calls';
import { openDatabase } from '../../infra/db/database';
import { openTemporalClient } from '../../infra/temporal/connection';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { CALLS_TASK_QUEUE } from '../../workflows/task-queues';
import { createAttemptStore } from '../wiring/attempt-store';
import { CampaignMessenger } from '../wiring/campaign-messenger';
import { ContactMessenger } from '../wiring/contact-messenger';
import { createPreCall } from '../wiring/pre-call';
import { openProviders } from '../wiring/providers';
import { Telephony } from '../wiring/telephony';
import { failProcess, runWorkerProcess } from '../wiring/worker-process';
import { startOverdueCalls } from './overdue-calls';
import { startOverdueInboundCalls } from './overdue-inbound-calls';

const CALLS_AT_ONCE = 400;
/** Of one organization: a webhook that does not answer holds each of its calls for twelve seconds. */
const PRE_CALLS_AT_ONCE = 100;

async function main(): Promise<void> {
  const env = readEnvironment(callsWorkerEnvironment, process.env);
  const maxCallMs = env.MAX_CALL_S * 1_000;
  await runWorkerProcess({
    name: 'worker-calls',
    env,
    prepare: async (logger) => {
      const db = openDatabase(env.DATABASE_URL, { maxConnections: 20, onError: (err) => logger.warn({ err }) });
      const { client, connection } = openTemporalClient();
      const campaigns = new CampaignMessenger({ client, db, logger, maxCallMs });
      const sender = createWebhookSender({ filter: createAddressFilter(env.WEBHOOK_ALLOWED_RANGES) });
      const providers = openProviders(env, { db, sender, logger });
      const telephony = new Telephony({
        providers,
        eventsBase: env.PROVIDER_EVENTS_URL,
        maxCallMs,
        otherCallIds: (attemptId) => otherCallIds(db, attemptId),
        logger,
      });
      const preCall = createPreCall({ db, sender, atOnce: PRE_CALLS_AT_ONCE });
      const attempts = createAttemptStore(db, { maxCallMs });
      const contacts = new ContactMessenger(client);
      const overdue = startOverdueCalls({ db, attempts, telephony, contacts, logger, maxCallMs });
      const overdueInbound = startOverdueInboundCalls({ db, providers, logger });
      return {
        worker: {
          taskQueue: CALLS_TASK_QUEUE,
          activities: createCallActivities({ attempts, preCall, telephony, campaigns }),
          maxConcurrentActivityTaskExecutions: CALLS_AT_ONCE,
        },
        checkReady: async () => {
          await sql`select 1`.execute(db);
        },
        close: async () => {
          await Promise.all([overdue.stop(), overdueInbound.stop()]);
          await Promise.all([campaigns.flush(), contacts.flush()]);
          await providers.close();
          await sender.close();
          await connection.close();
          await db.destroy();
        },
      };
    },
  });
}

main().catch(failProcess);
