import { z } from 'zod';
import { DISPOSITIONS } from '../../../domain/disposition';
import type {
  CallEnd,
  CallLookup,
  CallRequest,
  InboundAnswer,
  InboundCall,
  PlaceAnswer,
  ProviderEvent,
  TelephonyProvider,
  WebhookAnswer,
} from '../provider';
import { connectProvider, lookupError, placeError, placeRefusal, type HttpAnswer } from '../provider-http';
import { holdsInTime } from '../timed-signature';

const SIGNATURE = /^t=(?<at>\d{1,15}),v1=(?<digest>[0-9a-f]{64})$/;

const endFields = {
  disposition: z.enum(DISPOSITIONS).catch('unknown'),
  raw_code: z.string(),
  duration_s: z.number().nullable(),
  outcome: z.record(z.string(), z.unknown()).default({}),
};
const acceptedSchema = z.object({ call_id: z.string().min(1) });
const errorSchema = z.object({ code: z.string() });
const callsSchema = z.object({
  calls: z.array(
    z.discriminatedUnion('status', [
      z.object({ call_id: z.string(), status: z.literal('ended'), ...endFields }),
      z.object({ call_id: z.string(), status: z.enum(['queued', 'ringing', 'answered']) }),
    ]),
  ),
});
const eventHead = { event_id: z.string().nullable().default(null), call_id: z.string(), reference: z.string() };
const confidence = z.number().nullable().default(null);
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call.ringing'), ...eventHead }),
  z.object({ type: z.literal('call.answered'), ...eventHead }),
  z.object({ type: z.literal('call.machine_detected'), ...eventHead }),
  z.object({ type: z.literal('call.ended'), ...eventHead, ...endFields }),
  z.object({
    type: z.literal('call.transcript'),
    ...eventHead,
    transcript: z.object({
      text: z.string(),
      speaker: z.enum(['agent', 'contact']).nullable().default(null),
      complete: z.boolean(),
      at_s: z.number().nullable().default(null),
    }),
  }),
  z.object({ type: z.literal('call.intent'), ...eventHead, intent: z.object({ name: z.string().min(1), confidence }) }),
  z.object({
    type: z.literal('call.entity'),
    ...eventHead,
    entity: z.object({ name: z.string().min(1), value: z.json(), confidence }),
  }),
]);
const inboundSchema = z.object({ call_id: z.string().min(1), from: z.string(), to: z.string() });

export interface SimulatorProviderOptions {
  /** Where the simulator listens, such as `http://127.0.0.1:8090`. */
  readonly baseUrl: string;
  /** Shared with the simulator, which signs its events with it. */
  readonly secret: string;
  /** Bounds each request as a whole; 8 s by default. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The simulator as a provider. Its connections are its own; `close` ends them.
 *
 * @example const provider = createSimulatorProvider({ baseUrl: config.SIMULATOR_URL, secret: config.SIMULATOR_SECRET });
 */
export function createSimulatorProvider({ baseUrl, secret, timeoutMs }: SimulatorProviderOptions): TelephonyProvider {
  const http = connectProvider(baseUrl, { timeoutMs });
  const get = (path: string) => http.ask({ method: 'GET', path });
  const post = (path: string, body?: object) =>
    http.ask({
      method: 'POST',
      path,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });

  return {
    name: 'simulator',
    placeCall: (request) => post('/v1/calls', wireRequest(request)).then(readPlaceAnswer, placeError),
    lookUpCall: ({ reference }) =>
      get(`/v1/calls?reference=${encodeURIComponent(reference)}`).then(readLookup, lookupError),
    async endCall(providerCallId) {
      const { status } = await post(`/v1/calls/${encodeURIComponent(providerCallId)}/end`);
      // A call that it does not know needs no ending.
      if (status >= 300 && status !== 404) throw new Error(`The simulator did not end the call: status ${status}.`);
    },
    handleMachine: null,
    readEvents({ rawBody, headers }) {
      if (!isSigned(rawBody, headers['x-simulator-signature'], secret)) return null;
      return [readEvent(rawBody)];
    },
    inbound: {
      read: ({ rawBody, headers }) =>
        isSigned(rawBody, headers['x-simulator-signature'], secret) ? readInboundCall(rawBody) : null,
      answer: answerInbound,
    },
    checkCredentials: () => Promise.resolve({ kind: 'accepted' }),
    close: () => http.close(),
  };
}

function wireRequest(request: CallRequest): object {
  return {
    reference: request.reference,
    to: request.to,
    from: request.from,
    events_url: request.eventsUrl,
    timezone: request.timezone,
    machine: request.machine && {
      wait_for_beep: request.machine.waitForBeep,
      timeout_s: request.machine.timeoutS,
      message: request.machine.message,
    },
    agent_reference: request.agentReference,
    welcome_message: request.welcomeMessage,
    prompt: request.prompt,
    variables: request.variables,
  };
}

function readPlaceAnswer(answer: HttpAnswer): PlaceAnswer {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const accepted = acceptedSchema.safeParse(body);
    return accepted.success
      ? { kind: 'accepted', providerCallId: accepted.data.call_id }
      : { kind: 'ambiguous', rawCode: 'unreadable_answer' };
  }
  const rawCode = errorSchema.safeParse(body).data?.code ?? null;
  if (status === 400 && rawCode === 'invalid_number')
    return { kind: 'refused', disposition: 'invalid_number', rawCode };
  return placeRefusal(answer, rawCode);
}

/** One reference should have one call; should there be more, a live one counts, else the first. */
function readLookup({ status, body }: HttpAnswer): CallLookup {
  if (status !== 200) return { kind: 'unknown', rawCode: `http_${status}` };
  const found = callsSchema.safeParse(body);
  if (!found.success) return { kind: 'unknown', rawCode: 'unreadable_answer' };
  const { calls } = found.data;
  const call = calls.find(({ status }) => status !== 'ended') ?? calls[0];
  if (!call) return { kind: 'absent' };
  return call.status === 'ended'
    ? { kind: 'ended', providerCallId: call.call_id, end: endOf(call) }
    : { kind: 'live', providerCallId: call.call_id };
}

function readEvent(rawBody: Buffer): ProviderEvent {
  const event = eventSchema.parse(JSON.parse(rawBody.toString('utf8')));
  const head = { reference: event.reference, providerCallId: event.call_id };
  const eventId = event.event_id;
  switch (event.type) {
    case 'call.ringing':
      return { ...head, type: 'ringing' };
    case 'call.answered':
      return { ...head, type: 'answered' };
    case 'call.machine_detected':
      return { ...head, type: 'machine_detected' };
    case 'call.ended':
      return { ...head, type: 'ended', end: endOf(event) };
    case 'call.transcript': {
      const { at_s: atS, ...transcript } = event.transcript;
      return { ...head, eventId, type: 'transcript', transcript: { ...transcript, atS } };
    }
    case 'call.intent':
      return { ...head, eventId, type: 'intent', intent: event.intent };
    case 'call.entity':
      return { ...head, eventId, type: 'entity', entity: event.entity };
  }
}

function readInboundCall(rawBody: Buffer): InboundCall {
  const { call_id: providerCallId, from, to } = inboundSchema.parse(JSON.parse(rawBody.toString('utf8')));
  return { providerCallId, from, to };
}

function answerInbound(answer: InboundAnswer | null): WebhookAnswer {
  const body = answer && {
    reference: answer.reference,
    agent_reference: answer.agentReference,
    welcome_message: answer.welcomeMessage,
    prompt: answer.prompt,
    variables: answer.variables,
    events_url: answer.eventsUrl,
  };
  const text = JSON.stringify(body ? { accept: true, ...body } : { accept: false });
  return { status: 200, contentType: 'application/json', body: text };
}

function endOf(call: z.output<z.ZodObject<typeof endFields>>): CallEnd {
  const { disposition, raw_code: rawCode, duration_s: durationS, outcome } = call;
  return { disposition, rawCode, durationS, outcome };
}

function isSigned(rawBody: Buffer, header: string | undefined, secret: string): boolean {
  const { at, digest } = SIGNATURE.exec(header ?? '')?.groups ?? {};
  if (at === undefined || digest === undefined) return false;
  return holdsInTime({ at: Number(at), digest, covers: [`${at}.`, rawBody] }, secret);
}
