import { sql } from 'kysely';
import type { Queryable } from '../database';
import { spokenTranscript } from '../deliveries/call-part';
import type { AttemptRow, CallbackRow, LineRow } from '../line-tables';

type LinePart = Pick<
  LineRow,
  | 'to_number'
  | 'external_id'
  | 'call_status'
  | 'interaction_status'
  | 'closing_reason'
  | 'next_attempt_at'
  | 'custom_variables'
  | 'metadata'
>;
type AttemptPart = Pick<
  AttemptRow,
  'attempt_no' | 'from_number' | 'disposition' | 'duration_s' | 'answered_at' | 'ended_at' | 'outcome'
>;

/** One attempt of a line with its line; of a line that was never called, the line alone. */
export interface ReportRow extends LinePart, Nullable<AttemptPart> {
  readonly line_id: number;
  readonly line_created_at: Date;
  readonly attempt_id: number | null;
  readonly attempt_created_at: Date | null;
  /** What was said, where its provider has told it in pieces. */
  readonly spoken: string | null;
  /** The callback that was asked for in this attempt. */
  readonly callback_text: string | null;
  readonly callback_asked_for: Date | null;
  readonly callback_due_at: Date | null;
  readonly callback_status: CallbackRow['status'] | null;
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

const LINES_AT_ONCE = 500;

/**
 * Every line of a campaign with each of its attempts, in the order the lines came, some hundred lines at a time: nothing
 * else is held in memory, and no cursor is held in Postgres while a slow reader takes its time. Lines that are added
 * meanwhile come last.
 */
export async function* reportRows(db: Queryable, campaignId: number): AsyncGenerator<readonly ReportRow[]> {
  for (let after = 0; ;) {
    const rows = await nextRows(db, campaignId, after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.line_id;
  }
}

async function nextRows(db: Queryable, campaignId: number, after: number): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select page.id as line_id, page.to_number, page.external_id, page.call_status, page.interaction_status,
      page.closing_reason, page.next_attempt_at, page.custom_variables, page.metadata,
      page.created_at as line_created_at,
      attempts.id as attempt_id, attempts.attempt_no, attempts.from_number, attempts.disposition, attempts.duration_s,
      attempts.created_at as attempt_created_at, attempts.answered_at, attempts.ended_at, attempts.outcome,
      ${spokenTranscript()} as spoken,
      callback.text as callback_text, callback.asked_for as callback_asked_for, callback.due_at as callback_due_at,
      callback.status as callback_status
    from (
      select * from lines where campaign_id = ${campaignId} and id > ${after} order by id limit ${LINES_AT_ONCE}
    ) page
    left join attempts on attempts.line_id = page.id
    left join lateral (
      select * from callbacks where line_id = page.id and attempt_id = attempts.id order by id desc limit 1
    ) callback on true
    order by page.id, attempts.attempt_no
  `.execute(db);
  return rows;
}
