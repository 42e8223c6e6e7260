/** Runs work when all work for the same key that came before it is done. */
export type TakeTurns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Makes requests that would only wait for each other follow each other. In Postgres each of them would hold a connection
 * while it waits, and with enough of them nobody else would get one. Holds for one process.
 *
 * @example await takeTurns('12 batch-1', () => store(batch)); // nobody else stores this batch meanwhile
 */
export function createTurns(): TakeTurns {
  const last = new Map<string, Promise<void>>();
  return async (key, work) => {
    const before = last.get(key);
    let done = (): void => undefined;
    const mine = new Promise<void>((resolve) => (done = resolve));
    last.set(key, mine);
    try {
      await before;
      return await work();
    } finally {
      done();
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
