import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { CampaignSettingsChange } from '../../workflows/campaign/contract';

/** What a campaign's workflow is told of its settings: always all of it, so that the newest change is enough. */
export function settingsChangeOf(campaign: CampaignRow): CampaignSettingsChange {
  const { settings, settings_version, starts_at } = campaign;
  return {
    settingsVersion: settings_version,
    pacing: settings.pacing,
    hours: settings.hours,
    startsAt: starts_at?.getTime() ?? null,
  };
}
