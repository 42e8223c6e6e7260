import { sql } from 'kysely';
import { UNLIMITED, type ForecastLimits } from '../../../domain/call-budget';
import { openSpans, type CallTimes } from '../../../domain/calling-hours';
import type { ExpectedOutcome, ForecastFacts, QueuedLines } from '../../../domain/forecast';
import { PRE_CALL_WEBHOOK } from '../../../domain/pre-call';
import { addDays } from '../../../domain/zone-clock';
import { createCallCalendar } from '../../time-zones/call-calendar';
import { zoneClock } from '../../time-zones/zone-clock';
import type { Queryable } from '../database';
import type { CampaignRow } from '../campaign-tables';
import { readUse } from './campaign-usage';

/** How the calls of a campaign went so far. */
export interface MeasuredCalls {
  readonly calls: number;
  /** How long a call kept its slot on average, in seconds. */
  readonly averageCallS: number;
  readonly outcomes: readonly ExpectedOutcome[];
}

/** The last calls of a campaign; more of them would tell of other days. */
const MEASURED_CALLS = 500;
/** Fewer than this prove nothing. */
const MIN_MEASURED_CALLS = 10;

interface OutcomeCount {
  readonly disposition: ExpectedOutcome['disposition'];
  readonly attempts: number;
  /** Those in which a call was asked for, and how long they took together. */
  readonly calls: number;
  readonly seconds: number;
}

/**
 * How a campaign's last calls went; null when there were too few to tell. What was no attempt, for want of capacity, is
 * left out. What the pre-call webhook has failed counts as an outcome, and not for how long a call takes.
 */
export async function measureCalls(db: Queryable, campaignId: number): Promise<MeasuredCalls | null> {
  const { rows } = await sql<OutcomeCount>`
    select disposition, count(*) as attempts, count(*) filter (where called) as calls,
      coalesce(sum(extract(epoch from ended_at - created_at)) filter (where called), 0)::float8 as seconds
    from (
      select disposition, ended_at, created_at, raw_code is distinct from ${PRE_CALL_WEBHOOK} as called from attempts
      where campaign_id = ${campaignId} and ended_at is not null and disposition not in ('no_capacity', 'cancelled')
      order by ended_at desc limit ${MEASURED_CALLS}
    ) last
    group by disposition
  `.execute(db);
  const total = (of: (row: OutcomeCount) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  const attempts = total((row) => row.attempts);
  const calls = total((row) => row.calls);
  if (calls < MIN_MEASURED_CALLS) return null;
  return {
    calls,
    averageCallS: Math.max(0.1, total((row) => row.seconds) / calls),
    outcomes: rows.map((row) => ({ disposition: row.disposition, share: row.attempts / attempts })),
  };
}

/**
 * The lines of a campaign that are not done with, alike ones together: those due now, and the others by the hour.
 *
 * @param now epoch milliseconds.
 */
export async function queuedLines(db: Queryable, campaignId: number, now: number): Promise<QueuedLines[]> {
  const { rows } = await sql<{ retries_used: number; due_at: Date | null; lines: number }>`
    select retries_used, max(due) as due_at, count(*) as lines
    from (
      select greatest(0, retries_used) as retries_used,
        case when not ready and next_attempt_at > ${new Date(now)} then next_attempt_at end as due
      from lines
      where campaign_id = ${campaignId}
        and call_status in ('queued', 'in_progress', 'retry_scheduled', 'callback_scheduled')
    ) open
    group by retries_used, date_trunc('hour', due)
  `.execute(db);
  return rows.map(({ retries_used, due_at, lines }) => ({
    retriesUsed: retries_used,
    dueAt: due_at?.getTime() ?? now,
    lines,
  }));
}

/**
 * What the limits of a campaign leave. Calls in flight are given back: their lines count as still to be called.
 *
 * @param now epoch milliseconds.
 */
export async function limitsForForecast(db: Queryable, campaign: CampaignRow, now: number): Promise<ForecastLimits> {
  const { callsPerDay, callsTotal, endDate } = campaign.settings.limits;
  const { timezone } = campaign;
  const endsAt = endDate === null ? null : zoneClock.instantOf(addDays(endDate, 1), 0, timezone);
  if (callsPerDay === null && callsTotal === null) return { ...UNLIMITED, endsAt };
  const use = await readUse(db, campaign, now);
  const { inFlight } = await db
    .selectFrom('lines')
    .select((select) => select.fn.countAll<number>().as('inFlight'))
    .where('campaign_id', '=', campaign.id)
    .where('call_status', '=', 'in_progress')
    .executeTakeFirstOrThrow();
  return {
    callsPerDay,
    callsToday: Math.max(0, use.callsToday - inFlight),
    callsLeft: callsTotal === null ? null : Math.max(0, callsTotal - use.callsTotal + inFlight),
    endsAt,
  };
}

/**
 * A campaign's hours, as a forecast asks for them. Those of its contacts are in the times at which they are due.
 *
 * @param now epoch milliseconds.
 */
export function hoursForForecast(campaign: CampaignRow, now: number): Pick<ForecastFacts, 'calendar' | 'open'> {
  const openedAt = Math.max(campaign.opened_at.getTime(), campaign.starts_at?.getTime() ?? 0);
  const times: CallTimes = { campaign: campaign.settings.hours, openedAt, contact: null };
  const startsAt = Math.max(now, campaign.starts_at?.getTime() ?? 0, campaign.status_until?.getTime() ?? 0);
  return {
    calendar: createCallCalendar(times, campaign.timezone),
    open: (from, to) => (startsAt >= to ? [] : openSpans(times, Math.max(from, startsAt), to, zoneClock)),
  };
}
