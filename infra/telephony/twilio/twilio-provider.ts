import { z } from 'zod';
import type { Disposition } from '../../../domain/disposition';
import type { ProviderAdapter } from '../adapter';
import type { CallRequest, CredentialCheck, PlaceAnswer, TelephonyProvider } from '../provider';
import { codeOf, lookupError, placeError, placeRefusal, type HttpAnswer } from '../provider-http';
import { CREDENTIALS_REFUSED } from '../refusals';
import {
  connectTwilio,
  twilioCredentialsSchema,
  twilioErrorCode,
  type TwilioApi,
  type TwilioCredentials,
  type TwilioForm,
} from './twilio-api';
import { INVALID_NUMBER_CODES } from './twilio-call-end';
import { callPath, lookUpTwilioCall } from './twilio-look-ups';
import { readTwilioEvents, twilioInbound } from './twilio-webhooks';
import { agentReferenceFaults, instructionsFor, MAX_REQUEST_TWIML_LENGTH, sayTwiml } from './twiml';

/** How long a phone rings: Twilio's default, said so that a change of it changes nothing here. */
const RING_TIMEOUT_S = 60;
const MAX_CALL_S = 14_400;
const MACHINE_DETECTION_S = { least: 3, most: 59 };
const STATUS_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

const ERROR_CODES = {
  noCapacity: [10004, 20429],
  /** The account as a whole cannot call until somebody does something about it. */
  account: [10001, 10005, 20003, 20005],
  /** A call that is over is neither ended nor given other instructions. */
  callIsOver: [20404, 21220],
};
/** Codes of the call itself: some come with 401 and 403, and yet say nothing about credentials. */
const isAboutCall = (code: number): boolean => (code >= 13_000 && code < 14_000) || (code >= 21_000 && code < 22_000);

const takenSchema = z.object({ sid: z.string().min(1) });

/** Twilio, one account: calls by its REST API, agents as TwiML or behind ConversationRelay. */
export const twilioAdapter: ProviderAdapter<TwilioCredentials, Record<string, never>> = {
  name: 'twilio',
  title: 'Twilio',
  credentials: twilioCredentialsSchema,
  settings: z.strictObject({}),
  features: {
    lookUp: 'by_numbers',
    endsCalls: true,
    detectsMachines: 'by_request',
    leavesMessages: true,
    inbound: true,
    transcripts: false,
    replayProtection: 'idempotence',
  },
  defaults: { concurrencyLimit: null, callsPerSecond: 1 },
  identityOf: ({ account_sid: sid }) => sid,
  agentFaults: agentReferenceFaults,
  connect: ({ credentials }, world) => createTwilioProvider(credentials, connectTwilio(credentials, world)),
};

function createTwilioProvider(credentials: TwilioCredentials, api: TwilioApi): TelephonyProvider {
  const { auth_token: authToken } = credentials;
  return {
    name: twilioAdapter.name,
    async placeCall(request) {
      const instructions = instructionsFor(request, MAX_REQUEST_TWIML_LENGTH);
      if (instructions.kind === 'fault') return refused('failed', instructions.rawCode);
      const says: TwilioForm = instructions.kind === 'url' ? { Url: instructions.url } : { Twiml: instructions.twiml };
      return api.post('/Calls.json', { ...callForm(request), ...says }).then(readPlaceAnswer, placeError);
    },
    lookUpCall: (call) => lookUpTwilioCall(api, call).catch(lookupError),
    endCall: (sid) => updateCall(api, sid, { Status: 'completed' }),
    handleMachine: (sid, { message }) =>
      updateCall(api, sid, message === null ? { Status: 'completed' } : { Twiml: sayTwiml(message, '<Hangup/>') }),
    readEvents: (webhook) => readTwilioEvents(webhook, authToken),
    inbound: twilioInbound(authToken),
    checkCredentials: () => checkCredentials(credentials, api),
    close: () => api.close(),
  };
}

function callForm(request: CallRequest): TwilioForm {
  const { from, to, machine, maxDurationS } = request;
  const separator = request.eventsUrl.includes('?') ? '&' : '?';
  const eventsUrl = `${request.eventsUrl}${separator}reference=${encodeURIComponent(request.reference)}`;
  return {
    To: to,
    From: from,
    StatusCallback: eventsUrl,
    StatusCallbackMethod: 'POST',
    StatusCallbackEvent: STATUS_EVENTS,
    Timeout: String(Math.min(RING_TIMEOUT_S, maxDurationS)),
    TimeLimit: String(Math.min(MAX_CALL_S, maxDurationS)),
    ...(machine && {
      MachineDetection: machine.waitForBeep ? 'DetectMessageEnd' : 'Enable',
      MachineDetectionTimeout: String(
        Math.min(Math.max(Math.round(machine.timeoutS), MACHINE_DETECTION_S.least), MACHINE_DETECTION_S.most),
      ),
      // In the background: a person who answers is not left waiting in silence.
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: eventsUrl,
      AsyncAmdStatusCallbackMethod: 'POST',
    }),
  };
}

function readPlaceAnswer(answer: HttpAnswer): PlaceAnswer {
  const { status, body, retryAfterS } = answer;
  if (status >= 200 && status < 300) {
    const call = takenSchema.safeParse(body);
    return call.success
      ? { kind: 'accepted', providerCallId: call.data.sid }
      : { kind: 'ambiguous', rawCode: 'unreadable_answer' };
  }
  const code = twilioErrorCode(answer);
  if (code === null || status < 400 || status >= 500) return placeRefusal(answer, code === null ? null : String(code));
  if (INVALID_NUMBER_CODES.includes(code)) return refused('invalid_number', String(code));
  if (ERROR_CODES.noCapacity.includes(code)) return { ...refused('no_capacity', String(code)), retryAfterS };
  if (ERROR_CODES.account.includes(code)) return refused('no_capacity', CREDENTIALS_REFUSED);
  return isAboutCall(code) ? refused('failed', String(code)) : placeRefusal(answer, String(code));
}

function refused(disposition: Disposition, rawCode: string): PlaceAnswer & { readonly kind: 'refused' } {
  return { kind: 'refused', disposition, rawCode };
}

/** @throws when Twilio does not take it. */
async function updateCall(api: TwilioApi, sid: string, form: TwilioForm): Promise<void> {
  const answer = await api.post(callPath(sid), form);
  const code = twilioErrorCode(answer);
  if (answer.status === 404 || (code !== null && ERROR_CODES.callIsOver.includes(code))) return;
  if (answer.status >= 300) throw new Error(`Twilio did not change the call: status ${answer.status}, code ${code}.`);
}

async function checkCredentials(credentials: TwilioCredentials, api: TwilioApi): Promise<CredentialCheck> {
  try {
    const account = await api.getAccount();
    const refusal = checkOf(account);
    if (refusal.kind !== 'accepted') return refusal;
    const { status } = z.object({ status: z.string().optional() }).safeParse(account.body).data ?? {};
    if (status !== undefined && status !== 'active') return { kind: 'refused', rawCode: `account_${status}` };
    return credentials.api_key_sid === undefined ? refusal : checkOf(await api.get('/Calls.json?PageSize=1'));
  } catch (error) {
    return { kind: 'unknown', rawCode: codeOf(error) };
  }
}

function checkOf(answer: HttpAnswer): CredentialCheck {
  const { status } = answer;
  if (status === 200) return { kind: 'accepted' };
  const rawCode = String(twilioErrorCode(answer) ?? `http_${status}`);
  return [401, 403, 404].includes(status) ? { kind: 'refused', rawCode } : { kind: 'unknown', rawCode };
}
