import { z } from 'zod';
import { DISPOSITIONS } from '../../../domain/disposition';
import { LINE_STATUSES } from '../../../domain/line-status';
import { id, idInput, pageQuery, success, timestamp, timestampInput } from './common';
import { customerDocument, warning } from './contact';

/** A call outside of campaigns. Unknown fields are ignored. */
export const dispatchInput = z
  .object({
    agent_id: idInput.meta({ description: 'Who speaks, whatever agent the number has.' }),
    to_number: z.string().max(64).meta({
      description: 'Any readable form; without a country code where the call comes from.',
      example: '+15551234567',
    }),
    from_number_id: idInput.optional().meta({
      description: "The number that the call comes from: the agent's, else your first one, unless told.",
    }),
    call_context: customerDocument.optional().meta({ description: 'Variables, given to the agent.' }),
    metadata: customerDocument
      .optional()
      .meta({ description: 'Comes back to you; never given to the agent or provider.' }),
  })
  .meta({ id: 'DispatchCall' });

export const dispatchAnswer = z
  .object({
    status: success,
    success: z.literal(true).meta({ description: 'The same as `status`, for existing clients.' }),
    message: z.string(),
    call_id: id.meta({ description: 'What the call has in the log and in webhooks, from now on.' }),
    line_id: id,
    requestId: id.meta({ description: 'The same as `line_id`, for existing clients.' }),
    warnings: z.array(warning).optional(),
    will_call_after: timestamp.optional().meta({ description: 'Given with `reason` when it is not called now.' }),
    reason: z.literal('contact_hours').optional(),
  })
  .meta({ id: 'DispatchedCall' });

export type DispatchInput = z.output<typeof dispatchInput>;

const statuses = [...DISPOSITIONS, 'in_progress'] as const;

export const listCallsQuery = pageQuery.extend({
  agentid: idInput.optional().meta({ description: 'Who spoke.' }),
  call_status: z
    .enum([...statuses, 'no-answer'])
    .transform((given) => (given === 'no-answer' ? 'no_answer' : given))
    .optional()
    .meta({ description: 'How it ended; `in_progress`: it has not.' }),
  campaign_id: idInput.optional(),
  line_id: idInput.optional().meta({ description: 'Every call of this contact.' }),
  to_number: z.string().max(64).optional().meta({ description: 'E.164, as `%2B15551234567`.' }),
  direction: z.enum(['inbound', 'outbound']).optional(),
  since: timestampInput.optional().meta({ description: 'Asked for then or later, RFC 3339.' }),
  until: timestampInput.optional().meta({ description: 'Asked for before then, RFC 3339.' }),
});

const text = z.string().nullable();
const document = z.record(z.string(), z.unknown()).nullable();
const status = z.enum([...new Set([...statuses, ...LINE_STATUSES])] as [string, ...string[]]).meta({
  description: 'How it ended, or `in_progress`. Of a call that was dispatched and not made: that of its contact.',
});
const direction = z.enum(['inbound', 'outbound']);

const callRecord = z
  .object({
    id,
    call_id: id.meta({ description: 'The same as `id`.' }),
    call_sid: z.string().meta({ example: 'call_345' }),
    company_id: id,
    campaign_id: id.nullable().meta({ description: 'null for a call outside of campaigns.' }),
    agent_id: id.nullable(),
    contact_id: id.nullable().meta({ description: 'The same as `line_id`.' }),
    line_id: id.nullable(),
    external_id: text,
    direction,
    from_number: z.string(),
    to_number: z.string(),
    status,
    raw_code: text.meta({ description: "The provider's own word for how it ended." }),
    answered_by: z.enum(['person', 'machine']).nullable(),
    duration: z.number().nullable().meta({ description: 'Seconds.' }),
    rating: z.unknown(),
    summary: z.unknown(),
    sentiment: z.unknown(),
    transcript: z.unknown(),
    recording_url: z.unknown(),
    agent_task_status: z.unknown(),
    agent_task_feedback: z.unknown(),
    dynamic_variables: document.meta({ description: 'What the agent was given.' }),
    post_call_outcomes: document.meta({ description: 'What the agent has reported, but for the transcript.' }),
    metadata: document,
    created_at: timestamp,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    call_status: status.meta({ description: 'The same as `status`, for existing clients.' }),
    call_direction: direction.meta({ description: 'The same as `direction`, for existing clients.' }),
    call_duration_in_seconds: z.number().nullable().meta({ description: 'The same as `duration`.' }),
    call_conversation: z.unknown().meta({ description: 'The same as `transcript`.' }),
    call_request_id: z
      .object({ id })
      .nullable()
      .meta({ description: 'The `requestId` of its dispatch, which is its `line_id`.' }),
  })
  .meta({ id: 'Call', description: 'A call that was made, or that came in. What is not known is null.' });

export type CallRecord = z.input<typeof callRecord>;

export const listCallsAnswer = z.object({
  status: success,
  call_log_data: z.array(callRecord),
  total_records: z.int(),
});
