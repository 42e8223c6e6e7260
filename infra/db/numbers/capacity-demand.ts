import { sql } from 'kysely';
import type { CapacityDemand, CapacityPart } from '../../../domain/capacity-parts';
import type { Queryable } from '../database';

/** A campaign that shares a number or an account with a limit, and what it was told last. */
export interface SharingCampaign extends CapacityDemand {
  /** Null: nothing binds it. */
  readonly told: CapacityPart | null;
  readonly toldAt: Date | null;
}

/**
 * Reads the campaigns that something shared may bind, or that were told so: what they want, and where they call from.
 * An account whose provider wants quiet has no room for anybody. Cheap while no number or account has a limit.
 *
 * @param now epoch milliseconds.
 */
export async function readSharingCampaigns(db: Queryable, now: number): Promise<SharingCampaign[]> {
  const at = new Date(now);
  const { rows } = await sql<SharingCampaign>`
    with caller as materialized (
      select campaigns.id as campaign_id, numbers.id as number_id, numbers.concurrency_limit as number_limit,
        accounts.id as account_id, accounts.calls_per_second,
        case when accounts.rests_until > ${at} then 0 else accounts.concurrency_limit end as account_limit
      from campaigns
      left join campaign_numbers on campaign_numbers.campaign_id = campaigns.id and campaign_numbers.is_active
        and jsonb_typeof(campaigns.settings->'rotation') = 'object'
      join phone_numbers numbers on numbers.id = coalesce(campaign_numbers.phone_number_id, campaigns.phone_number_id)
      join provider_accounts accounts on accounts.id = numbers.account_id
      where campaigns.ended_at is null
        and (campaigns.capacity_share is not null
          or exists (select from phone_numbers where concurrency_limit is not null)
          or exists (select from provider_accounts where concurrency_limit is not null or calls_per_second is not null
            or rests_until > ${at}))
    ), numbers as (
      select campaign_id,
        jsonb_agg(jsonb_build_object(
          'number', jsonb_build_object('id', number_id, 'concurrency', number_limit),
          'account', jsonb_build_object('id', account_id, 'concurrency', account_limit,
            'callsPerSecond', calls_per_second))) as list
      from caller group by campaign_id
      having count(number_limit) + count(account_limit) + count(calls_per_second) > 0
    ), live as (
      select campaign_id, count(*) as calls from attempts where ended_at is null group by campaign_id
    )
    select campaigns.id as "campaignId", coalesce(numbers.list, '[]') as numbers,
      campaigns.capacity_share as told, campaigns.capacity_share_told_at as "toldAt",
      (campaigns.settings->'pacing'->>'callsPerSecond')::float8 as "callsPerSecond",
      case when campaigns.status in ('pending', 'waiting', 'in_progress') and campaigns.halt_requested is null
        then least(width.calls, coalesce(live.calls, 0) + ready.lines) else coalesce(live.calls, 0) end::int as calls
    from campaigns
    left join numbers on numbers.campaign_id = campaigns.id
    left join live on live.campaign_id = campaigns.id
    cross join lateral (select (campaigns.settings->'pacing'->>'concurrency')::int as calls) width
    cross join lateral (
      select count(*) as lines from (
        select from lines where lines.campaign_id = campaigns.id and lines.ready limit width.calls) some_lines
    ) ready
    where campaigns.ended_at is null and (campaigns.capacity_share is not null or numbers.list is not null)
    order by campaigns.id
  `.execute(db);
  return rows;
}

/**
 * Notes what a campaign's workflow was told, or is about to be told.
 *
 * @param part null: nothing binds it.
 * @param toldAt epoch milliseconds; null: nobody knows yet whether it has arrived.
 */
export async function noteToldPart(
  db: Queryable,
  campaignId: number,
  part: CapacityPart | null,
  toldAt: number | null,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({
      capacity_share: part === null ? null : JSON.stringify(part),
      capacity_share_told_at: toldAt === null ? null : new Date(toldAt),
    })
    .where('id', '=', campaignId)
    .execute();
}
