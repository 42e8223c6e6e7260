import type { Logger } from '../../infra/observability/logger';

export interface RoundsOptions {
  /** Answers how much it has found to do. */
  readonly round: () => Promise<number>;
  /** Between two rounds, milliseconds. */
  readonly everyMs: number;
  readonly logger: Logger;
  /** What a round looks for, for the log. */
  readonly what: string;
}

/** While there may be more to do than a round takes. */
const BUSY_MS = 200;

/**
 * Does something over and over, in every process that does it. What fails is logged and tried again.
 *
 * @returns `stop` resolves when the round that is under way is over.
 */
export function startRounds({ round, everyMs, logger, what }: RoundsOptions): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running = Promise.resolve();
  const next = (waitMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round().then(
        (found) => next(found > 0 ? BUSY_MS : everyMs),
        (err: unknown) => {
          logger.warn({ err }, `${what} were not looked for; trying again`);
          next(everyMs);
        },
      );
    }, waitMs);
  };
  next(everyMs);
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
