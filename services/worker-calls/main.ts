import { sql } from 'kysely';
import { createCallActivities } from '../../activities/call-activities';
import { callsWorkerEnvironment, readEnvironment } from '../../infra/config/environment';
import { openDatabase } from '../../infra/db/database';
import { openTemporalClient } from '../../infra/temporal/connection';
import { CALLS_TASK_QUEUE } from '../../workflows/task-queues';
import { createAttemptStore } from '../wiring/attempt-store';
import { CampaignMessenger } from '../wiring/campaign-messenger';
import { configureProviders, Telephony } from '../wiring/telephony';
import { failProcess, runWorkerProcess } from '../wiring/worker-process';

const CALLS_AT_ONCE = 200;

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
      const telephony = new Telephony(configureProviders(env), env.PROVIDER_EVENTS_URL);
      return {
        worker: {
          taskQueue: CALLS_TASK_QUEUE,
          activities: createCallActivities({ attempts: createAttemptStore(db, { maxCallMs }), telephony, campaigns }),
          maxConcurrentActivityTaskExecutions: CALLS_AT_ONCE,
        },
        checkReady: async () => {
          await sql`select 1`.execute(db);
        },
        close: async () => {
          await campaigns.flush();
          await connection.close();
          await db.destroy();
        },
      };
    },
  });
}

main().catch(failProcess);
