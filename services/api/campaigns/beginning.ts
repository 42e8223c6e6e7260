import { hoursAt } from '../../../domain/calling-hours';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import type { CampaignType } from '../../../domain/campaign-status';
import type { CampaignBeginning } from '../../../infra/db/campaigns/campaigns';
import { zoneClock } from '../../../infra/time-zones/zone-clock';

/**
 * How an activated or new campaign begins. Being created or started opens it as a resume does; a start that lies ahead
 * opens it then.
 *
 * @param now epoch milliseconds.
 */
export function beginningOf(
  campaign: {
    readonly type: CampaignType;
    readonly draft: boolean;
    readonly startsAt: Date | null;
    readonly settings: CampaignSettings;
  },
  now: number,
): CampaignBeginning {
  const openedAt = new Date(Math.max(now, campaign.startsAt?.getTime() ?? 0));
  const plain = { statusReason: null, opensAt: null, openedAt };
  if (campaign.draft) return { ...plain, status: 'draft' };
  if (openedAt.getTime() > now) return { ...plain, status: 'scheduled' };
  const times = { campaign: campaign.settings.hours, openedAt: now, contact: null };
  const { open, changesAt } = hoursAt(times, now, zoneClock);
  if (open) return { ...plain, status: campaign.type === 'dynamic' ? 'waiting' : 'pending' };
  const opensAt = changesAt === null ? null : new Date(changesAt);
  return { status: 'auto_paused', statusReason: 'outside_hours', opensAt, openedAt };
}
