import type { z } from 'zod';
import type { LineExplanation } from '../../../domain/line-explanation';
import { callSid } from '../../../infra/db/deliveries/delivery-bodies';
import type { InboundCallRow } from '../../../infra/db/provider-tables';
import type { AttemptRow, CallbackRow, LineRow } from '../../../infra/db/line-tables';
import type { PreCallRecord } from '../../../infra/db/webhook-tables';
import type { lineRecord as lineSchema, lineStoryAnswer } from '../schemas/line';

type LineRecord = z.input<typeof lineSchema>;
type Story = z.input<typeof lineStoryAnswer>;

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** A line as lists show it. */
export function lineRecord(row: LineRow): LineRecord {
  return {
    line_id: row.id,
    to_number: row.to_number,
    external_id: row.external_id,
    call_status: row.call_status,
    interaction_status: row.interaction_status,
    attempts: row.attempts,
    next_attempt_at: iso(row.next_attempt_at),
    custom_variables: row.custom_variables,
    metadata: row.metadata,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** A line with everything that is known about it. */
export function lineDetails(row: LineRow): Story['line'] {
  return {
    ...lineRecord(row),
    timezone: row.timezone,
    priority: row.priority,
    schedule_at: iso(row.schedule_at),
    expires_at: iso(row.expires_at),
    retries_used: row.retries_used,
    callbacks_used: row.callbacks_used,
    closing_reason: row.closing_reason,
    skipped_condition: row.skipped_condition,
    closed_at: iso(row.closed_at),
  };
}

/** Why a line is not being called now. */
export function explanationRecord(explanation: LineExplanation | null): Story['why_not_now'] {
  if (explanation === null) return null;
  const { code, text, since, until } = explanation;
  return { code, text, since: instant(since), until: instant(until) };
}

/** @param at epoch milliseconds. */
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** One attempt, with the decision that followed from it. */
export function attemptRecord(row: AttemptRow): Story['attempts'][number] {
  return {
    attempt_id: row.id,
    call_sid: `call_${row.id}`,
    attempt_no: row.attempt_no,
    status: row.status,
    disposition: row.disposition,
    raw_code: row.raw_code,
    from_number: row.from_number,
    provider: row.provider,
    provider_call_id: row.provider_call_id,
    reference: row.reference,
    settings_version: row.settings_version,
    duration_s: row.duration_s,
    outcome: row.outcome,
    variables: row.variables,
    unresolved_variables: row.unresolved_variables ?? [],
    pre_call: row.pre_call && preCallRecord(row.pre_call),
    decision: row.next_step && decisionOf(row.next_step),
    created_at: row.created_at.toISOString(),
    placed_at: iso(row.placed_at),
    answered_at: iso(row.answered_at),
    ended_at: iso(row.ended_at),
  };
}

/** One call of the contact to us, with what it has meant for it. */
export function inboundCallRecord(row: InboundCallRow): Story['inbound_calls'][number] {
  return {
    call_id: row.id,
    call_sid: callSid(row.id),
    status: row.status,
    disposition: row.disposition,
    raw_code: row.raw_code,
    from_number: row.from_number,
    to_number: row.to_number,
    provider: row.provider,
    provider_call_id: row.provider_call_id,
    reference: row.reference,
    agent_id: row.agent_id,
    duration_s: row.duration_s,
    outcome: row.outcome,
    variables: row.variables,
    pre_call: row.pre_call && preCallRecord(row.pre_call),
    decision: row.decision && { ...row.decision },
    created_at: row.created_at.toISOString(),
    answered_at: iso(row.answered_at),
    ended_at: iso(row.ended_at),
  };
}

function preCallRecord({ outcome, tries, error, durationMs, fromNumber }: PreCallRecord) {
  return { outcome, tries, error, duration_ms: durationMs, from_number: fromNumber };
}

/** One promise to call this line back. */
export function callbackRecord(row: CallbackRow): Story['callbacks'][number] {
  return {
    callback_id: row.id,
    attempt_id: row.attempt_id,
    inbound_call_id: row.inbound_call_id,
    status: row.status,
    source: row.source,
    text: row.text,
    wall_clock: row.wall_clock,
    timezone: row.zone,
    asked_for: row.asked_for.toISOString(),
    due_at: row.due_at.toISOString(),
    settled_at: iso(row.settled_at),
    created_at: row.created_at.toISOString(),
  };
}

/** Reads what the contact's workflow was told to do (NextStep). */
function decisionOf(step: Readonly<Record<string, unknown>>): Story['attempts'][number]['decision'] {
  const { kind, reason, status, until } = step;
  const waits = kind === 'wait';
  return {
    kind: waits ? (status === 'callback_scheduled' ? 'callback' : 'retry') : 'close',
    reason: typeof reason === 'string' ? reason : '',
    at: waits && typeof until === 'number' ? new Date(until).toISOString() : null,
  };
}
