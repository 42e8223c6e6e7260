import { sql } from 'kysely';
import type { CampaignStatus } from '../../domain/campaign-status';
import { statusBehindGate } from './campaigns';
import type { Queryable } from './database';
import type { CampaignRow } from './tables';

/** One contact on its way into a campaign. */
export interface NewLine {
  readonly organizationId: number;
  readonly campaignId: number;
  readonly toNumber: string;
  readonly externalId: string | null;
  readonly timezone: string | null;
  readonly priority: number;
  readonly scheduleAt: Date | null;
  readonly expiresAt: Date | null;
  readonly customVariables: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * What became of a contact. `absent`: no such campaign in this organization; `closed`: it takes no more contacts. The
 * status is that behind the gate: `paused` from the moment a pause was asked for.
 */
export type InsertionAnswer =
  | { readonly kind: 'absent' }
  | { readonly kind: 'closed'; readonly campaignStatus: CampaignStatus }
  | {
      readonly kind: 'inserted';
      readonly lineId: number;
      readonly campaignStatus: CampaignStatus;
      readonly campaignStartsAt: Date | null;
      readonly suppressed: boolean;
    };

interface AnswerRow {
  readonly line_id: number | null;
  readonly status: CampaignStatus | null;
  readonly halt_requested: CampaignRow['halt_requested'];
  readonly starts_at: Date | null;
  readonly suppressed: boolean | null;
}

/**
 * Inserts contacts in one statement, each if its campaign takes it. Line ids grow in the order given.
 *
 * The campaigns are locked against updates until the end of the transaction: a line is stored before its campaign
 * closes, and then closed with the others, or it is refused.
 *
 * @returns one answer for each line, in order.
 */
export async function insertLines(db: Queryable, lines: readonly NewLine[]): Promise<InsertionAnswer[]> {
  if (lines.length === 0) return [];
  const { rows } = await insertion(lines).execute(db);
  return rows.map(answerOf);
}

function insertion(lines: readonly NewLine[]) {
  const column = <T>(read: (line: NewLine) => T): T[] => lines.map(read);
  const campaignIds = [...new Set(column((line) => line.campaignId))];
  return sql<AnswerRow>`
    with incoming as materialized (
      select * from unnest(
        ${column((line) => line.organizationId)}::bigint[], ${column((line) => line.campaignId)}::bigint[],
        ${column((line) => line.toNumber)}::text[], ${column((line) => line.externalId)}::text[],
        ${column((line) => line.timezone)}::text[], ${column((line) => line.priority)}::smallint[],
        ${column((line) => line.scheduleAt?.toISOString() ?? null)}::timestamptz[],
        ${column((line) => line.expiresAt?.toISOString() ?? null)}::timestamptz[],
        ${column((line) => JSON.stringify(line.customVariables))}::text[],
        ${column((line) => JSON.stringify(line.metadata))}::text[]
      ) with ordinality as given (organization_id, campaign_id, to_number, external_id, timezone, priority,
        schedule_at, expires_at, custom_variables, metadata, ord)
    ),
    campaign as materialized (
      select id, organization_id, status, halt_requested, starts_at,
        status not in ('completed', 'cancelled', 'failed') and halt_requested is distinct from 'cancel' as takes
      from campaigns where id = any(${campaignIds}::bigint[]) order by id for share
    ),
    taken as materialized (
      select nextval(pg_get_serial_sequence('lines', 'id')) as line_id, ordered.*
      from (
        select incoming.*, coalesce(schedule_at > now(), false) as later, exists (
            select from suppressions where suppressions.organization_id = incoming.organization_id
              and suppressions.number = incoming.to_number) as suppressed
        from incoming join campaign on campaign.id = incoming.campaign_id
          and campaign.organization_id = incoming.organization_id and campaign.takes
        order by ord
      ) ordered
    ),
    inserted as (
      insert into lines (id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables, metadata, call_status, closed_at, closing_reason,
        ready, ready_at, next_attempt_at, next_attempt_reason)
      select line_id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables::jsonb, metadata::jsonb,
        case when suppressed then 'suppressed' else 'queued' end,
        case when suppressed then now() end, case when suppressed then 'the number is suppressed' end,
        not later and not suppressed, case when not later and not suppressed then now() end,
        case when later and not suppressed then schedule_at end,
        case when later and not suppressed then 'scheduled by the sender of the contact' end
      from taken
    )
    select taken.line_id, campaign.status, campaign.halt_requested, campaign.starts_at, taken.suppressed
    from incoming
    left join campaign on campaign.id = incoming.campaign_id and campaign.organization_id = incoming.organization_id
    left join taken on taken.ord = incoming.ord
    order by incoming.ord
  `;
}

function answerOf(row: AnswerRow): InsertionAnswer {
  const { status, halt_requested } = row;
  if (status === null) return { kind: 'absent' };
  const campaignStatus = statusBehindGate({ status, halt_requested });
  if (row.line_id === null) return { kind: 'closed', campaignStatus };
  return {
    kind: 'inserted',
    lineId: row.line_id,
    campaignStatus,
    campaignStartsAt: row.starts_at,
    suppressed: row.suppressed === true,
  };
}
