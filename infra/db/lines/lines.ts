import { sql } from 'kysely';
import type { LineStatus } from '../../../domain/line-status';
import type { Queryable } from '../database';
import { inboundCallsOf } from '../inbound/inbound-calls';
import { containing } from '../like-pattern';
import type { InboundCallRow } from '../provider-tables';
import type { AttemptRow, CallbackRow, LineRow } from '../line-tables';
import type { DeliveryRow } from '../webhook-tables';

/** Which lines of a campaign are wanted. */
export interface LineFilter {
  readonly callStatus: LineStatus | null;
  readonly interactionStatus: string | null;
  /** Part of the number, the external id or a name among the variables. */
  readonly search: string | null;
}

/**
 * A page of a campaign's lines in the order they came. The id is the cursor and never changes: no line is skipped or
 * comes twice while the campaign dials.
 *
 * @param page.after the last line of the page before; 0 for the first page.
 */
export async function listLines(
  db: Queryable,
  campaignId: number,
  filter: LineFilter,
  page: { readonly after: number; readonly limit: number },
): Promise<LineRow[]> {
  return filtered(db, campaignId, filter)
    .selectAll()
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
    .execute();
}

/** How many lines of a campaign a filter matches. */
export async function countLines(db: Queryable, campaignId: number, filter: LineFilter): Promise<number> {
  const row = await filtered(db, campaignId, filter)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return row.total;
}

function filtered(db: Queryable, campaignId: number, filter: LineFilter) {
  let query = db.selectFrom('lines').where('campaign_id', '=', campaignId);
  if (filter.callStatus !== null) query = query.where('call_status', '=', filter.callStatus);
  if (filter.interactionStatus !== null) query = query.where('interaction_status', '=', filter.interactionStatus);
  if (filter.search !== null) query = query.where(matches(filter.search));
  return query;
}

function matches(search: string) {
  // A number is found however its digits are grouped; a name with a digit in it is not a number.
  const digits = /^[\d\s()+./-]+$/.test(search) ? search.replace(/\D/g, '') : '';
  const words = containing(search);
  return sql<boolean>`(
    ${digits === '' ? sql`false` : sql`to_number like ${containing(digits)}`}
    or external_id ilike ${words}
    or custom_variables ->> 'customer_name' ilike ${words} or custom_variables ->> 'name' ilike ${words})`;
}

/** One line of a campaign. */
export async function findLine(db: Queryable, campaignId: number, lineId: number): Promise<LineRow | undefined> {
  return db
    .selectFrom('lines')
    .selectAll()
    .where('id', '=', lineId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
}

/** What happened to a line, each kind in order. */
export interface LineHistory {
  readonly attempts: AttemptRow[];
  /** Calls of the contact to us. */
  readonly inboundCalls: InboundCallRow[];
  readonly callbacks: CallbackRow[];
  readonly deliveries: DeliveryRow[];
}

/** Everything that happened to a line, in order. */
export async function findLineHistory(db: Queryable, lineId: number, campaignId: number): Promise<LineHistory> {
  const attempts = await db
    .selectFrom('attempts')
    .selectAll()
    .where('line_id', '=', lineId)
    .orderBy('attempt_no')
    .execute();
  const deliveries = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('line_id', '=', lineId)
    .orderBy('id')
    .execute();
  const callbacks = await db.selectFrom('callbacks').selectAll().where('line_id', '=', lineId).orderBy('id').execute();
  return { attempts, inboundCalls: await inboundCallsOf(db, lineId), callbacks, deliveries };
}

/** How many lines of a campaign have each status; those never dialled are told apart. */
export interface LineCount {
  readonly callStatus: LineStatus;
  readonly dialled: boolean;
  readonly lines: number;
}

/** Counts a campaign's lines. */
export async function countLinesByStatus(db: Queryable, campaignId: number): Promise<LineCount[]> {
  const { rows } = await sql<LineCount>`
    select call_status as "callStatus", attempts > 0 as dialled, count(*) as lines
    from lines where campaign_id = ${campaignId} group by 1, 2
  `.execute(db);
  return rows;
}
