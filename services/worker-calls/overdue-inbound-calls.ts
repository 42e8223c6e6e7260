import { reconcileInboundCalls, type InboundReconcilerOptions } from '../wiring/inbound-reconciler';

const EVERY_MS = 5_000;
/** While there are more than were taken. */
const BUSY_MS = 200;

/** Looks up calls from outside that have reported no end, over and over. Several processes may do so side by side. */
export function startOverdueInboundCalls(options: InboundReconcilerOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let round = Promise.resolve();
  const next = (waitMs: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      round = reconcileInboundCalls(options).then(
        (taken) => next(taken > 0 ? BUSY_MS : EVERY_MS),
        (err: unknown) => {
          options.logger.warn({ err }, 'overdue inbound calls were not looked for; trying again');
          next(EVERY_MS);
        },
      );
    }, waitMs);
  };
  next(EVERY_MS);
  return {
    stop: async () => {
      stopping.abort();
      if (timer) clearTimeout(timer);
      await round;
    },
  };
}
