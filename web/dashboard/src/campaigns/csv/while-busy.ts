import { ApiProblem } from '../../api/problem';

const FIRST_WAIT_MS = 1_500;
const LONGEST_WAIT_MS = 5_000;

/** How long is waited, and who hears of it. */
interface Waiting {
  readonly signal: AbortSignal;
  /** Told each time when an earlier try is still at work. */
  readonly onBusy?: () => void;
}

/**
 * Asks for as long as an earlier try of the same request, with the same idempotency key, is still at work.
 *
 * @throws what `ask` throws; the reason of `signal`.
 */
export async function whileBusy<Answer>(ask: () => Promise<Answer>, { signal, onBusy }: Waiting): Promise<Answer> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'request_in_progress')) throw error;
    }
    onBusy?.();
    await elapsed(waitMs, signal);
  }
}

function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('Waiting was stopped.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
