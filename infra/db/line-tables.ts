import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { CallCondition } from '../../domain/conditions';
import type { Disposition } from '../../domain/disposition';
import type { LineStatus } from '../../domain/line-status';
import type { JsonOrNull, NullableTimestamp, Optional, Timestamp } from './column-types';
import type { PreCallRecord } from './webhook-tables';

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
  agent_id: Optional<number>;
  /** The id that its first attempt is to have; null: the next one. */
  call_id: Optional<number>;
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
  answered_by: Optional<AnsweredBy>;
  placed_at: NullableTimestamp;
  answered_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  duration_s: number | null;
  recorded_at: NullableTimestamp;
  next_step: JSONColumnType<Record<string, unknown>> | null;
  agent_id: Optional<number>;
  /** What the agent was given: the contact's variables, and those of the pre-call webhook. */
  variables: JsonOrNull<Record<string, unknown>>;
  /** Variables of welcome message and prompt that had no value. */
  unresolved_variables: Optional<string[]>;
  pre_call: JsonOrNull<PreCallRecord>;
  created_at: Timestamp;
  updated_at: Timestamp;
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
  inbound_call_id: Optional<number>;
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

export type LineRow = Selectable<LineTable>;
export type AttemptRow = Selectable<AttemptTable>;
export type CallbackRow = Selectable<CallbackTable>;
