import type Retell from 'retell-sdk';
import type { Course, DoubleCall } from './vendor-double';

export type PhoneCall = Retell.PhoneCallResponse;

/** Of the agent that the double has. */
export const AGENT_ID = 'agent_5f0d8a3b1c2e4f6a7b8c9d0e1f';
const DAY_MS = 24 * 3_600_000;

/** How a course ends at Retell. */
interface Ending {
  readonly status: 'ended' | 'not_connected';
  readonly reason: NonNullable<PhoneCall['disconnection_reason']>;
  readonly analysis: PhoneCall['call_analysis'];
}

const DONE = { call_successful: true, in_voicemail: false, user_sentiment: 'Positive' } as const;
const UNMADE = {
  call_successful: false,
  in_voicemail: false,
  user_sentiment: 'Unknown',
  custom_analysis_data: {},
} as const;

export const ENDINGS: Readonly<Record<Course, (at: number) => Ending>> = {
  completed: () => ({
    status: 'ended',
    reason: 'agent_hangup',
    analysis: {
      ...DONE,
      call_summary: 'Ann confirms the appointment.',
      custom_analysis_data: { task_status: 'completed', rating: 5, intents: 'confirm, ask for directions' },
    },
  }),
  busy: () => ({ status: 'not_connected', reason: 'dial_busy', analysis: UNMADE }),
  no_answer: () => ({ status: 'not_connected', reason: 'dial_no_answer', analysis: UNMADE }),
  declined: () => ({ status: 'not_connected', reason: 'user_declined', analysis: UNMADE }),
  failed: () => ({ status: 'not_connected', reason: 'dial_failed', analysis: UNMADE }),
  voicemail: () => ({
    status: 'ended',
    reason: 'voicemail_reached',
    analysis: {
      call_summary: 'A machine answered.',
      call_successful: false,
      in_voicemail: true,
      custom_analysis_data: {},
    },
  }),
  callback: (at) => ({
    status: 'ended',
    reason: 'user_hangup',
    analysis: {
      ...DONE,
      call_summary: 'Ann asks to be called back tomorrow at three.',
      custom_analysis_data: {
        callback_at: `${new Date(at + DAY_MS).toISOString().slice(0, 10)}T15:00:00`,
        callback_text: 'tomorrow at 3 pm',
        do_not_call: false,
      },
    },
  }),
  do_not_call: () => ({
    status: 'ended',
    reason: 'user_hangup',
    analysis: {
      ...DONE,
      user_sentiment: 'Negative',
      call_summary: 'Ann does not want to be called again.',
      custom_analysis_data: { do_not_call: true, callback_at: '', callback_text: '' },
    },
  }),
};

const TURNS = [
  ['agent', 'Hello Ann, do you come tomorrow?', 0.4],
  ['user', 'Yes, I do.', 3.1],
  ['agent', 'See you then.', 4.8],
] as const;

export function isLive({ course, hungUp }: DoubleCall): boolean {
  return course === null && !hungUp;
}

/** A call as Retell tells it, as of now. */
export function phoneCall(call: DoubleCall): PhoneCall {
  const params = JSON.parse(call.request.body) as Retell.CallCreatePhoneCallParams;
  const made: PhoneCall = {
    call_id: call.id,
    call_type: 'phone_call',
    call_status: 'registered',
    direction: 'outbound',
    agent_id: params.override_agent_id ?? AGENT_ID,
    agent_version: 1,
    agent_name: 'Appointments',
    from_number: call.from,
    to_number: call.to,
    metadata: params.metadata,
    retell_llm_dynamic_variables: params.retell_llm_dynamic_variables,
    data_storage_setting: 'everything',
    opt_in_signed_url: false,
  };
  if (isLive(call)) return made;
  if (call.course === null) return { ...made, call_status: 'ended', disconnection_reason: 'manual_stopped' };
  const { status, reason, analysis } = ENDINGS[call.course](call.createdAt);
  const over: PhoneCall = { ...made, call_status: status, disconnection_reason: reason, call_analysis: analysis };
  if (status === 'not_connected') return { ...over, end_timestamp: call.createdAt + 9_000, duration_ms: 0 };
  return {
    ...over,
    start_timestamp: call.createdAt + 4_000,
    end_timestamp: call.createdAt + 46_200,
    duration_ms: 42_200,
    transcript: TURNS.map(([role, content]) => `${role === 'agent' ? 'Agent' : 'User'}: ${content}`).join('\n'),
    transcript_object: turns(),
    transcript_with_tool_calls: turns(),
    recording_url: `https://dxc03zgurdly9.cloudfront.net/${call.id}/recording.wav`,
  };
}

/** What was said, as Retell tells it. */
export function turns(): NonNullable<PhoneCall['transcript_object']> {
  return TURNS.map(([role, content, start]) => ({
    role,
    content,
    words: content
      .split(' ')
      .map((word, index) => ({ word, start: start + index * 0.3, end: start + 0.3 + index * 0.3 })),
  }));
}
