import { hoursAt, type CallingHours, type HoursRule, type HoursState } from '../../domain/calling-hours';
import { describeOpening, wallClockOf } from './local-time';
import { zoneClock } from './zone-clock';

/** Whether a campaign's hours allow calls, until when, and how that reads. */
export interface CampaignWindow extends HoursState {
  /** One line for people: it is shown on the campaign's timer in the Temporal UI. */
  readonly summary: string;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

const HELD_BY: Record<HoursRule, string> = {
  daily_hard_stop: 'Daily hard stop',
  closed_weekday: 'Closed on this weekday',
  closed_date: 'Closed on this date',
  outside_window: 'Outside the calling windows',
  contact_hours: "Outside the contacts' own hours",
};

/**
 * Works out a campaign's hours at an instant.
 *
 * @param asked.openedAt when somebody last opened the campaign, epoch milliseconds, as `now`.
 * @throws RangeError for a zone that does not exist: nobody may take that for open.
 * @example readCampaignHours({ hours, openedAt, now }).summary // 'Daily hard stop: opens Mon 09:00 America/New_York'
 */
export function readCampaignHours(asked: {
  readonly hours: CallingHours;
  readonly openedAt: number;
  readonly now: number;
}): CampaignWindow {
  const { hours, openedAt, now } = asked;
  // Also those that decide nothing at this instant.
  for (const zone of [hours.zone, hours.dailyStart?.zone, hours.dailyStop?.zone]) {
    if (zone !== undefined) wallClockOf(now, zone);
  }
  const state = hoursAt({ campaign: hours, openedAt, contact: null }, now, zoneClock);
  return { ...state, summary: describe(hours, state, now) };
}

function describe(hours: CallingHours, { open, changesAt, heldBy }: HoursState, now: number): string {
  if (open) return changesAt === null ? 'Open' : `Open until ${describeChange(hours.dailyStop, hours, changesAt, now)}`;
  const why = heldBy === null ? 'Closed' : HELD_BY[heldBy];
  if (changesAt !== null) return `${why}: opens ${describeChange(hours.dailyStart, hours, changesAt, now)}`;
  return heldBy === 'daily_hard_stop'
    ? `${why}: closed until somebody resumes it`
    : `${why}: nothing opens within 400 days`;
}

/** A daily time is told in the zone it is given in, anything else in the campaign's. */
function describeChange(daily: CallingHours['dailyStop'], { zone }: CallingHours, at: number, now: number): string {
  const told = daily && minuteOfDay(at, daily.zone) === daily.minute ? daily.zone : zone;
  const opening = describeOpening(at, told);
  return at - now < WEEK_MS ? opening : `${opening}, on ${wallClockOf(at, told).slice(0, 10)}`;
}

function minuteOfDay(at: number, zone: string): number {
  const [hour, minute] = wallClockOf(at, zone).slice(11).split(':');
  return Number(hour) * 60 + Number(minute);
}
