import { DEFAULT_NUMBER_CAPS, type NumberCaps } from './campaign-limits';
import { DEFAULT_CONTACT_HOURS, type ContactHours } from './contact-hours';

/** What holds in every campaign of an organization, unless the campaign says otherwise. */
export interface OrganizationRules {
  readonly contactHours: ContactHours;
  readonly numberCaps: NumberCaps;
}

export const DEFAULT_ORGANIZATION_RULES: OrganizationRules = {
  contactHours: DEFAULT_CONTACT_HOURS,
  numberCaps: DEFAULT_NUMBER_CAPS,
};
