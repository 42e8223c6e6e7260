import type { CallRequest, InboundAnswer, MachineHandling } from '../provider';
import { SECRET_HEADER } from './vapi-calls';

const CALL_DURATION_S = { least: 10, most: 43_200 };
const BEEP_WAIT_S = { least: 0, most: 30 };
const SERVER_MESSAGES = ['status-update', 'end-of-call-report', 'transcript'];
/** Unless told, Vapi does not send a message again. */
const SEND_AGAIN = { type: 'exponential', maxRetries: 6, baseDelaySeconds: 1 };

/** Spoken to the caller, who is then hung up on. */
const REFUSED_CALLER = { error: 'Nobody can take your call at the moment. Goodbye.' };

/** What a call is asked for with. @param secret by which Vapi's messages about it are believed. */
export function callBody(request: CallRequest, secret: string): object {
  const { maxDurationS, machine, timezone } = request;
  return {
    assistantId: request.agentReference,
    phoneNumberId: request.fromReference,
    customer: { number: request.to },
    assistantOverrides: {
      ...agentOverrides(request, secret, { timezone }),
      maxDurationSeconds: within(CALL_DURATION_S, maxDurationS),
      ...(machine && voicemailOverrides(machine)),
    },
  };
}

/** What Vapi's question who speaks to a caller is answered with. @param answer null refuses the caller. */
export function inboundBody(answer: InboundAnswer | null, secret: string): object {
  if (!answer?.agentReference) return REFUSED_CALLER;
  return { assistantId: answer.agentReference, assistantOverrides: agentOverrides(answer, secret) };
}

/** What holds for calls in both directions. A variable of the contact wins over ours of the same name. */
function agentOverrides(
  answer: Omit<InboundAnswer, 'agentReference'>,
  secret: string,
  more: Readonly<Record<string, string>> = {},
): object {
  const { welcomeMessage, prompt, variables, eventsUrl, reference } = answer;
  return {
    ...(welcomeMessage !== '' && { firstMessage: welcomeMessage }),
    variableValues: {
      ...more,
      ...(welcomeMessage !== '' && { welcome_message: welcomeMessage }),
      ...(prompt !== '' && { prompt }),
      ...variables,
    },
    metadata: { reference },
    server: { url: eventsUrl, headers: { [SECRET_HEADER]: secret }, backoffPlan: SEND_AGAIN },
    serverMessages: SERVER_MESSAGES,
  };
}

function voicemailOverrides({ waitForBeep, timeoutS, message }: MachineHandling): object {
  return {
    voicemailDetection: {
      provider: 'vapi',
      beepMaxAwaitSeconds: waitForBeep ? within(BEEP_WAIT_S, timeoutS) : 0,
    },
    // An empty one keeps the assistant from saying its own.
    voicemailMessage: message ?? '',
  };
}

function within({ least, most }: { readonly least: number; readonly most: number }, given: number): number {
  return Math.min(Math.max(given, least), most);
}
