import { sql } from 'kysely';
import type { Queryable } from '../database';

/** A contact that a campaign waits to reach, and who has just called by itself. */
export interface WaitingContact {
  readonly lineId: number;
  readonly campaignId: number;
  readonly externalId: string | null;
  readonly timezone: string | null;
  readonly customVariables: Record<string, unknown>;
  /** Who speaks to it, whatever agent the number has; null: the number's. */
  readonly agentId: number | null;
  /** Who speaks on its campaign's own number, where that is one of the same provider; null without one. */
  readonly campaignAgentId: number | null;
}

/** Somebody calls one of an organization's numbers. */
export interface Caller {
  readonly organizationId: number;
  /** The number called. */
  readonly phoneNumberId: number;
  /** E.164. */
  readonly number: string;
}

/**
 * The contact that waits for a call to the number that somebody calls from. Of several, one of a campaign that calls from
 * the number called, then the one that was called last, then the newest. Paused campaigns and those whose start lies ahead
 * wait for their contacts as well; drafts, ended campaigns and calls outside campaigns do not.
 *
 * @returns null when nobody waits.
 */
export async function findWaitingContact(db: Queryable, caller: Caller): Promise<WaitingContact | null> {
  const { organizationId, phoneNumberId, number } = caller;
  const { rows } = await sql<WaitingContact>`
    select lines.id as "lineId", lines.campaign_id as "campaignId", lines.external_id as "externalId", lines.timezone,
      lines.custom_variables as "customVariables", lines.agent_id as "agentId",
      case when own.provider = called.provider then own.agent_id end as "campaignAgentId"
    from lines
    join campaigns on campaigns.id = lines.campaign_id
    join phone_numbers own on own.id = campaigns.phone_number_id
    join phone_numbers called on called.id = ${phoneNumberId}
    where lines.organization_id = ${organizationId} and lines.to_number = ${number}
      and lines.call_status in ('queued', 'in_progress', 'retry_scheduled', 'callback_scheduled')
      and campaigns.ended_at is null and campaigns.status <> 'draft' and not campaigns.is_direct
      and coalesce(campaigns.halt_requested, 'pause') = 'pause'
    order by
      own.id = called.id or jsonb_typeof(campaigns.settings->'rotation') = 'object' and exists (
        select from campaign_numbers where campaign_id = campaigns.id and phone_number_id = called.id) desc,
      (select max(id) from attempts where line_id = lines.id) desc nulls last,
      lines.id desc
    limit 1
  `.execute(db);
  return rows[0] ?? null;
}
