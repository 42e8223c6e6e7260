import type { CallCalendar } from '../../../domain/call-calendar';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { zonesOf } from '../../../domain/contact-hours';
import { rulesWithDefaults } from '../../../domain/organization-rules';
import { zonesOfNumber } from '../../phone-numbers/number-zones';
import { createCallCalendar } from '../../time-zones/call-calendar';
import { callTimesOf } from '../attempts/call-times';
import type { Queryable } from '../database';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';

/** Everything that says when the lines of one campaign may be called, read once for many of them. */
export interface CallRules {
  readonly campaign: CampaignRow;
  readonly settings: CampaignSettings;
  /** When a line of it may be called. */
  calendarFor(line: Pick<LineRow, 'timezone' | 'to_number'>): CallCalendar;
}

/**
 * Reads what a campaign's lines are judged by.
 *
 * @param settings those that hold, or that somebody thinks of giving it.
 */
export async function readCallRules(
  db: Queryable,
  campaign: CampaignRow,
  settings: CampaignSettings = campaign.settings,
): Promise<CallRules> {
  const { provider, calling_rules } = await db
    .selectFrom('phone_numbers')
    .innerJoin('organizations', 'organizations.id', 'phone_numbers.organization_id')
    .select(['phone_numbers.provider', 'organizations.calling_rules'])
    .where('phone_numbers.id', '=', campaign.phone_number_id)
    .executeTakeFirstOrThrow();
  const rules = rulesWithDefaults(calling_rules);
  // Contacts in the same zones share a calendar, and what it has computed.
  const calendars = new Map<string, CallCalendar>();
  return {
    campaign,
    settings,
    calendarFor(line) {
      const times = callTimesOf({ campaign: { ...campaign, settings }, rules, line, provider });
      const key = times.contact?.zones.join() ?? '';
      const known = calendars.get(key);
      if (known) return known;
      const calendar = createCallCalendar(times, campaign.timezone);
      calendars.set(key, calendar);
      return calendar;
    },
  };
}

/** The zone in which a called person's words and wall-clock times are meant. */
export function zoneOfContact(
  campaign: Pick<CampaignRow, 'timezone'>,
  line: Pick<LineRow, 'timezone' | 'to_number'>,
): string {
  const ofNumber = line.timezone === null ? zonesOfNumber(line.to_number) : [];
  const [zone] = zonesOf({ given: line.timezone, ofNumber, campaign: campaign.timezone }, false);
  return zone ?? campaign.timezone;
}
