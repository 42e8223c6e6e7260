import { Temporal } from 'temporal-polyfill';
import type { CallCalendar } from '../../domain/call-calendar';
import { nextOpening, openSpans, type CallTimes } from '../../domain/calling-hours';
import type { Span } from '../../domain/spans';
import { addDays } from '../../domain/zone-clock';
import { instantOfLocal } from './local-time';
import { zoneClock } from './zone-clock';

/** Spans are computed for this long at once: thousands of lines ask about the same few days. */
const REMEMBERED_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * The days and hours of one contact, for the rules of retries and callbacks. A daily stop without a start is left out:
 * it holds the campaign until somebody resumes it, and its contacts wait in the queue for that.
 *
 * @param zone IANA zone of the campaign, whose days count.
 */
export function createCallCalendar(times: CallTimes, zone: string): CallCalendar {
  const { campaign } = times;
  const waitable = campaign?.dailyStop && !campaign.dailyStart ? { ...campaign, dailyStop: null } : campaign;
  const hours: CallTimes = { ...times, campaign: waitable };
  const alwaysOpen = hours.contact === null && hours.campaign === null;
  let known: { readonly from: number; readonly to: number; readonly spans: readonly Span[] } | null = null;
  return {
    openingFrom(at) {
      if (alwaysOpen) return at;
      if (known === null || at < known.from || at >= known.to) {
        const to = at + REMEMBERED_MS;
        known = { from: at, to, spans: openSpans(hours, at, to, zoneClock) };
      }
      const open = known.spans.find((span) => span.to > at);
      return open ? Math.max(open.from, at) : nextOpening(hours, at, zoneClock);
    },
    nextMidnight: (at) => zoneClock.instantOf(addDays(zoneClock.dateAt(at, zone), 1), 0, zone),
    sameTimeNextDay: (at) =>
      instantOfLocal(
        Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().add({ days: 1 }),
        zone,
      ),
  };
}
