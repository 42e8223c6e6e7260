/**
 * When one contact may be called, as the rules of retries and callbacks ask for it: the campaign's hours and the
 * contact's own. Computed outside `domain`, where the tz database is. All instants in epoch milliseconds.
 */
export interface CallCalendar {
  /** The first instant, not before the given one, at which a call may start; null when there is none within 400 days. */
  openingFrom(at: number): number | null;
  /** The midnight that ends the day of an instant, in the campaign's zone. */
  nextMidnight(at: number): number;
  /** What the campaign's clocks show at an instant, on the next day. */
  sameTimeNextDay(at: number): number;
}

/** What a reason ends with when the hours have moved an instant. */
export const MOVED_INTO_HOURS = 'moved into the calling hours';

/** What a reason ends with when there is no hour left to move into. */
export const NO_OPENING = 'no calling hours within 400 days';

/**
 * Where the retry schedule `next_day` leads: to the next day's opening. Where that day begins open (no hours at all, or
 * hours over midnight) nothing opens on it, and the same wall-clock time is meant.
 *
 * @param at epoch milliseconds.
 * @example openingOfNextDay(fridayAt17, calendar) // Monday 09:00, in a campaign that rests at weekends
 */
export function openingOfNextDay(at: number, calendar: CallCalendar): number {
  const midnight = calendar.nextMidnight(at);
  const opening = calendar.openingFrom(midnight);
  return opening === null || opening === midnight ? calendar.sameTimeNextDay(at) : opening;
}

/** An instant inside the hours, and whether the hours have moved it there. */
export interface MomentInHours {
  readonly at: number;
  readonly moved: boolean;
}

/**
 * Moves an instant to the next opening unless calls may start then; null when there is no opening within 400 days.
 *
 * @param at epoch milliseconds.
 * @example intoHours(sundayAt3, calendar) // { at: mondayAt9, moved: true }
 */
export function intoHours(at: number, calendar: CallCalendar): MomentInHours | null {
  const opening = calendar.openingFrom(at);
  return opening === null ? null : { at: opening, moved: opening !== at };
}

/** A reason, and whether the hours have moved what it gives. @example withMove('busy', true) // 'busy; moved into the calling hours' */
export function withMove(reason: string, moved: boolean): string {
  return moved ? `${reason}; ${MOVED_INTO_HOURS}` : reason;
}
