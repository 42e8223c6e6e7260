/** When the clockwork looks next. */
export interface Agenda {
  /**
   * Something is due at an instant; resolves when the clockwork will look in time.
   *
   * @param instant epoch milliseconds.
   */
  plan(instant: number): Promise<void>;
  /** The clockwork is looking now; whatever is planned from here on comes on top of what it finds. */
  beginLook(): void;
  /** The clockwork will look then, or at what was planned meanwhile if that is earlier. */
  endLook(next: number): number;
}

/**
 * Keeps what is due from being slept over: wakes the clockwork where something comes before its next look.
 *
 * @param wake tells the clockwork to look again.
 */
export function createAgenda(wake: () => Promise<void>): Agenda {
  let next = Infinity;
  let looking = false;
  return {
    async plan(instant) {
      if (instant >= next) return;
      next = instant;
      if (!looking) await wake();
    },
    beginLook() {
      next = Infinity;
      looking = true;
    },
    endLook(found) {
      looking = false;
      next = Math.min(next, found);
      return next;
    },
  };
}
