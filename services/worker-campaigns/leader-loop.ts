import { sql } from 'kysely';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';

export interface LoopOptions {
  readonly db: Database;
  readonly logger: Logger;
  /** A number of its own: of all processes, the one that holds this lock works. */
  readonly lock: number;
  /** What is done, for the log. */
  readonly what: string;
  /** Answers how long to wait before it is done again, in milliseconds. Runs while the lock is held. */
  readonly work: () => Promise<number>;
  /** How long to wait where another process works, and after a failure, in milliseconds. */
  readonly idleMs: number;
}

/**
 * Does something over and over, in one process at a time. What fails is logged and tried again: a server that is away
 * ends nothing.
 *
 * @example const loop = startLoop({ db, logger, lock: 7, what: 'sweeping', work: async () => 1_000, idleMs: 1_000 });
 */
export function startLoop(options: LoopOptions): { stop: () => Promise<void> } {
  const { logger, idleMs, what } = options;
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  const run = async (): Promise<void> => {
    while (!stopped) {
      const waitMs = await workUnderLock(options).catch((err: unknown) => {
        logger.warn({ err }, `${what} failed; trying again`);
        return idleMs;
      });
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wakeUp();
      await running;
    },
  };
}

/** The lock is the transaction's: it goes with the process that held it. */
async function workUnderLock({ db, lock, work, idleMs }: LoopOptions): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lock}) as mine`.execute(trx);
    return rows[0]?.mine ? work() : idleMs;
  });
}
