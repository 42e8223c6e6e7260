import type { CallReport } from './contract';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Keeps a campaign from granting slots over and over that come to nothing. After one that was held it grants nothing for a
 * second, after the next for two, then four, up to half a minute: as long as the gate in Postgres is closed without a
 * halt that anybody would tell of. A call that is let through ends that.
 */
export class BackOff {
  /** Nothing is granted, and Postgres is not asked. */
  active = false;
  /** How often calls were held since one was let through; those held together count as one. */
  inARow = 0;
  private lastHeld = 0;

  /** How long to wait, in milliseconds. */
  get waitMs(): number {
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, this.inARow - 1));
  }

  /** A slot came to nothing, which says nothing about the next one. */
  begin(): void {
    this.active = true;
  }

  /** Learns from a report about a slot that was held by this campaign. */
  hear({ lineStatus, lease, noRoom }: CallReport): void {
    // Calls granted before the gate was closed still end after it.
    if (lineStatus !== 'held') {
      if (lease > this.lastHeld) this.inARow = 0;
      return;
    }
    this.lastHeld = Math.max(this.lastHeld, lease);
    if (noRoom === true) this.inARow = 0;
    else if (!this.active) this.inARow += 1;
    this.active = true;
  }

  /** The time to wait is over. */
  pass(): void {
    this.active = false;
  }

  /** Somebody has changed what may have held the calls. */
  end(): void {
    this.active = false;
    this.inARow = 0;
  }
}
