import { z } from 'zod';
import { readEnvironment } from '../../infra/config/environment';
import { migrateToLatest, openDatabase, type Database } from '../../infra/db/database';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { exitWithParent } from '../../infra/local/parent-watch';
import { createLogger, type Logger } from '../../infra/observability/logger';
import { openTemporalClient } from '../../infra/temporal/connection';
import { ensureNamespace } from '../../infra/temporal/namespace';
import { SEARCH_ATTRIBUTE_KEYS } from '../../workflows/search-attributes';

// Run once before a release's processes start: brings the schema up to date, makes the Temporal namespace ready,
// and, when it is given credentials for it, makes the first organization. Safe to run again.

const migrateEnvironment = z.object({
  LOG_LEVEL: z.string().default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `skip` where the namespace is looked after by other tools, as on Temporal Cloud. */
  TEMPORAL_NAMESPACE_SETUP: z.enum(['ensure', 'skip']).default('ensure'),
  /** The first organization's key and webhook token; without them none is made. */
  EVERDIAL_API_KEY: z.string().min(16).optional(),
  EVERDIAL_WEBHOOK_TOKEN: z.string().min(16).optional(),
  /** 32 bytes in base64. */
  EVERDIAL_SECRET_KEY: z.base64().optional(),
});

type MigrateEnvironment = z.output<typeof migrateEnvironment>;

async function main(): Promise<void> {
  exitWithParent(() => process.exit(1));
  const config = readEnvironment(migrateEnvironment, process.env);
  const logger = createLogger('migrate', config.LOG_LEVEL);
  const db = openDatabase(config.DATABASE_URL, { maxConnections: 2 });
  try {
    const applied = await migrateToLatest(db);
    logger.info({ applied }, applied.length === 0 ? 'the schema is up to date' : 'migrated');
    if (config.TEMPORAL_NAMESPACE_SETUP === 'ensure') await prepareNamespace(logger);
    await seed(db, config, logger);
  } finally {
    await db.destroy();
  }
}

async function prepareNamespace(logger: Logger): Promise<void> {
  const { connection, namespace } = openTemporalClient();
  try {
    await ensureNamespace(connection, namespace, SEARCH_ATTRIBUTE_KEYS, (message) => logger.info(message));
    logger.info({ namespace }, 'the namespace is ready');
  } finally {
    await connection.close();
  }
}

async function seed(db: Database, config: MigrateEnvironment, logger: Logger): Promise<void> {
  const { EVERDIAL_API_KEY, EVERDIAL_WEBHOOK_TOKEN, EVERDIAL_SECRET_KEY } = config;
  if (!EVERDIAL_API_KEY || !EVERDIAL_WEBHOOK_TOKEN || !EVERDIAL_SECRET_KEY) return;
  const made = await ensureFirstOrganization(db, {
    apiKey: EVERDIAL_API_KEY,
    webhookToken: EVERDIAL_WEBHOOK_TOKEN,
    secretKey: Buffer.from(EVERDIAL_SECRET_KEY, 'base64'),
  });
  logger.info({ phoneNumberId: made.phoneNumberId }, 'the first organization is there');
  // Holds a secret: for the local supervisor alone, never for a log.
  await new Promise((resolve) => (process.send ? process.send(made, resolve) : resolve(undefined)));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
