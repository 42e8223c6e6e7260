import { sql } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { CallLogField } from '../../../domain/webhook-endpoint';
import type { AttemptRow, LineRow } from '../line-tables';
import { callSid } from './delivery-bodies';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/**
 * What was said in a call, put together from the pieces that its provider has told; null when it has told none. To be
 * selected where `attempts` is read.
 */
export function spokenTranscript() {
  return sql<string | null>`(
    select string_agg(concat_ws(': ', piece.data->>'speaker', piece.data->>'text'), e'\n'
      order by (piece.data->>'at_s')::numeric nulls last, piece.id)
    from conversation_events piece
    where piece.attempt_id = attempts.id and piece.type = 'transcript' and not (piece.data->>'complete')::boolean
  )`;
}

/** A call that we have made, with what it takes to tell of it. */
export type CalledAttempt = AttemptRow & { readonly number_agent_id: number | null; readonly spoken: string | null };

/**
 * Every field of the call log, of a call that we have made. Values that are not known are null. The transcript is no part
 * of `post_call_outcomes`: it has its own field.
 *
 * @param campaignId null for a call outside of campaigns.
 */
export function callPart(
  attempt: CalledAttempt,
  line: Pick<LineRow, 'custom_variables'>,
  campaignId: number | null,
): Record<CallLogField, unknown> {
  const outcome = outcomeOf(attempt);
  const told = (field: string): unknown => outcome?.[field] ?? null;
  return {
    call_id: attempt.id,
    call_sid: callSid(attempt.id),
    company_id: attempt.organization_id,
    campaign_id: campaignId,
    agent_id: attempt.agent_id ?? attempt.number_agent_id,
    contact_id: attempt.line_id,
    from_number: attempt.from_number,
    to_number: attempt.to_number,
    duration: attempt.duration_s,
    status: statusOf(attempt),
    direction: 'outbound',
    rating: told('rating'),
    summary: told('summary'),
    recording_url: told('recording_url'),
    transcript: told('transcript'),
    sentiment: told('sentiment'),
    agent_task_status: told('task_status'),
    agent_task_feedback: told('task_feedback'),
    dynamic_variables: attempt.variables ?? line.custom_variables,
    post_call_outcomes: withoutTranscript(outcome),
    created_at: attempt.created_at.toISOString(),
    started_at: iso(attempt.placed_at ?? attempt.answered_at),
    ended_at: iso(attempt.ended_at),
  };
}

function statusOf({ status, disposition }: AttemptRow): Disposition | 'in_progress' {
  return status === 'ended' ? (disposition ?? 'unknown') : 'in_progress';
}

function withoutTranscript(outcome: Record<string, unknown> | null): Record<string, unknown> | null {
  if (outcome === null) return null;
  const { transcript: _transcript, ...rest } = outcome;
  return rest;
}

/** What the agent has reported; where it told no transcript, the pieces of it make one. */
function outcomeOf({ outcome, spoken }: CalledAttempt): Record<string, unknown> | null {
  if (spoken === null || (outcome?.['transcript'] ?? null) !== null) return outcome;
  return { ...outcome, transcript: spoken };
}
