import { Temporal } from 'temporal-polyfill';
import type { Ending } from './scripts';

/**
 * What the simulated voice agent reports at the end of a call, in the words of structured outcomes.
 *
 * @param timeZone IANA zone of the called person, in which "tomorrow at 3" is meant.
 * @param nowMs when it was said, in epoch milliseconds.
 * @throws RangeError when the zone is not known.
 * @example agentOutcome('callback_tomorrow', 'Asia/Kolkata', 1705289700000)
 * // { callback_text: 'tomorrow at 3pm', callback_at: '2024-01-16T15:00:00+05:30' }
 */
export function agentOutcome(kind: Ending['outcome'], timeZone: string, nowMs: number): Record<string, unknown> {
  switch (kind) {
    case 'task_completed':
      return { task_status: 'completed' };
    case 'do_not_call':
      return { do_not_call: true };
    case 'callback_tomorrow':
      return { callback_text: 'tomorrow at 3pm', callback_at: tomorrowAtThree(timeZone, nowMs) };
    case 'none':
      return {};
  }
}

/**
 * True when the zone is known here.
 *
 * @example isTimeZone('Europe/Berlin') // true
 */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

function tomorrowAtThree(timeZone: string, nowMs: number): string {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const at = today.add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: '15:00' });
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
