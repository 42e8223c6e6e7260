import type { ColumnType, Generated, GeneratedAlways, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { SuccessCondition, WebhookMethod, WebhookVariable } from '../../domain/webhook-endpoint';
import type { WebhookEventType } from '../../domain/webhook-events';
import type { NullableTimestamp, Optional, Timestamp } from './column-types';

export interface WebhookEndpointTable {
  id: Generated<number>;
  organization_id: number;
  /** Null: it hears of every campaign. */
  campaign_id: number | null;
  name: string;
  method: WebhookMethod;
  url: string;
  headers: JSONColumnType<Record<string, string>, string | undefined>;
  /** A JSON template; null sends the event itself. */
  body: string | null;
  variables: JSONColumnType<WebhookVariable[], string | undefined>;
  events: WebhookEventType[];
  timeout_s: number;
  retry_limit: number | null;
  total_timeout_s: number | null;
  success: JSONColumnType<SuccessCondition, string | undefined>;
  is_active: ColumnType<boolean, boolean | undefined, boolean>;
  secret: string;
  previous_secret: Optional<string>;
  previous_secret_until: NullableTimestamp;
  failing_since: NullableTimestamp;
  last_failed_at: NullableTimestamp;
  disabled_at: NullableTimestamp;
  disabled_reason: Optional<string>;
  deleted_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** What is known about a URL that has no endpoint: of a campaign's callbacks. */
export interface CallbackUrlTable {
  organization_id: number;
  url: string;
  failing_since: NullableTimestamp;
  last_failed_at: NullableTimestamp;
  disabled_at: NullableTimestamp;
  disabled_reason: Optional<string>;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export interface DeliveryTable {
  id: Generated<number>;
  organization_id: number;
  campaign_id: number | null;
  line_id: number | null;
  attempt_id: number | null;
  /** A campaign's callback, or an event for an endpoint. */
  kind: 'call_status' | 'call_schedule' | 'campaign_status' | 'event';
  endpoint_id: Optional<number>;
  event_type: Optional<WebhookEventType>;
  dedupe_key: string;
  webhook_id: string;
  url: string;
  /** The callback's body as it is sent; of an event the whole of it (`WebhookEvent`), whatever the endpoint makes of it. */
  body: JSONColumnType<Record<string, unknown>>;
  status: ColumnType<DeliveryStatus, DeliveryStatus | undefined, DeliveryStatus>;
  tries: Generated<number>;
  last_status: Optional<number>;
  last_error: Optional<string>;
  last_duration_ms: Optional<number>;
  due_at: NullableTimestamp;
  lane: GeneratedAlways<string>;
  window_started_at: Timestamp;
  tries_in_window: Generated<number>;
  replays: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  delivered_at: NullableTimestamp;
}

export interface DeliveryTryTable {
  id: Generated<number>;
  delivery_id: number;
  try_no: number;
  method: WebhookMethod;
  url: string;
  request_headers: JSONColumnType<Record<string, string>>;
  request_body: string | null;
  status: number | null;
  response_body: string | null;
  error: string | null;
  duration_ms: number;
  created_at: Timestamp;
}

/** How the pre-call webhook went, beside the attempt. */
export interface PreCallRecord {
  /** `not_eligible`: it has held the call off once too often. */
  readonly outcome: 'answered' | 'not_eligible' | 'failed';
  readonly tries: number;
  /** Why the last try failed, or why the call did not happen. */
  readonly error: string | null;
  readonly durationMs: number;
  /** The number that it was told; another one was called from when this one could not be used any more. */
  readonly fromNumber: string;
}

export interface ConversationEventTable {
  id: Generated<number>;
  organization_id: number;
  attempt_id: number;
  type: 'transcript' | 'intent' | 'entity';
  dedupe_key: string;
  data: JSONColumnType<Record<string, unknown>>;
  created_at: Timestamp;
}

export interface LeadBatchTable {
  organization_id: number;
  idempotency_key: string;
  request_id: string;
  accepted: number;
  rejected: number;
  created_at: Timestamp;
}

export type DeliveryRow = Selectable<DeliveryTable>;
export type NewDelivery = Insertable<DeliveryTable>;
export type DeliveryTryRow = Selectable<DeliveryTryTable>;
export type WebhookEndpointRow = Selectable<WebhookEndpointTable>;
