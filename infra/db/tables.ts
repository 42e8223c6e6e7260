import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { CampaignSettings } from '../../domain/campaign-settings';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { Disposition } from '../../domain/disposition';
import type { LineStatus } from '../../domain/line-status';

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export interface OrganizationTable {
  id: Generated<number>;
  name: string;
  callback_secret: string;
  created_at: Timestamp;
}

/** What a key may be used for (spec/api, "Who may call"). */
export type ApiScope = 'campaigns:admin' | 'contacts:write' | 'read';

export interface ApiKeyTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  key_hash: string;
  prefix: string;
  last_four: string;
  scopes: ApiScope[];
  created_at: Timestamp;
  revoked_at: NullableTimestamp;
}

export interface WebhookTokenTable {
  organization_id: number;
  token_hash: string;
  token_encrypted: string;
  created_at: Timestamp;
}

export interface AgentTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  provider_reference: string | null;
  welcome_message: Generated<string>;
  prompt: Generated<string>;
  pre_call_webhook_url: string | null;
  webhook_direction: 'inbound' | 'outbound' | 'both' | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface PhoneNumberTable {
  id: Generated<number>;
  organization_id: number;
  number: string;
  name: string;
  provider: string;
  agent_id: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

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
  halt_requested: 'pause' | 'cancel' | null;
  halt_requested_at: NullableTimestamp;
  workflow_started_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
  ended_at: NullableTimestamp;
}

export interface LineTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  to_number: string;
  external_id: string | null;
  timezone: string | null;
  priority: Generated<number>;
  schedule_at: NullableTimestamp;
  expires_at: NullableTimestamp;
  custom_variables: JSONColumnType<Record<string, unknown>>;
  metadata: JSONColumnType<Record<string, unknown>>;
  call_status: ColumnType<LineStatus, LineStatus | undefined, LineStatus>;
  interaction_status: string | null;
  ready: Generated<boolean>;
  ready_at: NullableTimestamp;
  attempts: Generated<number>;
  retries_used: Generated<number>;
  callbacks_used: Generated<number>;
  uncounted_in_a_row: Generated<number>;
  next_attempt_at: NullableTimestamp;
  next_attempt_reason: string | null;
  closing_reason: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  closed_at: NullableTimestamp;
}

/** How far an attempt has come, from the row before the request to the end of the call. */
export type AttemptStatus = 'placing' | 'placed' | 'ringing' | 'answered' | 'ended';

export interface AttemptTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  line_id: number;
  attempt_no: number;
  lease: number;
  reference: string;
  phone_number_id: number;
  from_number: string;
  to_number: string;
  provider: string;
  provider_call_id: string | null;
  status: ColumnType<AttemptStatus, AttemptStatus | undefined, AttemptStatus>;
  disposition: Disposition | null;
  raw_code: string | null;
  outcome: JSONColumnType<Record<string, unknown>> | null;
  settings_version: number;
  deadline_at: Timestamp;
  placed_at: NullableTimestamp;
  answered_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  duration_s: number | null;
  recorded_at: NullableTimestamp;
  next_step: JSONColumnType<Record<string, unknown>> | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface DialPaceTable {
  key: string;
  next_at: Timestamp;
}

export interface SuppressionTable {
  organization_id: number;
  number: string;
  reason: string;
  created_at: Timestamp;
}

export interface DeliveryTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  line_id: number | null;
  attempt_id: number | null;
  kind: 'call_status' | 'call_schedule' | 'campaign_status';
  dedupe_key: string;
  webhook_id: string;
  url: string;
  body: JSONColumnType<Record<string, unknown>>;
  status: ColumnType<'pending' | 'delivered' | 'failed', 'pending' | undefined, 'pending' | 'delivered' | 'failed'>;
  tries: Generated<number>;
  last_status: number | null;
  last_error: string | null;
  last_duration_ms: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  delivered_at: NullableTimestamp;
}

export interface IdempotencyKeyTable {
  organization_id: number;
  key: string;
  request_hash: string;
  response_status: number;
  response_body: JSONColumnType<Record<string, unknown>>;
  created_at: Timestamp;
}

/** The schema, table by table. */
export interface Schema {
  organizations: OrganizationTable;
  api_keys: ApiKeyTable;
  webhook_tokens: WebhookTokenTable;
  agents: AgentTable;
  phone_numbers: PhoneNumberTable;
  campaigns: CampaignTable;
  lines: LineTable;
  attempts: AttemptTable;
  dial_pace: DialPaceTable;
  suppressions: SuppressionTable;
  deliveries: DeliveryTable;
  idempotency_keys: IdempotencyKeyTable;
}

export type CampaignRow = Selectable<CampaignTable>;
export type LineRow = Selectable<LineTable>;
export type AttemptRow = Selectable<AttemptTable>;
export type DeliveryRow = Selectable<DeliveryTable>;
export type NewDelivery = Insertable<DeliveryTable>;
export type AgentRow = Selectable<AgentTable>;
export type PhoneNumberRow = Selectable<PhoneNumberTable>;
