import type { Generated, JSONColumnType, Selectable } from 'kysely';
import type { CampaignSettings } from '../../domain/campaign-settings';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { CapacityPart } from '../../domain/capacity-parts';
import type { PauseReason } from '../../domain/pause-reason';
import type { JsonOrNull, NullableTimestamp, Optional, Timestamp } from './column-types';

/** What keeps a campaign from dialling before its workflow shows it: for a while, or for good. */
export type CampaignHalt = 'pause' | 'cancel' | 'fail';

export interface CampaignTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  type: CampaignType;
  phone_number_id: number;
  timezone: string;
  starts_at: NullableTimestamp;
  settings: JSONColumnType<CampaignSettings>;
  settings_version: Generated<number>;
  applied_settings_version: Generated<number>;
  status: CampaignStatus;
  status_reason: string | null;
  status_since: Timestamp;
  opens_at: NullableTimestamp;
  projected_revision: Generated<number>;
  halt_requested: CampaignHalt | null;
  halt_requested_at: NullableTimestamp;
  halt_reason: JsonOrNull<PauseReason>;
  status_text: string | null;
  status_until: NullableTimestamp;
  opened_at: Timestamp;
  breaker_since: Timestamp;
  credentials_refused_since: NullableTimestamp;
  capacity_share: JsonOrNull<CapacityPart>;
  capacity_share_told_at: NullableTimestamp;
  round: Generated<number>;
  /** Its contacts are the calls that are made outside campaigns: it appears in no list. */
  is_direct: Generated<boolean>;
  workflow_started_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
  ended_at: NullableTimestamp;
}

export interface CampaignUsageTable {
  campaign_id: number;
  /** A day of the campaign's zone, `2026-12-25`, or `total`. */
  period: string;
  calls: Generated<number>;
  connected_s: Generated<number>;
  settings_version: Generated<number>;
}

export interface CampaignNumberTable {
  id: Generated<number>;
  campaign_id: number;
  phone_number_id: number;
  sequence: Generated<number>;
  is_active: Generated<boolean>;
  calls_in_turn: Generated<number>;
  calls: Generated<number>;
  last_used_at: NullableTimestamp;
  rests_until: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CampaignEventTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  type: string;
  data: JSONColumnType<Record<string, unknown>, string | undefined>;
  created_at: Timestamp;
}

export interface DialPaceTable {
  key: string;
  next_at: Timestamp;
}

export interface CsvImportTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  columns: JSONColumnType<string[], string | undefined>;
  rows_read: Generated<number>;
  accepted: Generated<number>;
  skipped: Generated<number>;
  duplicates: Generated<number>;
  rejected: Generated<number>;
  resumption_key: string | null;
  rows_hash: Optional<string>;
  finished_at: NullableTimestamp;
  created_at: Timestamp;
}

export interface CsvRejectionTable {
  import_id: number;
  line_number: number;
  code: string;
  reason: string;
  fields: JSONColumnType<string[]>;
}

export type CampaignRow = Selectable<CampaignTable>;
export type CampaignNumberRow = Selectable<CampaignNumberTable>;
export type CsvImportRow = Selectable<CsvImportTable>;
