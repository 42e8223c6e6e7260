import { readEnvironment, simulatorEnvironment } from '../../infra/config/environment';
import { exitWithParent } from '../../infra/local/parent-watch';
import { createLogger } from '../../infra/observability/logger';
import { startSimulatorServer } from './server';

async function main(): Promise<void> {
  const config = readEnvironment(simulatorEnvironment, process.env);
  const logger = createLogger('simulator', config.LOG_LEVEL);
  const server = await startSimulatorServer({
    host: config.HOST,
    port: config.PORT,
    ledgerFile: config.LEDGER_FILE,
    secret: config.SIMULATOR_SECRET,
    speed: config.SPEED,
    logger,
  });
  logger.info({ url: server.url, speed: config.SPEED }, 'listening');

  let isStopping = false;
  const stop = (reason: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ reason }, 'stopping');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopped with an error');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  exitWithParent(() => stop('the supervisor has gone'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
