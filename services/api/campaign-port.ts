import type { EventSource } from '../wiring/provider-events';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { ProviderEvent } from '../../infra/telephony/provider';
import type { CampaignSettingsChange, SettingsTaken } from '../../workflows/campaign/contract';

/** A contact with its priority, 0 to 9; one that is only named has 5. */
export type AnnouncedLine = number | { readonly lineId: number; readonly priority: number };

/** What the API tells campaigns' workflows. Everything it tells is in Postgres already, so nothing is lost with it. */
export interface CampaignMessenger {
  /** Tells a campaign of stored contacts, some time soon. Never fails: the sweeper finds what was not announced. */
  announceContacts(campaignId: number, lines: readonly AnnouncedLine[]): void;
  /**
   * Starts an activated campaign's workflow.
   *
   * @throws when Temporal is away; the sweeper starts the campaign later.
   */
  start(campaign: CampaignRow): Promise<void>;
  /** @throws when Temporal is away; the sweeper sends a pause or a cancel again. */
  signal(campaignId: number, signal: 'pause' | 'cancel'): Promise<void>;
  /**
   * @param askedAt epoch milliseconds.
   * @throws when Temporal is away.
   */
  resume(campaignId: number, askedAt: number): Promise<void>;
  /** @throws when Temporal is away; the sweeper sends the newest settings again. */
  updateSettings(campaignId: number, change: CampaignSettingsChange): Promise<SettingsTaken>;
}

/** Takes what providers report. */
export interface ProviderEventSink {
  /**
   * Stores one verified event, and wakes the contact when it ends a call. Repeatable: events come twice, in any order.
   */
  ingest(event: ProviderEvent, source: EventSource): Promise<void>;
}
