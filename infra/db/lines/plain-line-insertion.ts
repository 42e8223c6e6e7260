import { sql } from 'kysely';
import type { CampaignStatus } from '../../../domain/campaign-status';
import type { LineStatus } from '../../../domain/line-status';
import { statusBehindGate } from '../campaigns/campaigns';
import type { Queryable } from '../database';
import { CLOSED_ON_ARRIVAL, SCHEDULED_BY_SENDER } from './line-arrival';
import type { InsertionAnswer, NeedsRules, NewLine } from './new-line';
import type { CampaignRow } from '../campaign-tables';

interface AnswerRow {
  readonly line_id: number | null;
  readonly campaign_id: number;
  readonly status: CampaignStatus | null;
  readonly halt_requested: CampaignRow['halt_requested'];
  readonly starts_at: Date | null;
  readonly opens_at: Date | null;
  readonly needs_rules: boolean | null;
  readonly call_status: LineStatus | null;
  readonly ready: boolean | null;
  readonly next_attempt_at: Date | null;
  readonly priority: number | null;
}

/**
 * Inserts contacts in one statement, each if its campaign takes it; those of campaigns that have rules to judge them by are
 * left out. Line ids grow in the order given.
 *
 * The campaigns are locked against updates until the end of the transaction: a line is stored before its campaign
 * closes, and then closed with the others, or it is refused.
 *
 * @param now epoch milliseconds.
 * @returns one answer for each line, in order.
 */
export async function insertPlainLines(
  db: Queryable,
  lines: readonly NewLine[],
  now: number,
): Promise<Array<InsertionAnswer | NeedsRules>> {
  if (lines.length === 0) return [];
  const { rows } = await insertion(lines, new Date(now)).execute(db);
  return rows.map(answerOf);
}

function insertion(lines: readonly NewLine[], now: Date) {
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
      select id, organization_id, status, halt_requested, starts_at, opens_at,
        status not in ('completed', 'cancelled', 'failed') and coalesce(halt_requested = 'pause', true) as takes,
        coalesce(settings->'conditions', '[]') <> '[]'
          or coalesce(settings->'duplicates'->>'policy', 'allow') <> 'allow'
          or coalesce((settings->'contactHours'->>'enabled')::boolean,
            (select provider <> 'simulator' from phone_numbers where phone_numbers.id = phone_number_id)) as needs_rules
      from campaigns where id = any(${campaignIds}::bigint[]) and not is_direct order by id for share
    ),
    taken as materialized (
      select nextval(pg_get_serial_sequence('lines', 'id')) as line_id, ordered.*,
        case when suppressed then 'suppressed' when expired then 'expired' else 'queued' end as call_status,
        not (later or suppressed or expired) as ready
      from (
        select incoming.*, coalesce(schedule_at > ${now}, false) as later, coalesce(expires_at <= ${now}, false) as expired,
          exists (select from suppressions where suppressions.organization_id = incoming.organization_id
              and suppressions.number = incoming.to_number) as suppressed
        from incoming join campaign on campaign.id = incoming.campaign_id
          and campaign.organization_id = incoming.organization_id and campaign.takes and not campaign.needs_rules
        order by ord
      ) ordered
    ),
    inserted as (
      insert into lines (id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables, metadata, call_status, closed_at, closing_reason,
        ready, ready_at, next_attempt_at, next_attempt_reason)
      select line_id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables::jsonb, metadata::jsonb,
        call_status, case when call_status <> 'queued' then now() end,
        case call_status when 'suppressed' then ${CLOSED_ON_ARRIVAL.suppressed}
          when 'expired' then ${CLOSED_ON_ARRIVAL.expired} end,
        ready, case when ready then now() end,
        case when later and call_status = 'queued' then schedule_at end,
        case when later and call_status = 'queued' then ${SCHEDULED_BY_SENDER} end
      from taken
    )
    select taken.line_id, incoming.campaign_id, campaign.status, campaign.halt_requested, campaign.starts_at,
      campaign.opens_at, campaign.takes and campaign.needs_rules as needs_rules,
      taken.call_status, taken.ready, taken.priority,
      case when taken.later and taken.call_status = 'queued' then taken.schedule_at end as next_attempt_at
    from incoming
    left join campaign on campaign.id = incoming.campaign_id and campaign.organization_id = incoming.organization_id
    left join taken on taken.ord = incoming.ord
    order by incoming.ord
  `;
}

function answerOf(row: AnswerRow): InsertionAnswer | NeedsRules {
  const { status, halt_requested } = row;
  if (status === null) return { kind: 'absent' };
  if (row.needs_rules) return { kind: 'needs_rules' };
  const campaignStatus = statusBehindGate({ status, halt_requested });
  if (row.line_id === null || row.call_status === null) return { kind: 'closed', campaignStatus };
  return {
    kind: 'inserted',
    lineId: row.line_id,
    campaignId: row.campaign_id,
    campaignStatus,
    campaignStartsAt: row.starts_at,
    campaignOpensAt: row.opens_at,
    callStatus: row.call_status,
    ready: row.ready === true,
    suppressed: row.call_status === 'suppressed',
    skippedCondition: null,
    nextAttemptAt: row.next_attempt_at,
    deferredUntil: null,
    duplicate: null,
    priority: row.priority ?? 0,
  };
}
