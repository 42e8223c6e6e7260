import { rememberTexts } from '../../templates/read-texts';
import { readJsonTemplate } from '../../templates/json-template';
import { readValueTemplate, TemplateError } from '../../templates/value-template';
import type { WebhookRequest } from '../../webhook-http/http-sender';
import type { AdapterWorld, ProviderAdapter } from '../adapter';
import { isRecord, readEvents, readInbound, readLookup, readPlaceAnswer } from './http-answers';
import {
  httpCredentials,
  httpSettings,
  destinationsOf,
  hasDots,
  originOf,
  type HttpCredentials,
  type HttpSettings,
} from './http-settings';
import type {
  CallRequest,
  CredentialCheck,
  InboundAnswer,
  PlaceAnswer,
  ReceivedWebhook,
  TelephonyProvider,
  WebhookAnswer,
} from '../provider';
import { codeOf, lookupError, placeError, readRetryAfterS, type HttpAnswer } from '../provider-http';
import { holdsInTime } from '../timed-signature';

const DEFAULT_TIMEOUT_MS = 8_000;
const LONGEST_BODY_BYTES = 256 * 1024;
const LONGEST_ANSWER_BYTES = 1024 * 1024;
const SIGNATURE = /^t=(?<at>\d{1,12}),v1=(?<digest>[0-9a-f]{64})$/;
const ADDRESS_REFUSED = 'address_refused';

type Variables = Readonly<Record<string, unknown>>;
interface Account {
  readonly credentials: HttpCredentials;
  readonly settings: HttpSettings;
}

/** An account's texts are the same for each call. */
const bodies = rememberTexts(readJsonTemplate, 2_000_000);
const texts = rememberTexts(readValueTemplate, 500_000);

/** Diallers of one's own and gateways: what they are asked and what they tell is mapped by the account's settings. */
export const httpAdapter: ProviderAdapter<HttpCredentials, HttpSettings> = {
  name: 'http',
  title: 'Generic HTTP',
  credentials: httpCredentials,
  settings: httpSettings,
  features: {
    lookUp: 'by_reference',
    endsCalls: true,
    detectsMachines: 'by_request',
    leavesMessages: true,
    inbound: true,
    transcripts: true,
    replayProtection: 'timestamp',
  },
  defaults: { concurrencyLimit: null, callsPerSecond: null },
  // Without its query: keys may stand there.
  identityOf: (_credentials, { url, account }) => `${url.replace(/[?#].*$/s, '')} ${account}`.trim(),
  identityMayChange: true,
  agentFaults: () => [],
  destinationsOf,
  connect: (account, world) => createHttpProvider(account, world),
};

function createHttpProvider(account: Account, world: AdapterWorld): TelephonyProvider {
  const { settings, credentials } = account;
  const { look_up: lookUp, end, check, inbound } = settings;
  const ask = (given: Asked): Promise<HttpAnswer> => send(account, world, given);
  const read = (webhook: ReceivedWebhook): unknown => {
    const signature = webhook.headers[settings.signature_header];
    return isSigned(webhook.rawBody, signature, credentials.signing_secret) ? readJson(webhook.rawBody) : null;
  };

  return {
    name: 'http',
    placeCall: async (request) => {
      const asked = { method: settings.method, url: settings.url, body: settings.body, variables: wordsOf(request) };
      return ask(asked).then((answer) => readPlaceAnswer(answer, settings, request.reference), placeFailure);
    },
    lookUpCall: async (call) => {
      if (lookUp === null) return { kind: 'unknown', rawCode: 'no_look_up' };
      const byCallId = texts.of(lookUp.url).variables.includes('call_id');
      if (byCallId && call.providerCallId === null) return { kind: 'unknown', rawCode: 'no_call_id' };
      const { reference, from, to, providerCallId: call_id } = call;
      const asked = { ...lookUp, variables: { reference, from, to, call_id } };
      return ask(asked).then((answer) => readLookup(answer, settings, call, byCallId), lookupError);
    },
    async endCall(call_id) {
      if (end === null) throw new Error('This account ends no calls. Say how in its settings: "end".');
      const { status } = await ask({ ...end, variables: { call_id } });
      // A call that it does not know needs no ending.
      if (status >= 300 && status !== 404 && status !== 410) {
        throw new Error(`The dialler did not end the call: status ${status}.`);
      }
    },
    handleMachine: null,
    readEvents: (webhook) => {
      const body = read(webhook);
      return body === null ? null : readEvents(body, settings);
    },
    inbound: inbound && {
      read: (webhook) => {
        const body = read(webhook);
        return body === null ? null : readInbound(body, inbound);
      },
      answer: answerInbound,
    },
    checkCredentials: async () =>
      check === null ? { kind: 'unasked' } : ask({ ...check, variables: {} }).then(readCheck, checkFailure),
    // The connections are the sender's.
    close: () => Promise.resolve(),
  };
}

/** One request, with templates that are not filled in yet. */
interface Asked {
  readonly method: WebhookRequest['method'];
  readonly url: string;
  readonly body?: string;
  readonly variables: Variables;
}

/** @throws TemplateError before anything is sent; an error with the sender's code where no answer came. */
async function send(
  { credentials }: Account,
  { sender, timeoutMs = DEFAULT_TIMEOUT_MS }: AdapterWorld,
  { method, url, body, variables }: Asked,
): Promise<HttpAnswer> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(credentials.headers)) {
    filled[name.toLowerCase()] = headerValue(texts.of(value).text(variables));
  }
  const result = await sender.send({
    method,
    url: fillUrl(url, variables),
    body: body === undefined ? null : bodies.of(body).render(variables, LONGEST_BODY_BYTES),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...filled },
    timeoutMs,
    readBytes: LONGEST_ANSWER_BYTES,
  });
  if ('error' in result) throw errorOf(result.error);
  return {
    status: result.status,
    body: parsed(result.body),
    retryAfterS: readRetryAfterS(result.retryAfter, Date.now()),
  };
}

/** As the network's own, by its code; without words of its own it is of a host none of whose addresses could be reached. */
function errorOf(text: string): Error {
  const [, code, did] = /^([^:]*):? ?(connect\b|the connection failed)?/.exec(text) ?? [];
  return Object.assign(new Error(text), { code, ...(did !== undefined && { syscall: 'connect' }) });
}

/** @throws TemplateError when it would lead elsewhere. */
function fillUrl(url: string, variables: Variables): string {
  const encoded = Object.entries(variables).map(([name, value]) => [
    name,
    typeof value === 'string' ? encodeURIComponent(value) : value,
  ]);
  const filled = texts.of(url).text(Object.fromEntries(encoded) as Variables);
  if (!URL.canParse(filled) || new URL(filled).origin !== originOf(url) || hasDots(filled)) {
    throw new TemplateError('The URL does not lead to where its template does.');
  }
  return filled;
}

/** Line breaks would begin a header of their own. What is beyond ASCII is sent in UTF-8. */
function headerValue(text: string): string {
  return Buffer.from(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), 'utf8').toString('latin1');
}

function wordsOf(request: CallRequest): Variables {
  const { reference, from, to, prompt, variables, timezone, machine } = request;
  return {
    reference,
    from,
    from_reference: request.fromReference,
    to,
    agent_reference: request.agentReference,
    welcome_message: request.welcomeMessage,
    prompt,
    variables,
    timezone,
    machine: machine && {
      wait_for_beep: machine.waitForBeep,
      timeout_s: machine.timeoutS,
      message: machine.message,
    },
    max_duration_s: request.maxDurationS,
    events_url: request.eventsUrl,
  };
}

/** Certainly no call where nothing was sent. */
function placeFailure(error: unknown): PlaceAnswer {
  if (error instanceof TemplateError) return { kind: 'refused', disposition: 'failed', rawCode: 'template_error' };
  if (codeOf(error) === ADDRESS_REFUSED) return { kind: 'refused', disposition: 'failed', rawCode: ADDRESS_REFUSED };
  return placeError(error);
}

function answerInbound(answer: InboundAnswer | null): WebhookAnswer {
  const body = answer
    ? {
        accepted: true,
        reference: answer.reference,
        agent_reference: answer.agentReference,
        welcome_message: answer.welcomeMessage,
        prompt: answer.prompt,
        variables: answer.variables,
        events_url: answer.eventsUrl,
      }
    : { accepted: false };
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

function readCheck({ status }: HttpAnswer): CredentialCheck {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  return { kind: status === 401 || status === 403 ? 'refused' : 'unknown', rawCode: `http_${status}` };
}

function checkFailure(error: unknown): CredentialCheck {
  return { kind: 'unknown', rawCode: error instanceof TemplateError ? 'template_error' : codeOf(error) };
}

function isSigned(rawBody: Buffer, header: string | undefined, secret: string): boolean {
  const { at, digest } = SIGNATURE.exec(header ?? '')?.groups ?? {};
  if (at === undefined || digest === undefined) return false;
  return holdsInTime({ at: Number(at) * 1_000, digest, covers: [`${at}.`, rawBody] }, secret);
}

/** @throws when it is no JSON; `null` is none either. */
function readJson(rawBody: Buffer): object {
  const body: unknown = JSON.parse(rawBody.toString('utf8'));
  if (!isRecord(body)) throw new Error('The body is no JSON object.');
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
