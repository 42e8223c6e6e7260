import { isIPv6 } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { apiEnvironment, readEnvironment } from '../../infra/config/environment';
import { openDatabase, type Database } from '../../infra/db/database';
import { deleteExpiredLeadBatches } from '../../infra/db/lines/lead-batches';
import { deleteExpiredDashboardSessions } from '../../infra/db/organizations/dashboard-sessions';
import { deleteExpiredIdempotencyKeys } from '../../infra/db/organizations/idempotency-keys';
import { exitWithParent } from '../../infra/local/parent-watch';
import { createLogger, type Logger } from '../../infra/observability/logger';
import { ADAPTERS } from '../../infra/telephony/adapters';
import { openTemporalClient } from '../../infra/temporal/connection';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { CampaignMessenger } from '../wiring/campaign-messenger';
import { ContactMessenger } from '../wiring/contact-messenger';
import { createMachineHandler } from '../wiring/machine-handler';
import { ProviderEvents } from '../wiring/provider-events';
import { adapterWorld, openProviders } from '../wiring/providers';
import { createApp } from './app';
import { createRequestNotes } from './contacts/request-notes';
import { listen } from './listen';
import { createTemporalChecks } from './readiness';
import { createTemporalLinks } from './temporal-links';

const MAX_CONNECTIONS = 20;
const CLEAN_UP_MS = 60 * 60 * 1_000;

type Environment = ReturnType<typeof readApiEnvironment>;

const readApiEnvironment = () => readEnvironment(apiEnvironment, process.env);

async function main(): Promise<void> {
  const env = readApiEnvironment();
  const logger = createLogger('api', env.LOG_LEVEL);
  const db = openDatabase(env.DATABASE_URL, {
    maxConnections: MAX_CONNECTIONS,
    onError: (err) => logger.warn({ err }, 'a database connection broke'),
  });
  const closing = new AbortController();
  const { app, close } = assemble(env, db, logger, closing.signal);
  const server = await listen(app, env.HOST, env.PORT);
  logger.info({ host: env.HOST, port: server.port, webhookRanges: env.WEBHOOK_ALLOWED_RANGES }, 'listening');
  const cleanUp = keepTidy(db, logger);

  let draining: Promise<void> | null = null;
  const drain = (why: string): void => {
    draining ??= (async () => {
      logger.info({ why }, 'draining');
      clearInterval(cleanUp);
      closing.abort();
      await server.drain();
      await close();
      await db.destroy();
      logger.info('stopped');
    })().catch((err: unknown) => {
      logger.error({ err }, 'could not drain');
      process.exit(1);
    });
  };
  process.on('SIGTERM', () => drain('SIGTERM'));
  process.on('SIGINT', () => drain('SIGINT'));
  exitWithParent(() => drain('the supervisor is gone'));
}

/** Joins the API with what it needs. */
function assemble(env: Environment, db: Database, logger: Logger, closing: AbortSignal) {
  const temporal = openTemporalClient();
  const { client, connection, namespace } = temporal;
  const campaigns = new CampaignMessenger({ client, db, logger, maxCallMs: env.MAX_CALL_S * 1_000 });
  const contacts = new ContactMessenger(client);
  const addresses = createAddressFilter(env.WEBHOOK_ALLOWED_RANGES);
  const sender = createWebhookSender({ filter: addresses });
  const providers = openProviders(env, { db, sender, logger });
  const machines = createMachineHandler({ db, providers });
  const providerEvents = new ProviderEvents(db, contacts, logger, { machines });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const publicUrl = withoutSlash(
    env.PUBLIC_URL ?? `http://${isIPv6(env.HOST) ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
  );
  const requestNotes = createRequestNotes(db);
  const app = createApp({
    db,
    logger,
    metrics,
    campaigns,
    providers,
    adapters: ADAPTERS,
    adapterWorld: adapterWorld(env, sender),
    providerEvents,
    addresses,
    sender,
    links: createTemporalLinks(env.TEMPORAL_UI_URL, namespace),
    publicUrl,
    providerUrl: withoutSlash(env.PROVIDER_EVENTS_URL ?? publicUrl),
    secretKey: env.EVERDIAL_SECRET_KEY ?? null,
    requestNotes,
    closing,
    readiness: createTemporalChecks(temporal),
  });
  const close = async (): Promise<void> => {
    await Promise.all([campaigns.flush(), contacts.flush(), providerEvents.flush(), requestNotes.flush()]);
    await providers.close();
    await sender.close();
    await connection.close();
  };
  return { app, close };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function keepTidy(db: Database, logger: Logger): NodeJS.Timeout {
  return setInterval(() => {
    Promise.all([
      deleteExpiredIdempotencyKeys(db),
      deleteExpiredLeadBatches(db),
      deleteExpiredDashboardSessions(db),
    ]).catch((err: unknown) => logger.warn({ err }, 'old idempotency keys or sessions are still there'));
  }, CLEAN_UP_MS).unref();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
