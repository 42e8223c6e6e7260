import { DEFAULT_NUMBER_CAPS, type NumberCaps } from './campaign-limits';
import { DEFAULT_CONTACT_HOURS, type ContactHours } from './contact-hours';

/** What holds in every campaign of an organization, unless the campaign says otherwise. */
export interface OrganizationRules {
  readonly contactHours: ContactHours;
  readonly numberCaps: NumberCaps;
}

/** What an organization has changed of `DEFAULT_ORGANIZATION_RULES`. */
export type ChangedOrganizationRules = {
  readonly [Part in keyof OrganizationRules]?: Partial<OrganizationRules[Part]>;
};

export const DEFAULT_ORGANIZATION_RULES: OrganizationRules = {
  contactHours: DEFAULT_CONTACT_HOURS,
  numberCaps: DEFAULT_NUMBER_CAPS,
};

/**
 * The rules of an organization that has changed some of them.
 *
 * @example rulesWithDefaults({ contactHours: { strict: true } }).contactHours.endMinute // 1260
 */
export function rulesWithDefaults(changed: ChangedOrganizationRules): OrganizationRules {
  return {
    contactHours: { ...DEFAULT_ORGANIZATION_RULES.contactHours, ...changed.contactHours },
    numberCaps: { ...DEFAULT_ORGANIZATION_RULES.numberCaps, ...changed.numberCaps },
  };
}
