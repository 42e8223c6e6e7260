import type { CallTimes } from '../../../domain/calling-hours';
import { contactHoursApply, contactWindow } from '../../../domain/contact-hours';
import type { OrganizationRules } from '../../../domain/organization-rules';
import { zonesOfNumber } from '../../phone-numbers/number-zones';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';

/** What says when a line may be called. */
export interface CallTimesSource {
  readonly campaign: Pick<CampaignRow, 'settings' | 'timezone' | 'opened_at'>;
  readonly rules: OrganizationRules;
  readonly line: Pick<LineRow, 'timezone' | 'to_number'>;
  /** Of the number it is called from; those of the simulator wake nobody. */
  readonly provider: string;
}

const SIMULATOR = 'simulator';

/** When a line may be called: its campaign's hours and the called person's own. */
export function callTimesOf({ campaign, rules, line, provider }: CallTimesSource): CallTimes {
  const { hours, contactHours } = campaign.settings;
  const dialsForReal = provider !== SIMULATOR;
  const zones = {
    given: line.timezone,
    // Only where it matters: the look-up is the dearest part.
    ofNumber:
      line.timezone === null && contactHoursApply(rules.contactHours, contactHours, dialsForReal)
        ? zonesOfNumber(line.to_number)
        : [],
    campaign: campaign.timezone,
  };
  return {
    campaign: hours,
    openedAt: campaign.opened_at.getTime(),
    contact: contactWindow(rules.contactHours, contactHours, zones, dialsForReal),
  };
}
