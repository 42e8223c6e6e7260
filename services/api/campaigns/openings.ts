import { hoursAt, nextOpening, openSpans, type CallTimes } from '../../../domain/calling-hours';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { addDays } from '../../../domain/zone-clock';
import { zoneClock } from '../../../infra/time-zones/zone-clock';

/** A stretch in which calls may start; epoch milliseconds. */
export interface Opening {
  readonly from: number;
  /** Null: it does not close within 400 days. */
  readonly until: number | null;
}

const MAX_OPENINGS = 100;

/**
 * When a campaign that begins at an instant may call: its own hours, up to its end date. Those of its contacts are not
 * known before there are any.
 *
 * @param zone IANA zone of the campaign.
 * @param span epoch milliseconds; what is open at its end is told with its real end.
 * @returns `next`: the first one within 400 days.
 */
export function openingsOf(
  settings: Pick<CampaignSettings, 'hours' | 'limits'>,
  zone: string,
  span: { readonly from: number; readonly to: number },
): { readonly next: Opening | null; readonly openings: readonly Opening[] } {
  const times: CallTimes = { campaign: settings.hours, openedAt: span.from, contact: null };
  const { endDate } = settings.limits;
  const endsAt = endDate === null ? Infinity : zoneClock.instantOf(addDays(endDate, 1), 0, zone);
  const openingAt = (from: number): Opening[] => {
    if (from >= endsAt) return [];
    const { changesAt } = hoursAt(times, from, zoneClock);
    const until = Math.min(changesAt ?? Infinity, endsAt);
    return [{ from, until: until === Infinity ? null : until }];
  };
  const first = nextOpening(times, span.from, zoneClock);
  const spans = openSpans(times, span.from, span.to, zoneClock).slice(0, MAX_OPENINGS);
  return {
    next: first === null ? null : (openingAt(first)[0] ?? null),
    openings: spans.flatMap(({ from }) => openingAt(from)),
  };
}
