import { sql } from 'kysely';
import type { Queryable } from '../database';

/** What ended in one minute. */
export interface MinuteOfCalls {
  /** When it began. */
  readonly minute: Date;
  readonly calls: number;
  readonly answered: number;
}

/** How a campaign is calling. */
export interface CallFigures {
  readonly inProgress: number;
  /** Attempts that ended in the last five minutes. */
  readonly endedLately: number;
  /** Attempts that ended in the last hour, and how many of them a person answered. */
  readonly ended: number;
  readonly answered: number;
  /** Those minutes of the last hour in which any ended, in order. */
  readonly minutes: readonly MinuteOfCalls[];
}

/** For how long back minutes are told. */
export const MINUTES_TOLD = 60;
const LATELY_MIN = 5;

/**
 * How a campaign is calling, by its attempts of the last hour. What was no attempt, for want of capacity, is left out.
 *
 * @param now epoch milliseconds.
 */
export async function callFigures(db: Queryable, campaignId: number, now: number): Promise<CallFigures> {
  const at = new Date(now);
  const { rows: minutes } = await sql<MinuteOfCalls & { lately: number }>`
    select date_trunc('minute', ended_at) as minute, count(*) as calls,
      count(*) filter (where disposition = 'completed') as answered,
      count(*) filter (where ended_at > ${at}::timestamptz - make_interval(mins => ${LATELY_MIN})) as lately
    from attempts
    where campaign_id = ${campaignId} and ended_at > ${at}::timestamptz - make_interval(mins => ${MINUTES_TOLD})
      and disposition not in ('no_capacity', 'cancelled')
    group by 1 order by 1
  `.execute(db);
  const { inProgress } = await db
    .selectFrom('attempts')
    .select((select) => select.fn.countAll<number>().as('inProgress'))
    .where('campaign_id', '=', campaignId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  const total = (of: (row: (typeof minutes)[number]) => number): number =>
    minutes.reduce((sum, row) => sum + of(row), 0);
  return {
    inProgress,
    endedLately: total(({ lately }) => lately),
    ended: total(({ calls }) => calls),
    answered: total(({ answered }) => answered),
    minutes: minutes.map(({ minute, calls, answered }) => ({ minute, calls, answered })),
  };
}

/** The same for a minute. @example perMinute({ endedLately: 12 }) // 2.4 */
export function perMinute({ endedLately }: Pick<CallFigures, 'endedLately'>): number {
  return endedLately / LATELY_MIN;
}

/** How many lines wait for what. */
export interface DueLines {
  readonly retries: number;
  readonly callbacks: number;
}

/**
 * How many sleeping lines of a campaign wait for a retry or a callback whose time has come or comes within an hour.
 *
 * @param now epoch milliseconds.
 */
export async function countDueLines(db: Queryable, campaignId: number, now: number): Promise<DueLines> {
  const { rows } = await sql<{ status: string; lines: number }>`
    select call_status as status, count(*) as lines from lines
    where campaign_id = ${campaignId} and call_status in ('retry_scheduled', 'callback_scheduled')
      and not ready and next_attempt_at <= ${new Date(now)}::timestamptz + interval '1 hour'
    group by 1
  `.execute(db);
  const of = (status: string): number => rows.find((row) => row.status === status)?.lines ?? 0;
  return { retries: of('retry_scheduled'), callbacks: of('callback_scheduled') };
}
