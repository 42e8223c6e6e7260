import { sql, type Transaction } from 'kysely';
import { countsCalls, endDateReached, quotaReached, type CampaignUse } from '../../../domain/campaign-limits';
import type { Disposition } from '../../../domain/disposition';
import type { PauseReason } from '../../../domain/pause-reason';
import { PRE_CALL_WEBHOOK } from '../../../domain/pre-call';
import { addDays, type LocalDate } from '../../../domain/zone-clock';
import { zoneClock } from '../../time-zones/zone-clock';
import type { Queryable } from '../database';
import type { CampaignRow } from '../campaign-tables';
import type { AttemptRow } from '../line-tables';
import type { Schema } from '../schema';

/** Whose calls are counted. */
export type LimitedCampaign = Pick<CampaignRow, 'id' | 'timezone' | 'settings' | 'settings_version'>;

const TOTAL = 'total';
/** Calls in which somebody, or a machine, was on the line. */
const CONNECTED: readonly Disposition[] = ['completed', 'voicemail'];

/**
 * Counts one more call against a campaign's limits, for the attempt that is written in the same transaction: as many calls
 * as allowed are made and no more, however many are claimed at once. Without limits nothing is read or written.
 *
 * @param now epoch milliseconds.
 * @returns why the call may not be made; null when it is counted.
 */
export async function countCall(
  trx: Transaction<Schema>,
  campaign: LimitedCampaign,
  now: number,
): Promise<PauseReason | null> {
  const { limits } = campaign.settings;
  const moment = { zone: campaign.timezone, now };
  if (!countsCalls(limits)) return endDateReached(limits, moment, zoneClock);
  const today = zoneClock.dateAt(now, campaign.timezone);
  const periods = limits.callsPerDay === null ? [TOTAL] : [today, TOTAL];
  const use = await lockUse(trx, campaign, periods, today);
  const reached = quotaReached(limits, use, moment, zoneClock);
  if (reached) return reached;
  await trx
    .updateTable('campaign_usage')
    .set((eb) => ({ calls: eb('calls', '+', 1) }))
    .where('campaign_id', '=', campaign.id)
    .where('period', 'in', periods)
    .execute();
  return null;
}

/**
 * Gives back what an attempt was counted for that turned out to be no call (`no_capacity`). To be done once, in the
 * transaction that records its outcome.
 */
export async function uncountCall(
  trx: Transaction<Schema>,
  attempt: Pick<AttemptRow, 'campaign_id' | 'created_at'>,
): Promise<void> {
  const counted = await trx
    .selectFrom('campaign_usage')
    .innerJoin('campaigns', 'campaigns.id', 'campaign_usage.campaign_id')
    .select(['campaigns.timezone'])
    .where('campaign_id', '=', attempt.campaign_id)
    .limit(1)
    .executeTakeFirst();
  if (!counted) return;
  const day = zoneClock.dateAt(attempt.created_at.getTime(), counted.timezone);
  await trx
    .updateTable('campaign_usage')
    .set({ calls: sql<number>`greatest(calls - 1, 0)` })
    .where('campaign_id', '=', attempt.campaign_id)
    .where('period', 'in', [day, TOTAL])
    .execute();
}

/**
 * Counts the time in which an attempt had somebody on the line. To be done once, in the transaction that records its
 * outcome; a campaign without limits has no row to add it to.
 *
 * @param durationS seconds, as the provider tells them; null is none.
 */
export async function addConnected(
  trx: Transaction<Schema>,
  attempt: Pick<AttemptRow, 'campaign_id' | 'disposition'>,
  durationS: number | null,
): Promise<void> {
  if (!durationS || attempt.disposition === null || !CONNECTED.includes(attempt.disposition)) return;
  await trx
    .updateTable('campaign_usage')
    .set((eb) => ({ connected_s: eb('connected_s', '+', Math.round(durationS)) }))
    .where('campaign_id', '=', attempt.campaign_id)
    .where('period', '=', TOTAL)
    .execute();
}

/**
 * The limit that a campaign has reached by time alone, without a call: its last day is over.
 *
 * @param now epoch milliseconds.
 * @returns what to pause it with (`haltAutomatically`); null while it may call.
 */
export function limitReached(campaign: Pick<CampaignRow, 'settings' | 'timezone'>, now: number): PauseReason | null {
  return endDateReached(campaign.settings.limits, { zone: campaign.timezone, now }, zoneClock);
}

/**
 * The limit that stands in the way of one more call, as `countCall` would say, without counting one or locking anything.
 *
 * @param now epoch milliseconds.
 * @returns what to pause the campaign with (`haltAutomatically`); null while it may call.
 */
export async function limitOfNextCall(
  db: Queryable,
  campaign: LimitedCampaign,
  now: number,
): Promise<PauseReason | null> {
  const { limits } = campaign.settings;
  if (!countsCalls(limits)) return limitReached(campaign, now);
  return quotaReached(limits, await readUse(db, campaign, now), { zone: campaign.timezone, now }, zoneClock);
}

/**
 * What a campaign has used of its limits so far. Locks and writes nothing.
 *
 * @param now epoch milliseconds.
 */
export async function readUse(db: Queryable, campaign: LimitedCampaign, now: number): Promise<CampaignUse> {
  const today = zoneClock.dateAt(now, campaign.timezone);
  const counted = await db
    .selectFrom('campaign_usage')
    .select(['period', 'calls', 'connected_s'])
    .where('campaign_id', '=', campaign.id)
    .where('period', 'in', [today, TOTAL])
    .where('settings_version', '>=', campaign.settings_version)
    .execute();
  const useOf = async (period: string): Promise<{ readonly calls: number; readonly connectedS: number }> => {
    const row = counted.find((candidate) => candidate.period === period);
    if (row) return { calls: row.calls, connectedS: row.connected_s };
    return countAttempts(db, campaign, period === TOTAL ? null : period);
  };
  const [day, total] = [await useOf(today), await useOf(TOTAL)];
  return { callsToday: day.calls, callsTotal: total.calls, connectedS: total.connectedS };
}

async function lockUse(
  trx: Transaction<Schema>,
  campaign: LimitedCampaign,
  periods: readonly string[],
  today: LocalDate,
): Promise<CampaignUse> {
  let rows = await lockRows(trx, campaign, periods);
  const known = new Set(rows.map(({ period }) => period));
  const stale = rows.filter((row) => row.settings_version < campaign.settings_version);
  if (known.size < periods.length || stale.length > 0) {
    await trx
      .insertInto('campaign_usage')
      .values(periods.map((period) => ({ campaign_id: campaign.id, period })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Whoever came first has counted meanwhile.
    for (const row of await lockRows(trx, campaign, periods)) {
      if (row.settings_version < campaign.settings_version) await countAnew(trx, campaign, row.period);
    }
    rows = await lockRows(trx, campaign, periods);
  }
  const of = (period: string) => rows.find((row) => row.period === period);
  return {
    callsToday: of(today)?.calls ?? 0,
    callsTotal: of(TOTAL)?.calls ?? 0,
    connectedS: of(TOTAL)?.connected_s ?? 0,
  };
}

function lockRows(trx: Transaction<Schema>, campaign: LimitedCampaign, periods: readonly string[]) {
  return trx
    .selectFrom('campaign_usage')
    .select(['period', 'calls', 'connected_s', 'settings_version'])
    .where('campaign_id', '=', campaign.id)
    .where('period', 'in', [...periods])
    .orderBy('period')
    .forUpdate()
    .execute();
}

/** The limits are new, or have been changed: calls made before were perhaps not counted. The row is locked. */
async function countAnew(trx: Transaction<Schema>, campaign: LimitedCampaign, period: string): Promise<void> {
  const { calls, connectedS } = await countAttempts(trx, campaign, period === TOTAL ? null : period);
  await trx
    .updateTable('campaign_usage')
    .set({ calls, connected_s: connectedS, settings_version: campaign.settings_version })
    .where('campaign_id', '=', campaign.id)
    .where('period', '=', period)
    .execute();
}

/** @param day of the campaign's zone; null for all its life. */
async function countAttempts(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'timezone'>,
  day: LocalDate | null,
): Promise<{ calls: number; connectedS: number }> {
  const midnight = (date: LocalDate): Date => new Date(zoneClock.instantOf(date, 0, campaign.timezone));
  const { calls, connectedS } = await db
    .selectFrom('attempts')
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('calls'),
      fn
        .sum<number | null>('duration_s')
        // What is not recorded yet is added when it is.
        .filterWhere(eb.and([eb('disposition', 'in', CONNECTED), eb('recorded_at', 'is not', null)]))
        .as('connectedS'),
    ])
    .where('campaign_id', '=', campaign.id)
    // One that is not recorded yet is given back when it is.
    .where((eb) => eb.or([eb('disposition', 'is distinct from', 'no_capacity'), eb('recorded_at', 'is', null)]))
    .where('raw_code', 'is distinct from', PRE_CALL_WEBHOOK)
    .$if(day !== null, (query) =>
      query.where('created_at', '>=', midnight(day ?? '')).where('created_at', '<', midnight(addDays(day ?? '', 1))),
    )
    .executeTakeFirstOrThrow();
  return { calls: Number(calls), connectedS: Number(connectedS ?? 0) };
}
