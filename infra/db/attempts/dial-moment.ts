import { sql } from 'kysely';
import type { Database } from '../database';

// A little slower than allowed, for what the way to the provider adds. The campaign grants slower still, or the moments
// reserved here would run ever further ahead.
const PACE_MARGIN = 1.02;

/** A pace that a call has to keep, shared by every call under the same key. */
export interface Pace {
  /** @example 'campaign:12', 'account:3' */
  readonly key: string;
  readonly callsPerSecond: number;
}

/** The next moment at which a campaign may dial. */
export interface DialMoment {
  /** Milliseconds from now; null when it lies further ahead than was asked for. */
  readonly waitMs: number | null;
  /** The campaign's pace and those of the provider accounts of its numbers; none without any. */
  readonly paces: readonly Pace[];
}

/**
 * Reserves the next moment at which a campaign may dial, over all workers: by its own pace, and by that of each provider
 * account that its numbers belong to. Which of several accounts a rotating campaign will use is known only later: it
 * keeps the pace of all of them.
 *
 * @param longestWaitMs a moment further ahead is not taken: it would be lost to everybody.
 */
export async function reserveDialMoment(db: Database, campaignId: number, longestWaitMs: number): Promise<DialMoment> {
  const { rows } = await sql<{ key: string; callsPerSecond: number; waitMs: number | null }>`
    with campaign as (
      select id, phone_number_id, settings, (settings->'pacing'->>'callsPerSecond')::float8 as cps
      from campaigns where id = ${campaignId}
    ), rates as (
      select 'campaign:' || id as key, cps from campaign where cps is not null
      union all
      select 'account:' || provider_accounts.id, calls_per_second from provider_accounts
      where calls_per_second is not null and id in (
        select account_id from phone_numbers where id in (
          select phone_number_id from campaign
          union all
          select campaign_numbers.phone_number_id from campaign_numbers, campaign
          where campaign_numbers.campaign_id = campaign.id and is_active
            and jsonb_typeof(campaign.settings->'rotation') = 'object'))
    ), own as (${reservation(sql`key like 'campaign:%'`, longestWaitMs)}),
    shared as (${reservation(
      // An account's moment is for others too: none is taken by a campaign that has to wait for its own.
      sql`key like 'account:%' and (select count(*) from own) = (select count(*) from campaign where cps is not null)`,
      longestWaitMs,
    )})
    select rates.key, rates.cps as "callsPerSecond",
      (extract(epoch from moment.next_at - clock_timestamp()) * 1000)::float8 as "waitMs"
    from rates left join (select * from own union all select * from shared) moment on moment.key = rates.key
  `.execute(db);
  const waits = rows.map(({ waitMs }) => waitMs);
  const taken = waits.filter((waitMs) => waitMs !== null);
  return {
    waitMs: taken.length < waits.length ? null : Math.max(0, ...taken),
    paces: rows.map(({ key, callsPerSecond }) => ({ key, callsPerSecond })),
  };
}

function reservation(which: ReturnType<typeof sql>, longestWaitMs: number) {
  return sql`
    insert into dial_pace as pace (key, next_at)
    select key, clock_timestamp() from rates where ${which} order by key
    on conflict (key) do update
      set next_at = greatest(
        clock_timestamp(),
        pace.next_at + make_interval(secs => ${PACE_MARGIN} / (select cps from rates where rates.key = pace.key)))
      where pace.next_at + make_interval(secs => ${PACE_MARGIN} / (select cps from rates where rates.key = pace.key))
        <= clock_timestamp() + make_interval(secs => ${longestWaitMs / 1_000})
    returning key, next_at
  `;
}
