import { setTimeout as delay } from 'node:timers/promises';

/** Something did not become ready in time; the cause is the last error that was seen. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
}

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  /** Ends the wait early with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until a condition holds. A condition that throws does not hold yet.
 *
 * @param what named in the error, as in "Postgres to accept connections".
 * @throws NotReadyError after `timeoutMs`; the signal's reason when aborted.
 * @example await waitUntil('the API to be ready', () => answersOk(url), { timeoutMs: 10_000 });
 */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  options: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  let lastError: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      if (await condition()) return;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      const detail = lastError instanceof Error ? `: ${lastError.message}` : '';
      throw new NotReadyError(`Waited ${options.timeoutMs / 1000} s for ${what}${detail}`, { cause: lastError });
    }
    await delay(options.intervalMs ?? 50);
  }
}
