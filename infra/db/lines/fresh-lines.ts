import { sql, type Transaction } from 'kysely';
import type { Arrival } from './line-arrival';
import type { NewLine } from './new-line';
import type { Schema } from '../schema';

/**
 * Writes lines as they were judged, in one statement.
 *
 * @param arrivals one for each line.
 * @returns their ids, in order; they grow.
 */
export async function writeFreshLines(
  trx: Transaction<Schema>,
  lines: readonly NewLine[],
  arrivals: readonly Arrival[],
): Promise<number[]> {
  if (lines.length === 0) return [];
  const given = lines.map((line, ord) => ({ ord, ...dataColumns(line), ...queueColumns(arrivals[ord]) }));
  const { rows } = await sql<{ id: number }>`
    with given as materialized (
      select nextval(pg_get_serial_sequence('lines', 'id')) as id, ordered.* from (
        select * from json_to_recordset(${JSON.stringify(given)}::json) as record (
          ord integer, organization_id bigint, campaign_id bigint, to_number text, external_id text, timezone text,
          priority smallint, schedule_at timestamptz, expires_at timestamptz, custom_variables jsonb, metadata jsonb,
          call_status text, closing_reason text, skipped_condition jsonb, ready boolean,
          next_attempt_at timestamptz, next_attempt_reason text)
        order by ord
      ) ordered
    ),
    inserted as (
      insert into lines (id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables, metadata, call_status, closing_reason, skipped_condition, closed_at,
        ready, ready_at, next_attempt_at, next_attempt_reason)
      select id, organization_id, campaign_id, to_number, external_id, timezone, priority, schedule_at,
        expires_at, custom_variables, metadata, call_status, closing_reason, skipped_condition,
        case when call_status <> 'queued' then now() end,
        ready, case when ready then now() end, next_attempt_at, next_attempt_reason
      from given
    )
    select id from given order by ord
  `.execute(trx);
  return rows.map(({ id }) => id);
}

function dataColumns(line: NewLine) {
  return {
    organization_id: line.organizationId,
    campaign_id: line.campaignId,
    to_number: line.toNumber,
    external_id: line.externalId,
    timezone: line.timezone,
    priority: line.priority,
    schedule_at: line.scheduleAt,
    expires_at: line.expiresAt,
    custom_variables: line.customVariables,
    metadata: line.metadata,
  };
}

function queueColumns(arrival: Arrival | undefined) {
  if (!arrival) throw new Error('a line was not judged');
  switch (arrival.kind) {
    case 'ready':
      return { call_status: 'queued', ready: true };
    case 'later':
      return {
        call_status: 'queued',
        ready: false,
        next_attempt_at: new Date(arrival.at),
        next_attempt_reason: arrival.reason,
      };
    case 'closed':
      return {
        call_status: arrival.status,
        ready: false,
        closing_reason: arrival.reason,
        skipped_condition: arrival.condition,
      };
  }
}
