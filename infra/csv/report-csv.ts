import { stringify, type Options } from 'csv-stringify/sync';
import { callSid } from '../db/deliveries/delivery-bodies';
import type { ReportRow } from '../db/campaigns/report';

const E164 = /^\+[1-9]\d{6,14}$/;

const iso = (instant: Date | null): string => instant?.toISOString() ?? '';

/** What the report says, column by column. */
const COLUMNS: ReadonlyArray<readonly [name: string, read: (row: ReportRow) => string | number | null]> = [
  ['line_id', (row) => row.line_id],
  ['to_number', (row) => row.to_number],
  ['external_id', (row) => row.external_id],
  ['call_status', (row) => row.call_status],
  ['interaction_status', (row) => row.interaction_status],
  ['closing_reason', (row) => row.closing_reason],
  ['added_at', (row) => iso(row.line_created_at)],
  ['attempt_no', (row) => row.attempt_no],
  ['call_sid', (row) => (row.attempt_id === null ? null : callSid(row.attempt_id))],
  ['from_number', (row) => row.from_number],
  ['disposition', (row) => row.disposition],
  ['duration_s', (row) => row.duration_s],
  ['created_at', (row) => iso(row.attempt_created_at)],
  ['answered_at', (row) => iso(row.answered_at)],
  ['ended_at', (row) => iso(row.ended_at)],
  ['next_attempt_at', (row) => iso(row.next_attempt_at)],
  ['callback_text', (row) => row.callback_text],
  ['callback_asked_for', (row) => iso(row.callback_asked_for)],
  ['callback_due_at', (row) => iso(row.callback_due_at)],
  ['callback_status', (row) => row.callback_status],
  ['summary', (row) => told(row, 'summary')],
  ['sentiment', (row) => told(row, 'sentiment')],
  ['rating', (row) => told(row, 'rating')],
  ['recording_url', (row) => told(row, 'recording_url')],
  ['transcript', (row) => told(row, 'transcript') ?? row.spoken],
  ['custom_variables', (row) => JSON.stringify(row.custom_variables)],
  ['metadata', (row) => JSON.stringify(row.metadata)],
];

const OPTIONS: Options = {
  // A spreadsheet would run a text that begins like a formula.
  escape_formulas: true,
  cast: { string: keepNumber },
};

/**
 * Writes the report as CSV (RFC 4180, UTF-8), its header first. Texts that a spreadsheet would take for a formula get an
 * apostrophe before them; numbers in E.164 stay as they are.
 *
 * @example for await (const text of reportCsv(reportRows(db, 12))) response.write(text);
 */
export async function* reportCsv(pages: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string> {
  yield stringify([COLUMNS.map(([name]) => name)], OPTIONS);
  for await (const rows of pages) {
    yield stringify(
      rows.map((row) => COLUMNS.map(([, read]) => read(row))),
      OPTIONS,
    );
  }
}

/** A field of what the agent has reported. */
function told({ outcome }: ReportRow, field: string): string | number | null {
  const value = outcome?.[field] ?? null;
  return value === null || typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** What begins with a plus and is all digits is no formula. */
function keepNumber(value: string): string | { value: string } {
  if (!E164.test(value)) return value;
  const kept = { value, escape_formulas: false };
  return kept;
}
