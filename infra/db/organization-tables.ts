import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { ChangedOrganizationRules } from '../../domain/organization-rules';
import type { NullableTimestamp, Optional, Timestamp } from './column-types';

export interface OrganizationTable {
  id: Generated<number>;
  name: string;
  callback_secret: string;
  /** Signs beside the new one until it ends. */
  previous_callback_secret: Optional<string>;
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
  seeded_hash: Optional<string>;
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
  provider_reference: Optional<string>;
  account_id: number;
  /** Calls in flight from this number over all campaigns; null for no limit of its own. */
  concurrency_limit: Optional<number>;
  agent_id: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface SuppressionTable {
  organization_id: number;
  number: string;
  reason: string;
  source: 'call' | 'api' | 'csv' | 'line';
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

export interface IdempotencyKeyTable {
  organization_id: number;
  key: string;
  request_hash: string;
  response_status: number;
  response_body: JSONColumnType<Record<string, unknown>>;
  created_at: Timestamp;
}

export type AgentRow = Selectable<AgentTable>;
export type PhoneNumberRow = Selectable<PhoneNumberTable>;
export type SuppressionRow = Selectable<SuppressionTable>;
