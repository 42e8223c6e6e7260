import { isDatabaseAway } from '../../../infra/db/connection-errors';
import { ALIVE, STREAM_BEGINNING } from './event-text';
import type { FeedListener } from './feed-listener';

/** How a stream goes on and ends. */
export interface StreamCourse {
  /** Any of them ends it: whoever listens is gone, or the process is to end. */
  readonly endings: readonly AbortSignal[];
  /** Whether whoever listens may do so further on. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** It is asked so often, and said that the stream is there. */
  readonly aliveEveryMs: number;
}

/** A campaign's events as they are written. Asked for the next one when the one before has been taken. */
export async function* eventStream(listener: FeedListener, course: StreamCourse): AsyncGenerator<string> {
  const { endings, aliveEveryMs } = course;
  // `AbortSignal.any` would leave something at the process' own signal with each stream.
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const signal of endings) signal.addEventListener('abort', end);
  if (endings.some(({ aborted }) => aborted)) end();
  let aliveAt = performance.now() + aliveEveryMs;
  try {
    yield STREAM_BEGINNING;
    while (!ending.signal.aborted) {
      const leftMs = aliveAt - performance.now();
      if (leftMs <= 0) {
        if (!(await mayGoOn(course))) return;
        aliveAt = performance.now() + aliveEveryMs;
        yield ALIVE;
        continue;
      }
      const event = listener.take();
      if (event !== null) yield event;
      else await listener.wait(leftMs, ending.signal);
    }
  } finally {
    for (const signal of endings) signal.removeEventListener('abort', end);
    listener.close();
  }
}

/** While Postgres is away nobody can tell, and nothing can be told either. */
async function mayGoOn({ isStillAllowed }: StreamCourse): Promise<boolean> {
  try {
    return await isStillAllowed();
  } catch (error) {
    if (isDatabaseAway(error)) return true;
    throw error;
  }
}
