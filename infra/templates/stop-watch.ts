import { createContext, Script } from 'node:vm';

/** Something was stopped in the middle. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/**
 * How long a text may take at most, milliseconds. Liquid itself looks at its clock between tags; what a filter does with a
 * long list is stopped from outside.
 */
export const STOPPED_AFTER_MS = { reading: 1_000, rendering: 400 } as const;

/** What a text of plain names never has: tags, filters, ranges. Nothing else takes longer than the text is long. */
const WORKS = /\{%|\||\.\./;

const stage: { work: () => void } = { work: () => undefined };
const context = createContext(stage);
const script = new Script('work()');
let isRunning = false;

/**
 * Does something that may go on for ever, for a bounded time: it is stopped wherever it is, also in the middle of a loop
 * that looks at no clock. Costs a thread, a quarter of a millisecond and in large processes far more. Inside of another one, the time of that one holds.
 *
 * @param timeoutMs whole milliseconds.
 * @param work synchronous.
 * @throws StoppedError, or what the work throws.
 * @example stopAfter(400, () => engine.renderSync(templates, variables))
 */
export function stopAfter<T>(timeoutMs: number, work: () => T): T {
  if (isRunning) return work();
  const results: T[] = [];
  stage.work = () => {
    results.push(work());
  };
  isRunning = true;
  try {
    script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    const isStopped = (error as { readonly code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw isStopped ? new StoppedError('it takes too long') : error;
  } finally {
    isRunning = false;
    stage.work = () => undefined;
  }
  return results[0] as T;
}

/**
 * Like `stopAfter`, for work that is as long as its texts say: those that only name variables are done without a watch,
 * which is a thread of its own each time.
 *
 * @param texts all that the work reads or renders, or the parts of them that can take long.
 */
export function stopLongTexts<T>(texts: readonly string[], timeoutMs: number, work: () => T): T {
  return texts.some((text) => WORKS.test(text)) ? stopAfter(timeoutMs, work) : work();
}
