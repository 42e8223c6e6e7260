import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // What an account calls with: secrets encrypted under EVERDIAL_SECRET_KEY; null where the installation has them.
  `alter table provider_accounts
    add column credentials text,
    -- What is no secret, as the provider's adapter reads it.
    add column settings jsonb not null default '{}',
    -- By which two sets of credentials are known to be of one account; no secret.
    add column identity text,
    -- When the provider last took the credentials.
    add column credentials_checked_at timestamptz,
    -- It has asked for quiet until then: nobody is called from its numbers before.
    add column rests_until timestamptz`,
  `create unique index provider_accounts_by_identity on provider_accounts (organization_id, provider, identity)
    where identity is not null`,

  // The provider's own id of a number; null where it goes by the number itself.
  `alter table phone_numbers add column provider_reference text`,

  // Who has answered, as far as the provider can tell a machine from a person.
  `alter table attempts
    add column answered_by text check (answered_by in ('person', 'machine'))`,
  // Some providers tell of a call by their own id alone.
  `create index attempts_by_provider_call on attempts (provider_call_id, account_id) where provider_call_id is not null`,
  `create index attempts_between on attempts (account_id, from_number, to_number, created_at)`,

  // Its contacts are the calls that are made outside campaigns. It appears in no list.
  `alter table campaigns add column is_direct boolean not null default false`,
  // One that is cancelled still waits for its last calls: the next call outside of campaigns begins another one.
  `create unique index campaigns_direct on campaigns (phone_number_id)
    where is_direct and status not in ('completed', 'cancelled', 'failed')
      and (halt_requested is null or halt_requested = 'pause')`,
  // Who speaks to this contact, whatever agent the number has.
  `alter table lines
    add column agent_id bigint references agents on delete set null,
    -- Of its first call, which was promised before there is one.
    add column call_id bigint`,
  `create unique index lines_of_call on lines (call_id) where call_id is not null`,
  `create index lines_of_agent on lines (agent_id) where agent_id is not null`,

  `update campaigns set settings =
    '{"voicemail": {"detection": "off", "timeoutS": 30, "message": null}, "inbound": "settle"}'::jsonb || settings`,

  // Calls from outside. Their ids are of the same row as those of attempts: a call log has both.
  `create table inbound_calls (
    id bigint primary key default nextval(pg_get_serial_sequence('attempts', 'id')),
    organization_id bigint not null references organizations,
    account_id bigint not null,
    phone_number_id bigint not null,
    agent_id bigint,
    -- The contact that waited for a call, where the caller is one.
    campaign_id bigint references campaigns,
    line_id bigint references lines,
    reference text not null unique,
    provider text not null,
    provider_call_id text,
    from_number text not null,
    to_number text not null,
    status text not null default 'ringing' check (status in ('ringing', 'answered', 'ended')),
    disposition text,
    raw_code text,
    outcome jsonb,
    variables jsonb,
    pre_call jsonb,
    -- Turns of the conversation, until there is a transcript.
    turns jsonb not null default '[]',
    -- How often it was asked about while the provider had no id for it: so many calls may have this reference.
    questions integer not null default 1,
    answered_at timestamptz,
    -- It is over, and what the agent has to report is waited for.
    ending_at timestamptz,
    ended_at timestamptz,
    duration_s integer,
    -- The provider is asked about a call that has reported no end by then.
    deadline_at timestamptz not null,
    -- What became of the waiting contact, and why.
    decision jsonb,
    -- When the waiting contact was settled or rescheduled because of it.
    settled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (account_id, provider_call_id)
  )`,
  `create index inbound_calls_of_organization on inbound_calls (organization_id, id)`,
  `create index inbound_calls_live on inbound_calls (organization_id, from_number) where ended_at is null`,
  `create index inbound_calls_of_line on inbound_calls (line_id) where line_id is not null`,
  // A callback may be asked for in a call from outside.
  `alter table callbacks add column inbound_call_id bigint references inbound_calls`,
];

/** Providers: credentials, answering machines, calls outside campaigns, calls from outside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
