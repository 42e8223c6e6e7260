import { setTimeout as delay } from 'node:timers/promises';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type LogLevel,
  type WorkerOptions,
} from '@temporalio/worker';
import { exitWithParent } from '../../infra/local/parent-watch';
import { serveHealth } from '../../infra/observability/health-server';
import { createLogger, type Logger } from '../../infra/observability/logger';

export interface WorkerProcess {
  /** The process's name, in logs and in the stack. */
  readonly name: string;
  readonly env: { readonly LOG_LEVEL: string; readonly HEALTH_HOST: string; readonly HEALTH_PORT: number };
  /** Builds the worker's options once Temporal can be reached, and says how to clean up after it. */
  readonly prepare: (logger: Logger) => Promise<{
    readonly worker: Omit<WorkerOptions, 'connection' | 'namespace'>;
    /** Rejects with what is missing, for `/readyz`. */
    readonly checkReady: () => Promise<void>;
    readonly close: () => Promise<void>;
  }>;
}

const CONNECT_AGAIN_MS = 1_000;
const DRAIN = '10s';

/**
 * Runs one worker as a process: waits for Temporal, answers health questions, and drains on SIGTERM, on SIGINT and when
 * the process that started it is gone.
 */
export async function runWorkerProcess({ name, env, prepare }: WorkerProcess): Promise<void> {
  const logger = createLogger(name, env.LOG_LEVEL);
  Runtime.install({ logger: coreLogger(logger), shutdownSignals: [] });
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  let running: Worker | null = null;
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'draining');
    if (running?.getState() === 'RUNNING') running.shutdown();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  exitWithParent(() => stop('the supervisor is gone'));

  const prepared = await prepare(logger);
  const health = await serveHealth(
    {
      checkReady: async () => {
        if (running?.getState() !== 'RUNNING') throw new Error('the worker is not polling');
        await prepared.checkReady();
      },
    },
    env.HEALTH_HOST,
    env.HEALTH_PORT,
  );
  const connection = await connectPatiently(connectionOptions, logger, () => stopping);
  if (connection) {
    running = await Worker.create({ ...prepared.worker, connection, namespace, shutdownGraceTime: DRAIN });
    logger.info({ queue: prepared.worker.taskQueue, health: health.port }, 'polling');
    // A signal that came while the worker was being made has found nothing to stop.
    if (!stopping) await running.run();
  }
  await prepared.close();
  await connection?.close();
  await health.close();
  logger.info('stopped');
}

async function connectPatiently(
  options: ReturnType<typeof loadClientConnectConfig>['connectionOptions'],
  logger: Logger,
  givesUp: () => boolean,
): Promise<NativeConnection | null> {
  while (!givesUp()) {
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      logger.warn({ err: error }, 'Temporal cannot be reached; trying again');
      await delay(CONNECT_AGAIN_MS);
    }
  }
  return null;
}

function coreLogger(logger: Logger): DefaultLogger {
  const levels: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
    TRACE: 'trace',
    DEBUG: 'debug',
    INFO: 'info',
    WARN: 'warn',
    ERROR: 'error',
  };
  const least: LogLevel = logger.isLevelEnabled('debug') ? 'DEBUG' : logger.isLevelEnabled('info') ? 'INFO' : 'WARN';
  return new DefaultLogger(least, ({ level, message, meta }) => logger[levels[level]]({ ...meta }, message));
}

/** Ends a process whose start failed, with the reason in one line. */
export function failProcess(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
