import type { CallingHours } from '../../domain/calling-hours';
import type { HoursWindow } from './contract';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Hours that do not change within the horizon of the rules are read again after this long. */
const UNCHANGING_MS = 100 * DAY_MS;
/** Hours that could not be read keep the campaign closed, and are tried again after this long. */
const UNREADABLE_MS = 10 * 60 * 1_000;

/** What a run leaves of its hours to the next one; the rules themselves go with its input. */
export interface CarriedHours {
  readonly window: HoursWindow | null;
  /** Epoch milliseconds. */
  readonly until: number;
  readonly stale: boolean;
}

/**
 * A campaign's hours as far as they have been worked out. Zones are computed in an activity; here is only its last
 * answer, and until when it holds. Never open without an answer that holds.
 */
export class OpeningHours {
  /** Grows with every change of the rules: an answer to an older question is not taken. */
  private version = 0;
  private window: HoursWindow | null;
  private until: number;
  private stale: boolean;

  /**
   * @param given the answer as of the start, computed by whoever starts the campaign, so that a closed one never shows
   * as open.
   */
  constructor(
    public rules: CallingHours | null,
    public openedAt: number,
    now: number,
    given: HoursWindow | null,
    carried?: CarriedHours,
  ) {
    this.window = carried ? carried.window : given;
    this.until = carried?.until ?? given?.changesAt ?? now + UNCHANGING_MS;
    this.stale = carried?.stale ?? given === null;
  }

  /** Whether calls may start now. */
  allow(now: number): boolean {
    return this.rules === null || (this.window !== null && this.window.open && !this.needsReading(now));
  }

  /** What the last answer says, also while a newer one is awaited: the status does not flicker. */
  get isOutside(): boolean {
    return this.rules !== null && this.window !== null && !this.window.open;
  }

  /** Epoch milliseconds at which it opens next; null when it is open, or nobody knows. */
  get opensAt(): number | null {
    return this.isOutside ? (this.window?.changesAt ?? null) : null;
  }

  /** The hours in words; null without any. */
  get summary(): string | null {
    return this.rules === null ? null : (this.window?.summary ?? null);
  }

  needsReading(now: number): boolean {
    return this.rules !== null && (this.stale || now >= this.until);
  }

  /** When they have to be read again, epoch milliseconds. */
  get readAgainAt(): number {
    return this.until;
  }

  /** @returns false when the rules stay as they were. */
  change(rules: CallingHours | null): boolean {
    if (JSON.stringify(rules) === JSON.stringify(this.rules)) return false;
    this.rules = rules;
    this.forget();
    return true;
  }

  /** Somebody opens the campaign: a daily stop without a start closes it from the next stop on. */
  open(now: number): void {
    this.openAt(Math.max(this.openedAt, now));
  }

  /** The campaign opens at an instant, which may lie ahead: its start. */
  openAt(instant: number): void {
    this.openedAt = instant;
    this.forget();
  }

  /** Names the question that is asked now; hand it in with the answer. */
  get question(): number {
    return this.version;
  }

  /** Takes an answer, unless the rules have changed since it was asked for. */
  answer(window: HoursWindow, question: number, now: number): void {
    if (question !== this.version) return;
    this.window = window;
    this.until = window.changesAt ?? now + UNCHANGING_MS;
    this.stale = false;
  }

  /** The hours cannot be worked out: closed, never open. */
  answerUnreadable(question: number, now: number): void {
    if (question !== this.version) return;
    const summary = 'The calling hours cannot be read: closed until they are corrected';
    this.window = { open: false, changesAt: null, heldBy: null, summary };
    this.until = now + UNREADABLE_MS;
    this.stale = false;
  }

  carry(): CarriedHours {
    return { window: this.window, until: this.until, stale: this.stale };
  }

  private forget(): void {
    this.version += 1;
    this.stale = this.rules !== null;
    if (this.rules === null) this.window = null;
  }
}
