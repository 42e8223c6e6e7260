import type { ContactWindow, DayWindow } from './calling-hours';

/** The legal hours of the people an organization calls, in their own zone. */
export interface ContactHours extends DayWindow {
  readonly enabled: boolean;
  /** A number whose zone is not clear must be allowed in every zone it may be in; otherwise the campaign's zone counts. */
  readonly strict: boolean;
}

/** What a campaign says about them; null where it says nothing, and its organization's hours hold. */
export interface ContactHoursChoice {
  readonly enabled: boolean | null;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly strict: boolean | null;
}

/** 08:00 to 21:00 in the called person's zone (spec, "The contact's own hours"). */
export const DEFAULT_CONTACT_HOURS: ContactHours = {
  enabled: true,
  startMinute: 8 * 60,
  endMinute: 21 * 60,
  strict: false,
};

/** What is known about where the called person is. */
export interface ContactZones {
  /** Given with the contact; null when nobody said. */
  readonly given: string | null;
  /** Where the number may be; one is unambiguous, none is unknown. */
  readonly ofNumber: readonly string[];
  /** The campaign's own, for want of a better one. */
  readonly campaign: string;
}

/**
 * The hours in which one contact may be called; null when they are not asked. A number that does not really dial is asked
 * only where the campaign says so.
 *
 * @param dialsForReal false for simulator numbers: nobody is woken.
 * @example contactWindow(DEFAULT_CONTACT_HOURS, null, { given: 'Asia/Kolkata', ofNumber: [], campaign: 'UTC' }, true)
 * // { startMinute: 480, endMinute: 1260, zones: ['Asia/Kolkata'] }
 */
export function contactWindow(
  organization: ContactHours,
  campaign: ContactHoursChoice | null,
  zones: ContactZones,
  dialsForReal: boolean,
): ContactWindow | null {
  if (!contactHoursApply(organization, campaign, dialsForReal)) return null;
  return {
    startMinute: campaign?.startMinute ?? organization.startMinute,
    endMinute: campaign?.endMinute ?? organization.endMinute,
    zones: zonesOf(zones, campaign?.strict ?? organization.strict),
  };
}

/**
 * Whether the called person's hours are asked at all: as the campaign says, else as the organization does for numbers that
 * really dial.
 */
export function contactHoursApply(
  organization: ContactHours,
  campaign: ContactHoursChoice | null,
  dialsForReal: boolean,
): boolean {
  return campaign?.enabled ?? (organization.enabled && dialsForReal);
}

/** Given with the contact, else the number's own when it is the only one, else the campaign's; strict asks all of them. */
export function zonesOf({ given, ofNumber, campaign }: ContactZones, strict: boolean): readonly string[] {
  if (given !== null) return [given];
  const [only, ...others] = ofNumber;
  if (only === undefined) return [campaign];
  if (others.length === 0) return [only];
  return strict ? ofNumber : [campaign];
}
