import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { Disposition } from '../../domain/disposition';
import type { JsonOrNull, NullableTimestamp, Optional, Timestamp } from './column-types';
import type { PreCallRecord } from './webhook-tables';

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

/** One turn of a conversation, as its provider has told it. */
export interface SpokenTurn {
  readonly key: string;
  readonly speaker: 'agent' | 'contact' | null;
  readonly text: string;
  /** Seconds from the beginning of the call; null where turns come in order. */
  readonly atS: number | null;
}

/** What an inbound call has meant for the contact that waited. */
export interface StoredInboundDecision {
  readonly kind: 'close' | 'callback' | 'nothing';
  readonly reason: string;
  /** ISO 8601; null where no call follows. */
  readonly at: string | null;
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
  /** Turns of the conversation, until there is a transcript. */
  turns: JSONColumnType<readonly SpokenTurn[], string | undefined>;
  /** How often it was asked about while the provider had no id for it: so many calls may have this reference. */
  questions: Generated<number>;
  answered_at: NullableTimestamp;
  /** It is over, and what the agent has to report is waited for. */
  ending_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  duration_s: Optional<number>;
  /** The provider is asked about a call that has reported no end by then. */
  deadline_at: ColumnType<Date, Date | string, Date | string>;
  /** What became of the waiting contact, and why. */
  decision: JsonOrNull<StoredInboundDecision>;
  /** When the waiting contact was settled or rescheduled because of it. */
  settled_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export type ProviderAccountRow = Selectable<ProviderAccountTable>;
export type InboundCallRow = Selectable<InboundCallTable>;
