/** Told what a long step does, in one line for people. */
export type Progress = (message: string) => void;

const HEARTBEAT_MS = 15_000;

/**
 * Runs a long step, and says every 15 seconds that it still runs.
 *
 * @param what completes "still", as in "still building the Temporal CLI".
 * @throws what the step throws.
 * @example await withHeartbeat(progress, 'building the Temporal CLI', () => build());
 */
export async function withHeartbeat<T>(
  progress: Progress,
  what: string,
  step: () => Promise<T>,
  intervalMs = HEARTBEAT_MS,
): Promise<T> {
  const begunAt = Date.now();
  const timer = setInterval(() => {
    progress(`still ${what} (${Math.round((Date.now() - begunAt) / 1000)} s)`);
  }, intervalMs);
  try {
    return await step();
  } finally {
    clearInterval(timer);
  }
}
