import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { Disposition } from '../../domain/disposition';
import type { JsonOrNull, NullableTimestamp, Timestamp } from './tables';
import type { PreCallRecord } from './webhook-tables';

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** An account with a provider: what its numbers share. */
export interface ProviderAccountTable {
  id: Generated<number>;
  organization_id: number;
  provider: string;
  name: string;
  concurrency_limit: Optional<number>;
  calls_per_second: Optional<number>;
  /** What it calls with, encrypted; null where the installation has it. Never selected by what answers anybody. */
  credentials: Optional<string>;
  /** What is no secret, as the provider's adapter reads it. */
  settings: JSONColumnType<Record<string, unknown>, string | undefined>;
  /** By which two sets of credentials are known to be of one account. */
  identity: Optional<string>;
  credentials_checked_at: NullableTimestamp;
  /** It has asked for quiet until then. */
  rests_until: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** A call from outside. */
export interface InboundCallTable {
  id: Generated<number>;
  organization_id: number;
  account_id: number;
  phone_number_id: number;
  agent_id: Optional<number>;
  /** The contact that waited for a call, where the caller is one. */
  campaign_id: Optional<number>;
  line_id: Optional<number>;
  /** Our own, which the provider is told where it keeps one. */
  reference: string;
  provider: string;
  provider_call_id: Optional<string>;
  from_number: string;
  to_number: string;
  status: Generated<'ringing' | 'answered' | 'ended'>;
  disposition: Optional<Disposition>;
  raw_code: Optional<string>;
  outcome: JsonOrNull<Record<string, unknown>>;
  /** What the agent was given: the contact's variables, and those of the pre-call webhook. */
  variables: JsonOrNull<Record<string, unknown>>;
  pre_call: JsonOrNull<PreCallRecord>;
  answered_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  duration_s: Optional<number>;
  /** When the waiting contact was settled or rescheduled because of it. */
  settled_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export type ProviderAccountRow = Selectable<ProviderAccountTable>;
export type InboundCallRow = Selectable<InboundCallTable>;
