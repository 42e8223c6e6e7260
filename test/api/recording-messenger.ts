import type { AnnouncedLine, CampaignMessenger } from '../../services/api/campaign-port';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { CampaignSettingsChange, SettingsTaken } from '../../workflows/campaign/contract';

/** What a campaign was told. */
export type Told =
  | { readonly kind: 'contacts'; readonly campaignId: number; readonly lineIds: readonly AnnouncedLine[] }
  | { readonly kind: 'start'; readonly campaign: CampaignRow }
  | { readonly kind: 'signal'; readonly campaignId: number; readonly signal: 'pause' | 'cancel' }
  | { readonly kind: 'signal'; readonly campaignId: number; readonly signal: 'resume'; readonly askedAt: number }
  | { readonly kind: 'settings'; readonly campaignId: number; readonly change: CampaignSettingsChange };

/**
 * Stands where Temporal would, for tests of the HTTP edge alone. The real messenger is tested with a real server, end
 * to end.
 */
export class RecordingMessenger implements CampaignMessenger {
  readonly told: Told[] = [];
  /** Set while Temporal is away. */
  failure: Error | null = null;
  /** What the campaign's workflow would do on a signal. */
  onSignal: (campaignId: number, signal: 'pause' | 'resume' | 'cancel') => Promise<void> = async () => undefined;

  /** The start that the campaign's workflow goes by after a change; by default the one that it is told. */
  onSettings: (change: CampaignSettingsChange) => Promise<number | null> = async ({ startsAt = null }) => startsAt;

  announceContacts(campaignId: number, lineIds: readonly AnnouncedLine[]): void {
    this.told.push({ kind: 'contacts', campaignId, lineIds });
  }

  async start(campaign: CampaignRow): Promise<void> {
    this.record({ kind: 'start', campaign });
  }

  async signal(campaignId: number, signal: 'pause' | 'cancel'): Promise<void> {
    this.record({ kind: 'signal', campaignId, signal });
    await this.onSignal(campaignId, signal);
  }

  async resume(campaignId: number, askedAt: number): Promise<void> {
    this.record({ kind: 'signal', campaignId, signal: 'resume', askedAt });
    await this.onSignal(campaignId, 'resume');
  }

  async updateSettings(campaignId: number, change: CampaignSettingsChange): Promise<SettingsTaken> {
    this.record({ kind: 'settings', campaignId, change });
    return { settingsVersion: change.settingsVersion, startsAt: await this.onSettings(change) };
  }

  /** What was told, of one kind. */
  of<Kind extends Told['kind']>(kind: Kind): Array<Extract<Told, { kind: Kind }>> {
    return this.told.filter((entry): entry is Extract<Told, { kind: Kind }> => entry.kind === kind);
  }

  private record(told: Told): void {
    if (this.failure) throw this.failure;
    this.told.push(told);
  }
}
