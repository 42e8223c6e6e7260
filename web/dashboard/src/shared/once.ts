/** A person's double click: its second click comes within this time, also when the first is answered by then. */
const DOUBLE_CLICK_MS = 500;

/** Lets something be done once at a time. */
export interface Once {
  /**
   * Whether it may begin. It may not while it is under way, nor for the second click of a double click; then nothing is to
   * be done.
   *
   * @param input what is to be done, told from another by its JSON.
   */
  begin(input: unknown): boolean;
  /** What was begun is over. @param isDone false: it did not work, and may be tried again at once. */
  end(isDone: boolean): void;
}

/**
 * One of these for each thing that is done on a click: a button that is drawn as "under way" is drawn too late for a
 * second click.
 *
 * @param now epoch milliseconds, or any clock that goes forward.
 * @example if (once.begin(12)) replay(12).then(() => once.end(true), () => once.end(false));
 */
export function createOnce(now: () => number = () => performance.now()): Once {
  let isUnderWay = false;
  let last: { readonly input: string; readonly begunAt: number } | null = null;
  return {
    begin: (given) => {
      const input = JSON.stringify(given) ?? '';
      const isSecondClick = last?.input === input && now() - last.begunAt < DOUBLE_CLICK_MS;
      if (isUnderWay || isSecondClick) return false;
      isUnderWay = true;
      last = { input, begunAt: now() };
      return true;
    },
    end: (isDone) => {
      isUnderWay = false;
      if (!isDone) last = null;
    },
  };
}
