/** How far the waiting lines have been brought under the newest settings. */
export interface CarriedReplanning {
  /** The settings' version that every waiting line follows. */
  readonly done: number;
  /** The version wanted. */
  readonly wanted: number;
  /** The last line that follows the wanted one already, by id. */
  readonly after: number;
}

/** Which settings the waiting lines still have to be brought under. Works in stretches, so that a run may end in between. */
export class Replanning {
  private done: number;
  private wanted: number;
  private after: number;

  constructor(settingsVersion: number, carried?: CarriedReplanning) {
    this.done = carried?.done ?? settingsVersion;
    this.wanted = carried?.wanted ?? settingsVersion;
    this.after = carried?.after ?? 0;
  }

  /** Newer settings hold: every line is looked at anew. */
  request(settingsVersion: number): void {
    this.wanted = settingsVersion;
    this.after = 0;
  }

  /** The stretch that comes next; null when all lines follow the newest settings. */
  get next(): { settingsVersion: number; after: number } | null {
    return this.done < this.wanted ? { settingsVersion: this.wanted, after: this.after } : null;
  }

  /**
   * Notes a stretch.
   *
   * @param lastLineId where it ended; null when it was the last one.
   */
  note(settingsVersion: number, lastLineId: number | null): void {
    // Meanwhile newer settings came: everything starts over.
    if (settingsVersion !== this.wanted) return;
    if (lastLineId === null) this.done = settingsVersion;
    this.after = lastLineId ?? 0;
  }

  carry(): CarriedReplanning {
    return { done: this.done, wanted: this.wanted, after: this.after };
  }
}
