import { join } from 'node:path';
import { sql } from 'kysely';
import { campaignsWorkerEnvironment, readEnvironment } from '../../infra/config/environment';
import { openDatabase } from '../../infra/db/database';
import { openTemporalClient } from '../../infra/temporal/connection';
import { createReportLinks } from '../../infra/webhook-http/report-link';
import { CampaignMessenger } from '../wiring/campaign-messenger';
import { campaignsWorkerOptions } from '../wiring/campaigns-worker';
import { ContactMessenger } from '../wiring/contact-messenger';
import { failProcess, runWorkerProcess } from '../wiring/worker-process';
import { startCapacityShares } from './capacity-shares';
import { startDueContacts } from './due-contacts';
import { startSweeper } from './sweeper';
import { startWaker } from './waker';
import { startWebhookPruning } from './webhook-pruning';

const WORKFLOW_BUNDLE = join(__dirname, '..', '..', 'workflow-bundle.js');

async function main(): Promise<void> {
  const env = readEnvironment(campaignsWorkerEnvironment, process.env);
  await runWorkerProcess({
    name: 'worker-campaigns',
    env,
    prepare: async (logger) => {
      const db = openDatabase(env.DATABASE_URL, { maxConnections: 20, onError: (err) => logger.warn({ err }) });
      const { client, connection } = openTemporalClient();
      const contacts = new ContactMessenger(client);
      const campaigns = new CampaignMessenger({ client, db, logger, maxCallMs: env.MAX_CALL_S * 1_000 });
      const reportUrl = createReportLinks({ publicUrl: env.PUBLIC_URL, secretKey: env.EVERDIAL_SECRET_KEY });
      if (!env.PUBLIC_URL || !env.EVERDIAL_SECRET_KEY) {
        logger.warn('PUBLIC_URL or EVERDIAL_SECRET_KEY is not set: status callbacks have no link to the report');
      }
      const waker = startWaker({ db, contacts, logger });
      const dueContacts = startDueContacts({ db, campaigns, logger });
      const shares = startCapacityShares({ db, campaigns, logger });
      const sweeper = startSweeper({ db, campaigns, contacts, logger, intervalMs: env.SWEEP_INTERVAL_MS });
      const pruning = startWebhookPruning({ db, logger });
      return {
        worker: {
          ...campaignsWorkerOptions({ db, campaigns, contacts, reportUrl }),
          workflowBundle: { codePath: WORKFLOW_BUNDLE },
        },
        checkReady: async () => {
          await sql`select 1`.execute(db);
        },
        close: async () => {
          await Promise.all([sweeper.stop(), dueContacts.stop(), waker.stop(), shares.stop(), pruning.stop()]);
          await campaigns.flush();
          await contacts.flush();
          await connection.close();
          await db.destroy();
        },
      };
    },
  });
}

main().catch(failProcess);
