import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { CampaignSettings } from '../../domain/campaign-settings';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { CapacityPart } from '../../domain/capacity-parts';
import type { CallCondition } from '../../domain/conditions';
import type { Disposition } from '../../domain/disposition';
import type { LineStatus } from '../../domain/line-status';
import type { ChangedOrganizationRules } from '../../domain/organization-rules';
import type { PauseReason } from '../../domain/pause-reason';
import type { CampaignDraftTable, ContactRequestTable, DashboardSessionTable } from './dashboard-tables';
import type { InboundCallTable, ProviderAccountTable } from './provider-tables';
import type {
  CallbackUrlTable,
  ConversationEventTable,
  DeliveryTable,
  DeliveryTryTable,
  LeadBatchTable,
  PreCallRecord,
  WebhookEndpointTable,
} from './webhook-tables';

export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;

export interface OrganizationTable {
  id: Generated<number>;
  name: string;
  callback_secret: string;
  /** Signs beside the new one until it ends. */
  previous_callback_secret: ColumnType<string | null, string | null | undefined, string | null>;
  previous_callback_secret_until: NullableTimestamp;
  /** What differs from `DEFAULT_ORGANIZATION_RULES`. */
  calling_rules: ColumnType<ChangedOrganizationRules, string | undefined, string>;
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
  last_four: string;
  revoked_at: NullableTimestamp;
  /** Of the token that the installation was configured with, when that was last given to the organization. */
  seeded_hash: ColumnType<string | null, string | null | undefined, string | null>;
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
  /** The provider's own id of it; null where it goes by the number. */
  provider_reference: ColumnType<string | null, string | null | undefined, string | null>;
  account_id: number;
  /** Calls in flight from this number over all campaigns; null for no limit of its own. */
  concurrency_limit: ColumnType<number | null, number | null | undefined, number | null>;
  agent_id: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

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
  skipped_condition: JsonOrNull<CallCondition>;
  held_off_in_a_row: Generated<number>;
  wake_requested_at: NullableTimestamp;
  /** Told to look at its line, its contact has not looked yet. */
  wake_told_at: NullableTimestamp;
  /** Who speaks to it, whatever agent the number has. */
  agent_id: ColumnType<number | null, number | null | undefined, number | null>;
  /** The id that its first attempt is to have; null: the next one. */
  call_id: ColumnType<number | null, number | null | undefined, number | null>;
  created_at: Timestamp;
  updated_at: Timestamp;
  closed_at: NullableTimestamp;
}

/** How far an attempt has come, from the row before the request to the end of the call. */
export type AttemptStatus = 'placing' | 'placed' | 'ringing' | 'answered' | 'ended';

/** Who has answered a call, as far as the provider can tell. */
export type AnsweredBy = 'person' | 'machine';

export interface AttemptTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  line_id: number;
  attempt_no: number;
  lease: number;
  reference: string;
  phone_number_id: number;
  account_id: number | null;
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
  /** Null: nobody has yet, or the provider cannot tell. */
  answered_by: ColumnType<AnsweredBy | null, AnsweredBy | null | undefined, AnsweredBy | null>;
  placed_at: NullableTimestamp;
  answered_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  duration_s: number | null;
  recorded_at: NullableTimestamp;
  next_step: JSONColumnType<Record<string, unknown>> | null;
  agent_id: ColumnType<number | null, number | null | undefined, number | null>;
  /** What the agent was given: the contact's variables, and those of the pre-call webhook. */
  variables: JsonOrNull<Record<string, unknown>>;
  /** Variables of welcome message and prompt that had no value. */
  unresolved_variables: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  pre_call: JsonOrNull<PreCallRecord>;
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
  source: 'call' | 'api' | 'csv' | 'line';
  created_at: Timestamp;
}

/** Where a promised callback stands: `late` was called well after its time, `missed` not at all. */
export type CallbackStatus = 'pending' | 'kept' | 'late' | 'missed' | 'dropped';

export interface CallbackTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number;
  line_id: number;
  attempt_id: number | null;
  /** The call from outside in which it was asked for. */
  inbound_call_id: ColumnType<number | null, number | null | undefined, number | null>;
  text: string | null;
  source: 'provider' | 'words' | 'default_delay' | 'admin';
  wall_clock: string;
  zone: string;
  asked_for: Timestamp;
  due_at: Timestamp;
  status: ColumnType<CallbackStatus, CallbackStatus | undefined, CallbackStatus>;
  settled_at: NullableTimestamp;
  created_at: Timestamp;
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

export interface AuditLogTable {
  id: Generated<number>;
  organization_id: number;
  /** Null for what the system did by itself. */
  api_key_id: number | null;
  action: string;
  object_type: string;
  object_id: number | null;
  data: JSONColumnType<Record<string, unknown>, string | undefined>;
  created_at: Timestamp;
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
  rows_hash: ColumnType<string | null, string | null | undefined, string | null>;
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
  provider_accounts: ProviderAccountTable;
  inbound_calls: InboundCallTable;
  phone_numbers: PhoneNumberTable;
  campaigns: CampaignTable;
  lines: LineTable;
  attempts: AttemptTable;
  dial_pace: DialPaceTable;
  suppressions: SuppressionTable;
  callbacks: CallbackTable;
  campaign_usage: CampaignUsageTable;
  campaign_numbers: CampaignNumberTable;
  campaign_events: CampaignEventTable;
  audit_log: AuditLogTable;
  csv_imports: CsvImportTable;
  csv_rejections: CsvRejectionTable;
  deliveries: DeliveryTable;
  delivery_tries: DeliveryTryTable;
  webhook_endpoints: WebhookEndpointTable;
  callback_urls: CallbackUrlTable;
  conversation_events: ConversationEventTable;
  lead_batches: LeadBatchTable;
  idempotency_keys: IdempotencyKeyTable;
  dashboard_sessions: DashboardSessionTable;
  campaign_drafts: CampaignDraftTable;
  contact_requests: ContactRequestTable;
}

export type CampaignRow = Selectable<CampaignTable>;
export type LineRow = Selectable<LineTable>;
export type AttemptRow = Selectable<AttemptTable>;
export type AgentRow = Selectable<AgentTable>;
export type PhoneNumberRow = Selectable<PhoneNumberTable>;
export type CallbackRow = Selectable<CallbackTable>;
export type CampaignNumberRow = Selectable<CampaignNumberTable>;
export type SuppressionRow = Selectable<SuppressionTable>;
export type CsvImportRow = Selectable<CsvImportTable>;
