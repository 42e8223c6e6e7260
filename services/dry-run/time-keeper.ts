import type { SkippedTime } from '../../infra/local/skipped-time';

const LOOK_MS = 100;
/** Looks in a row, each in time, at which nothing was done. Less than this a task may be on its way from the server. */
const QUIET_LOOKS = 10;
/** A look that comes later than this says that the machine is busy. */
const LATE_MS = 250;
const LEAP_MS = 1_000;

/** Lets time skip, and keeps it moving. */
export interface TimeKeeper {
  /** From now on time is skipped wherever nothing is done. */
  start(): Promise<void>;
  /** Watches one stretch of work in which time must not be skipped. */
  held<T>(work: () => Promise<T>): Promise<T>;
  /** Time is skipped no more. */
  stop(): Promise<void>;
}

/**
 * Keeps skipped time moving. The server counts what holds its time, and forgets to let go for an activity that was under
 * way when its workflow continued as new: where nothing is done for a second and time does not skip, it is told to let go
 * once more. Where time is skipped in the middle of work, that was once too often, and is taken back.
 *
 * @param isBusy whether a worker has something in hand.
 */
export function keepTime(time: SkippedTime, isBusy: () => boolean): TimeKeeper {
  let timer: NodeJS.Timeout | undefined;
  let quiet = 0;
  let aheadBefore = 0;
  let lookedAt = performance.now();
  let looking = false;

  async function look(): Promise<void> {
    const late = performance.now() - lookedAt > LATE_MS;
    lookedAt = performance.now();
    if (late || isBusy()) {
      quiet = 0;
      return;
    }
    const ahead = (await time.now()) - Date.now();
    quiet = Math.abs(ahead - aheadBefore) < LEAP_MS ? quiet + 1 : 0;
    aheadBefore = ahead;
    if (quiet < QUIET_LOOKS || isBusy() || !timer) return;
    quiet = 0;
    await time.letSkip();
  }

  function lookUnlessLooking(): void {
    if (looking) return;
    looking = true;
    look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }

  return {
    async start() {
      await time.letSkip();
      timer ??= setInterval(lookUnlessLooking, LOOK_MS);
    },
    async held(work) {
      const before = (await time.now()) - Date.now();
      const done = await work();
      if (timer && Math.abs((await time.now()) - Date.now() - before) > LEAP_MS) await time.hold();
      return done;
    },
    async stop() {
      if (!timer) return;
      clearInterval(timer);
      timer = undefined;
      await time.hold().catch(() => undefined);
    },
  };
}
