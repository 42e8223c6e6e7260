import { sql, type Transaction } from 'kysely';
import { rulesWithDefaults, type OrganizationRules } from '../../../../domain/organization-rules';
import type { CampaignRow } from '../../campaign-tables';
import type { LineRow } from '../../line-tables';
import type { Schema } from '../../schema';
import { CALLER_LINE_COLUMNS, callerLineOf, type CallerLine } from './caller-line';

/** Everything that says whether a line may be called now, read at once. */
export interface LockedLine {
  readonly line: Pick<
    LineRow,
    | 'id'
    | 'organization_id'
    | 'to_number'
    | 'external_id'
    | 'timezone'
    | 'priority'
    | 'call_status'
    | 'ready'
    | 'attempts'
    | 'next_attempt_at'
    | 'next_attempt_reason'
    | 'schedule_at'
    | 'expires_at'
    | 'custom_variables'
    | 'held_off_in_a_row'
    | 'call_id'
  >;
  readonly campaign: Pick<
    CampaignRow,
    | 'id'
    | 'organization_id'
    | 'type'
    | 'timezone'
    | 'status'
    | 'halt_requested'
    | 'starts_at'
    | 'settings'
    | 'settings_version'
    | 'opened_at'
    | 'breaker_since'
    | 'credentials_refused_since'
  >;
  readonly rules: OrganizationRules;
  /** The campaign's own number, with the agent that speaks to this line. */
  readonly own: CallerLine;
}

/** A contact's own agent goes before that of the number it is called from. */
export const SPEAKS_TO_LINE = sql<boolean>`agents.id = coalesce(lines.agent_id, phone_numbers.agent_id)`;

/** Locks a line, and reads what decides about it. The campaign is not locked: calls of one campaign are claimed side by side. */
export async function lockLine(trx: Transaction<Schema>, lineId: number): Promise<LockedLine | null> {
  const row = await trx
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .innerJoin('organizations', 'organizations.id', 'lines.organization_id')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .innerJoin('provider_accounts', 'provider_accounts.id', 'phone_numbers.account_id')
    .leftJoin('agents', (join) => join.on(SPEAKS_TO_LINE))
    .select([
      'lines.id',
      'lines.organization_id',
      'lines.campaign_id',
      'lines.to_number',
      'lines.external_id',
      'lines.timezone',
      'lines.priority',
      'lines.call_status',
      'lines.ready',
      'lines.attempts',
      'lines.next_attempt_at',
      'lines.next_attempt_reason',
      'lines.schedule_at',
      'lines.expires_at',
      'lines.custom_variables',
      'lines.held_off_in_a_row',
      'lines.call_id',
      'campaigns.type',
      'campaigns.timezone as campaign_timezone',
      'campaigns.status',
      'campaigns.halt_requested',
      'campaigns.starts_at',
      'campaigns.settings',
      'campaigns.settings_version',
      'campaigns.opened_at',
      'campaigns.breaker_since',
      'campaigns.credentials_refused_since',
      'organizations.calling_rules',
      ...CALLER_LINE_COLUMNS,
    ])
    .where('lines.id', '=', lineId)
    .forUpdate('lines')
    .executeTakeFirst();
  if (!row) return null;
  return {
    line: row,
    campaign: { ...row, id: row.campaign_id, timezone: row.campaign_timezone },
    rules: rulesWithDefaults(row.calling_rules),
    own: callerLineOf(row),
  };
}
