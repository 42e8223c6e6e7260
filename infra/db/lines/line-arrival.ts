import { MOVED_INTO_HOURS, type CallCalendar } from '../../../domain/call-calendar';
import { describeCondition, firstFailing, type CallCondition } from '../../../domain/conditions';
import type { OrganizationRules } from '../../../domain/organization-rules';
import { createCallCalendar } from '../../time-zones/call-calendar';
import { callTimesOf } from '../attempts/call-times';
import type { NewLine } from './new-line';
import type { CampaignRow } from '../campaign-tables';

/** Why a contact is closed that has just come. */
export const CLOSED_ON_ARRIVAL = {
  suppressed: 'the number is suppressed',
  expired: 'expired before it could be called',
} as const;

export const SCHEDULED_BY_SENDER = 'scheduled by the sender of the contact';
export const OUTSIDE_CONTACT_HOURS = 'outside the hours of the called person';
const NO_HOURS = 'the called person has no hours in which calls are allowed';

/** What becomes of a contact that has just come. Instants in epoch milliseconds. */
export type Arrival =
  | { readonly kind: 'ready' }
  | { readonly kind: 'later'; readonly at: number; readonly reason: string; readonly heldByContactHours: boolean }
  | {
      readonly kind: 'closed';
      readonly status: 'suppressed' | 'expired' | 'skipped';
      readonly reason: string;
      readonly condition: CallCondition | null;
    };

/** Judges contacts as they come. */
export type ArrivalJudge = (line: NewLine, suppressed: boolean) => Arrival;

/** A campaign as far as contacts that come are judged by it. */
export interface JudgingCampaign {
  readonly campaign: Pick<CampaignRow, 'settings' | 'timezone' | 'opened_at'>;
  readonly rules: OrganizationRules;
  /** Of the number it calls from. */
  readonly provider: string;
}

/**
 * Judges the contacts that come into a campaign: suppressed and expired ones first, then its conditions, then the time
 * given by the sender and the called person's own hours. The campaign's hours hold the campaign, not its contacts.
 *
 * @param now epoch milliseconds.
 */
export function createArrivalJudge(judging: JudgingCampaign, now: number): ArrivalJudge {
  const { conditions } = judging.campaign.settings;
  const calendarFor = contactCalendars(judging);
  return (line, suppressed) => {
    if (suppressed) return closed('suppressed', CLOSED_ON_ARRIVAL.suppressed);
    if (line.expiresAt !== null && line.expiresAt.getTime() <= now) return closed('expired', CLOSED_ON_ARRIVAL.expired);
    const failing = firstFailing(conditions, line);
    if (failing) return closed('skipped', `condition not met: ${describeCondition(failing)}`, failing);
    const from = Math.max(now, line.scheduleAt?.getTime() ?? now);
    const calendar = calendarFor(line);
    const opening = calendar === null ? from : calendar.openingFrom(from);
    if (opening === null) return closed('skipped', NO_HOURS);
    if (opening <= now) return { kind: 'ready' };
    const moved = opening > from;
    return { kind: 'later', at: opening, reason: laterReason(from > now, moved), heldByContactHours: moved };
  };
}

/** When calls may start as far as the called person is concerned; null where nobody asks. */
function contactCalendars({ campaign, rules, provider }: JudgingCampaign): (line: NewLine) => CallCalendar | null {
  // Contacts in the same zones share a calendar, and what it has computed.
  const calendars = new Map<string, CallCalendar>();
  return ({ timezone, toNumber }) => {
    const times = callTimesOf({ campaign, rules, line: { timezone, to_number: toNumber }, provider });
    if (times.contact === null) return null;
    const key = times.contact.zones.join();
    const known = calendars.get(key);
    if (known) return known;
    const calendar = createCallCalendar({ ...times, campaign: null }, campaign.timezone);
    calendars.set(key, calendar);
    return calendar;
  };
}

function laterReason(scheduled: boolean, moved: boolean): string {
  if (!scheduled) return OUTSIDE_CONTACT_HOURS;
  return moved ? `${SCHEDULED_BY_SENDER}; ${MOVED_INTO_HOURS}` : SCHEDULED_BY_SENDER;
}

function closed(
  status: Extract<Arrival, { kind: 'closed' }>['status'],
  reason: string,
  condition: CallCondition | null = null,
): Arrival {
  return { kind: 'closed', status, reason, condition };
}
