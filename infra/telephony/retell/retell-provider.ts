import { z } from 'zod';
import type { AdapterWorld, ProviderAdapter } from '../adapter';
import { textVariables } from '../agent-report';
import { keyIdentity } from '../key-identity';
import type {
  CallLookup,
  CallRequest,
  CallToFind,
  CredentialCheck,
  InboundAnswer,
  MachineHandling,
  PlaceAnswer,
  TelephonyProvider,
} from '../provider';
import {
  codeOf,
  connectProvider,
  lookupError,
  placeError,
  placeRefusal,
  type HttpAnswer,
  type ProviderHttp,
} from '../provider-http';
import { CREDENTIALS_REFUSED } from '../refusals';
import {
  awaitsAnalysis,
  endOfRetellCall,
  isLive,
  readRetellCall,
  readRetellCallId,
  readRetellEvents,
  readRetellInbound,
  type RetellCall,
} from './retell-calls';

const BASE_URL = 'https://api.retellai.com';
/** The bounds of `max_call_duration_ms`. */
const CALL_DURATION_MS = { least: 60_000, most: 7_200_000 };
const WEBHOOK_EVENTS = ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'];
/** A call that Retell took may not be listed at once. */
const LISTED_WITHIN_MS = 90_000;
/** By our reference there is one. */
const CALLS_LISTED = 10;
/** After that no analysis is to be expected any more. */
const ANALYZED_WITHIN_MS = 5 * 60_000;
const AGENT_ID = /^[\w-]{8,128}$/;

const credentialsSchema = z.strictObject({
  api_key: z.string().trim().min(1).meta({ description: 'An API key of the Retell workspace.' }),
  webhook_key: z.string().trim().min(1).optional().meta({
    description: 'The API key with the webhook badge, which signs events; `api_key` unless told.',
  }),
});
type RetellCredentials = z.output<typeof credentialsSchema>;

/** Newer answers say `message`, older ones `error_message`. */
const errorSchema = z
  .object({ message: z.string().optional(), error_message: z.string().optional() })
  .transform(({ message, error_message: older }) => message ?? older ?? '');
const listSchema = z.object({ items: z.array(z.unknown()) });

/** Retell, one workspace: voice agents that speak by themselves, under numbers that Retell knows. */
export const retellAdapter: ProviderAdapter<RetellCredentials, Record<string, never>> = {
  name: 'retell',
  title: 'Retell',
  credentials: credentialsSchema,
  settings: z.strictObject({}),
  features: {
    lookUp: 'by_reference',
    endsCalls: true,
    detectsMachines: 'by_request',
    leavesMessages: true,
    inbound: true,
    transcripts: true,
    replayProtection: 'timestamp',
  },
  defaults: { concurrencyLimit: 20, callsPerSecond: null },
  identityOf: ({ api_key: key }) => keyIdentity('retell', key),
  identityMayChange: true,
  agentFaults: (reference) =>
    reference !== null && AGENT_ID.test(reference)
      ? []
      : ['It must be the id of an agent at Retell, such as agent_1a2b3c4d5e6f: its page in the dashboard shows it.'],
  connect: ({ credentials }, world) => createRetellProvider(credentials, world),
};

function createRetellProvider(credentials: RetellCredentials, world: AdapterWorld): TelephonyProvider {
  const { api_key: apiKey, webhook_key: webhookKey = apiKey } = credentials;
  const http = connectProvider(world.baseUrl ?? BASE_URL, { timeoutMs: world.timeoutMs });
  const api = new RetellApi(http, apiKey);
  return {
    name: retellAdapter.name,
    async placeCall(request) {
      if (request.agentReference === null)
        return { kind: 'refused', disposition: 'failed', rawCode: 'agent_id_missing' };
      return api.post('/v2/create-phone-call', callBody(request)).then(readPlaceAnswer, placeError);
    },
    lookUpCall: (call) => lookUpCall(api, call).catch(lookupError),
    endCall: (id) => endCall(api, id),
    handleMachine: null,
    readEvents: (webhook) => readRetellEvents(webhook, webhookKey),
    inbound: {
      read: (webhook) => readRetellInbound(webhook, webhookKey),
      answer: (answer) => ({
        status: 200,
        contentType: 'application/json',
        // Without an agent Retell hangs up, unless the number has one of its own.
        body: JSON.stringify({ call_inbound: answer === null ? {} : inboundBody(answer) }),
      }),
    },
    checkCredentials: () => checkCredentials(api),
    close: () => http.close(),
  };
}

/** Requests with the key of a workspace. */
class RetellApi {
  constructor(
    private readonly http: ProviderHttp,
    private readonly apiKey: string,
  ) {}

  get(path: string): Promise<HttpAnswer> {
    return this.http.ask({ method: 'GET', path, headers: this.headers });
  }

  post(path: string, body: object): Promise<HttpAnswer> {
    const headers = { ...this.headers, 'content-type': 'application/json' };
    return this.http.ask({ method: 'POST', path, headers, body: JSON.stringify(body) });
  }

  private get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.apiKey}`, accept: 'application/json' };
  }
}

function callBody(request: CallRequest): object {
  const { least, most } = CALL_DURATION_MS;
  return {
    from_number: request.from,
    to_number: request.to,
    override_agent_id: request.agentReference,
    retell_llm_dynamic_variables: dynamicVariables(request, { timezone: request.timezone }),
    metadata: { reference: request.reference },
    agent_override: {
      agent: {
        ...eventSettings(request.eventsUrl),
        max_call_duration_ms: Math.min(Math.max(request.maxDurationS * 1_000, least), most),
        timezone: request.timezone,
        ...(request.machine && { voicemail_option: voicemailOption(request.machine) }),
      },
    },
  };
}

function inboundBody(answer: InboundAnswer): object {
  return {
    ...(answer.agentReference !== null && { override_agent_id: answer.agentReference }),
    dynamic_variables: dynamicVariables(answer),
    metadata: { reference: answer.reference },
    agent_override: { agent: eventSettings(answer.eventsUrl) },
  };
}

function eventSettings(eventsUrl: string): object {
  return { webhook_url: eventsUrl, webhook_events: WEBHOOK_EVENTS };
}

/** Retell takes texts only. A variable of the contact wins over ours of the same name. */
function dynamicVariables(
  { welcomeMessage, prompt, variables }: Pick<InboundAnswer, 'welcomeMessage' | 'prompt' | 'variables'>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return textVariables({
    ...more,
    ...(welcomeMessage !== '' && { welcome_message: welcomeMessage }),
    ...(prompt !== '' && { prompt }),
    ...variables,
  });
}

/** Retell waits for the beep by itself, and listens for three minutes. */
function voicemailOption({ message }: MachineHandling): object {
  return { action: message === null ? { type: 'hangup' } : { type: 'static_text', text: message } };
}

function readPlaceAnswer(answer: HttpAnswer): PlaceAnswer {
  const { status, body, retryAfterS } = answer;
  if (status >= 200 && status < 300) {
    const providerCallId = readRetellCallId(body);
    return providerCallId === null
      ? { kind: 'ambiguous', rawCode: 'unreadable_answer' }
      : { kind: 'accepted', providerCallId };
  }
  const message = errorSchema.safeParse(body).data ?? '';
  if ((status === 400 || status === 422) && isAboutCalledNumber(message))
    return { kind: 'refused', disposition: 'invalid_number', rawCode: 'invalid_destination' };
  if (status === 429 && /concurren/i.test(message))
    return { kind: 'refused', disposition: 'no_capacity', rawCode: 'concurrency_limit_reached', retryAfterS };
  return placeRefusal(answer, null);
}

/** A message that names our own number too says nothing about the called person. */
function isAboutCalledNumber(message: string): boolean {
  if (/\bfrom[_ ]number\b/i.test(message)) return false;
  return /\bto[_ ]number\b|destination/i.test(message) && /invalid|not (?:a )?valid|e\.?164|format/i.test(message);
}

async function lookUpCall(api: RetellApi, { providerCallId, reference, askedAt }: CallToFind): Promise<CallLookup> {
  if (providerCallId !== null) {
    const { status, body } = await api.get(`/v2/get-call/${encodeURIComponent(providerCallId)}`);
    return status === 200 ? readLookup(readRetellCall(body)) : { kind: 'unknown', rawCode: `http_${status}` };
  }
  const metadata = [{ type: 'string', op: 'eq', key: 'reference', value: reference }];
  const { status, body } = await api.post('/v3/list-calls', { filter_criteria: { metadata }, limit: CALLS_LISTED });
  if (status !== 200) return { kind: 'unknown', rawCode: `http_${status}` };
  const found = listSchema.safeParse(body);
  if (!found.success) return { kind: 'unknown', rawCode: 'unreadable_answer' };
  const { items } = found.data;
  const ours = items.map(readRetellCall).find((call) => call?.metadata?.reference === reference);
  if (ours) return readLookup(ours);
  // Whoever lists calls of others has not looked for ours.
  if (items.length > 0) return { kind: 'unknown', rawCode: 'another_call' };
  return Date.now() - askedAt < LISTED_WITHIN_MS ? { kind: 'unknown', rawCode: 'not_listed_yet' } : { kind: 'absent' };
}

function readLookup(call: RetellCall | null): CallLookup {
  if (!call) return { kind: 'unknown', rawCode: 'unreadable_answer' };
  if (isLive(call)) return { kind: 'live', providerCallId: call.call_id };
  if (awaitsAnalysis(call, ANALYZED_WITHIN_MS, Date.now())) return { kind: 'unknown', rawCode: 'not_analyzed' };
  return { kind: 'ended', providerCallId: call.call_id, end: endOfRetellCall(call) };
}

async function endCall(api: RetellApi, id: string): Promise<void> {
  const { status } = await api.post(`/v2/stop-call/${encodeURIComponent(id)}`, {});
  if (status < 300 || status === 404) return;
  // A call that is over by now cannot be stopped, and need not be.
  const answer = await api.get(`/v2/get-call/${encodeURIComponent(id)}`);
  const call = answer.status === 200 ? readRetellCall(answer.body) : null;
  if (answer.status !== 404 && (call === null || isLive(call)))
    throw new Error(`Retell did not end the call: status ${status}.`);
}

/** The lightest question that only a good key gets an answer to. */
async function checkCredentials(api: RetellApi): Promise<CredentialCheck> {
  try {
    const { status } = await api.get('/get-concurrency');
    if (status === 200) return { kind: 'accepted' };
    if (status === 401 || status === 403) return { kind: 'refused', rawCode: CREDENTIALS_REFUSED };
    return { kind: 'unknown', rawCode: `http_${status}` };
  } catch (error) {
    return { kind: 'unknown', rawCode: codeOf(error) };
  }
}
