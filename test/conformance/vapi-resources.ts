import type { Vapi } from '@vapi-ai/server-sdk';
import type { Course, DoubleCall } from './vendor-double';

export const ORG_ID = 'eb166faa-7145-46ef-8044-589b47ae3b56';
export const RANG_MS = 4_000;
export const TALKED_MS = 42_200;
const DAY_MS = 24 * 3_600_000;

/** How a course ends at Vapi; nobody is spoken to where there is no analysis. */
interface Ending {
  readonly reason: Vapi.CallEndedReason;
  readonly analysis: Vapi.Analysis | null;
}

export const ENDINGS: Readonly<Record<Course, (at: number) => Ending>> = {
  completed: () => ({
    reason: 'assistant-ended-call',
    analysis: {
      summary: 'Ann confirms the appointment.',
      structuredData: { task_status: 'completed', rating: 5, intents: ['confirm'] },
      successEvaluation: 'true',
    },
  }),
  busy: () => ({ reason: 'customer-busy', analysis: null }),
  no_answer: () => ({ reason: 'customer-did-not-answer', analysis: null }),
  declined: () => ({ reason: 'vonage-rejected', analysis: null }),
  failed: () => ({ reason: 'twilio-failed-to-connect-call', analysis: null }),
  voicemail: () => ({ reason: 'voicemail', analysis: { summary: 'A machine answered.', successEvaluation: 'false' } }),
  callback: (at) => ({
    reason: 'customer-ended-call',
    analysis: {
      summary: 'Ann asks to be called back tomorrow at three.',
      structuredData: {
        callback_at: `${new Date(at + DAY_MS).toISOString().slice(0, 10)}T15:00:00`,
        callback_text: 'tomorrow at 3 pm',
      },
    },
  }),
  do_not_call: () => ({
    reason: 'customer-ended-call',
    analysis: { summary: 'Ann does not want to be called again.', structuredData: { do_not_call: true } },
  }),
};

/** What was said: by whom, and how long after the call was answered. */
export const TURNS = [
  ['assistant', 'Hello Ann, do you come tomorrow?', 400],
  ['user', 'Yes, I do.', 3_100],
] as const;

export function isLive({ course, hungUp }: DoubleCall): boolean {
  return course === null && !hungUp;
}

/** A call as Vapi tells it, as of now. @param url of the double. */
export function vapiCall(call: DoubleCall, url: string): Vapi.Call {
  const { assistantId, phoneNumberId, customer, assistantOverrides } = JSON.parse(
    call.request.body,
  ) as Vapi.CreateCallDto;
  const createdAt = new Date(call.createdAt).toISOString();
  const made: Vapi.Call = {
    id: call.id,
    orgId: ORG_ID,
    type: 'outboundPhoneCall',
    status: 'queued',
    createdAt,
    updatedAt: createdAt,
    assistantId,
    phoneNumberId,
    customer,
    assistantOverrides,
    phoneCallProvider: 'twilio',
    phoneCallTransport: 'pstn',
    monitor: { controlUrl: `${url}/${call.id}/control` },
  };
  if (isLive(call)) return made;
  if (call.course === null) return { ...made, status: 'ended', endedReason: 'manually-canceled' };
  const { reason, analysis } = ENDINGS[call.course](call.createdAt);
  const over: Vapi.Call = { ...made, status: 'ended', endedReason: reason };
  if (analysis === null) return over;
  return {
    ...over,
    startedAt: new Date(call.createdAt + RANG_MS).toISOString(),
    endedAt: new Date(call.createdAt + RANG_MS + TALKED_MS).toISOString(),
    analysis,
    artifact: {
      transcript: TURNS.map(([role, text]) => `${role === 'user' ? 'User' : 'AI'}: ${text}`).join('\n'),
      recordingUrl: `https://storage.vapi.ai/${call.id}.wav`,
    },
  };
}
