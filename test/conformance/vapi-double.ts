import { randomUUID } from 'node:crypto';
import type { Vapi } from '@vapi-ai/server-sdk';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { ENDINGS, isLive, ORG_ID, RANG_MS, TALKED_MS, TURNS, vapiCall } from './vapi-resources';
import { startRecordingServer, type RecordingServer, type Reply } from './recording-server';
import { SchemaLedger, type VendorType } from './schema-ledger';
import type { Course, DoubleCall, DoubleRequest, PlaceFault, ProviderUnderTest, VendorDouble } from './vendor-double';

export const VAPI_KEY = '0f6c1f0e-7a4b-4f1e-9d1b-2b6a2f3c4d5e';
export const VAPI_SECRET = 'a-secret-that-we-have-chosen';
const ASSISTANT_ID = '4a170597-a0c2-4657-8c32-cb93f080cead';
const EVENTS_URL = 'https://everdial.example.com/providers/vapi/8/events';

const type = (typeName: string, folder = 'types'): VendorType => ({
  packageName: '@vapi-ai/server-sdk',
  file: `dist/cjs/api/${folder}/${typeName}.d.ts`,
  typeName,
});
const CREATE_CALL = type('CreateCallDto', 'resources/calls/client/requests');

/** A small Vapi: calls, look-ups, control, messages. */
class VapiDouble implements VendorDouble {
  readonly calls: DoubleCall[] = [];
  fault: PlaceFault = 'none';
  lookUpFault: 'none' | 'error' = 'none';
  private readonly ledger = new SchemaLedger();
  private server!: RecordingServer;

  static async start(): Promise<VapiDouble> {
    const double = new VapiDouble();
    double.server = await startRecordingServer((request) => double.reply(request));
    return double;
  }

  get url(): string {
    return this.server.url;
  }

  get requests(): readonly DoubleRequest[] {
    return this.server.requests;
  }

  webhooks(call: DoubleCall, course: Course): ReceivedWebhook[] {
    const { reason, analysis } = ENDINGS[course](call.createdAt);
    const live = this.callAsTold(call);
    call.course = course;
    const over = this.callAsTold(call);
    const timestamp = call.createdAt + RANG_MS + TALKED_MS;
    const ended: Vapi.ServerMessageMessage[] = [
      { type: 'status-update', status: 'ended', endedReason: reason, timestamp, call: { ...live, status: 'ended' } },
      {
        type: 'end-of-call-report',
        endedReason: reason,
        timestamp: timestamp + 8_000,
        startedAt: over.startedAt,
        endedAt: over.endedAt,
        analysis: analysis ?? {},
        artifact: over.artifact ?? {},
        call: { ...live, status: 'ended' },
      },
    ];
    const messages = analysis === null ? ended : [...this.spoken(call, live), ...ended];
    return messages.map((message) => this.webhook(message));
  }

  forged(webhook: ReceivedWebhook): ReceivedWebhook {
    return { ...webhook, headers: { ...webhook.headers, 'x-vapi-secret': 'a-secret-of-somebody-else' } };
  }

  stale(): null {
    return null;
  }

  unreadable(): ReceivedWebhook {
    return posted('{"message":{"type":"end-of-call-report","call":{}}}');
  }

  inboundWebhook(from: string, to: string): ReceivedWebhook {
    const now = new Date().toISOString();
    return this.webhook({
      type: 'assistant-request',
      timestamp: Date.now(),
      phoneNumber: { provider: 'twilio', number: to, twilioAccountSid: 'AC00000000000000000000000000000000' },
      customer: { number: from },
      call: {
        id: randomUUID(),
        orgId: ORG_ID,
        type: 'inboundPhoneCall',
        status: 'ringing',
        createdAt: now,
        updatedAt: now,
        phoneNumberId: randomUUID(),
        customer: { number: from },
      },
    });
  }

  schemaFaults(): Promise<string[]> {
    return this.ledger.faults();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private spoken(call: DoubleCall, live: Vapi.Call): Vapi.ServerMessageMessage[] {
    const answeredAt = call.createdAt + RANG_MS;
    const talking: Vapi.Call = { ...live, status: 'in-progress', startedAt: new Date(answeredAt).toISOString() };
    const turns = TURNS.flatMap(([role, transcript, afterMs]): Vapi.ServerMessageMessage[] => {
      const turn = { type: 'transcript', role, timestamp: answeredAt + afterMs, call: talking } as const;
      return [
        { ...turn, transcriptType: 'partial' as const, transcript: transcript.slice(0, 5) },
        { ...turn, transcriptType: 'final' as const, transcript },
      ];
    });
    return [
      { type: 'status-update', status: 'ringing', timestamp: call.createdAt, call: { ...live, status: 'ringing' } },
      { type: 'status-update', status: 'in-progress', timestamp: answeredAt, call: talking },
      ...turns,
    ];
  }

  private webhook(message: Vapi.ServerMessageMessage): ReceivedWebhook {
    this.ledger.note(`message ${message.type}`, type('ServerMessage'), asPublished({ message }));
    return posted(JSON.stringify({ message }));
  }

  private reply(request: DoubleRequest): Reply {
    const { pathname } = new URL(request.path, this.url);
    const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(pathname)?.[0] ?? '';
    const route = `${request.method} ${id === '' ? pathname : pathname.replace(id, ':id')}`;
    if (route === 'POST /:id/control') return this.control(request, this.callOf(id));
    if (request.headers['authorization'] !== `Bearer ${VAPI_KEY}`) return failure(401, 'Invalid Key.', 'Unauthorized');
    switch (route) {
      case 'POST /call':
        return this.create(request);
      case 'GET /call':
        return this.lookUpFault === 'error' ? failure(500, 'Internal server error') : this.list(request);
      case 'GET /call/:id':
        return this.lookUpFault === 'error' ? failure(500, 'Internal server error') : this.get(this.callOf(id));
      case 'GET /phone-number':
        return { status: 200, body: [] };
      default:
        return failure(404, `Cannot ${route}`, 'Not Found');
    }
  }

  private create(request: DoubleRequest): Reply {
    const params = JSON.parse(request.body) as Vapi.CreateCallDto;
    this.ledger.note('POST /call', CREATE_CALL, asPublished(params));
    switch (this.fault) {
      case 'invalid_number':
        return failure(400, ['customer.number must be a valid phone number in the E.164 format.'], 'Bad Request');
      case 'no_capacity':
        return failure(400, 'Over Concurrency Limit', 'Bad Request');
      case 'rate_limited':
        return { ...failure(429, 'Rate limit exceeded', 'Too Many Requests'), headers: { 'retry-after': '7' } };
      case 'auth_refused':
        return failure(401, 'Invalid Key. Hot tip, you may be using the public key instead of the private key.');
      case 'bad_request':
        return failure(400, ['assistantOverrides.property x should not exist'], 'Bad Request');
      case 'error_without_call':
        return failure(500, 'Internal server error');
      default:
        return this.accept(request, params);
    }
  }

  private accept(request: DoubleRequest, params: Vapi.CreateCallDto): Reply {
    const { reference } = params.assistantOverrides?.metadata ?? {};
    const call: DoubleCall = {
      id: randomUUID(),
      from: NUMBERS.get(params.phoneNumberId ?? '') ?? '',
      to: params.customer?.number ?? '',
      reference: typeof reference === 'string' ? reference : null,
      createdAt: Date.now(),
      request,
      course: null,
      hungUp: false,
    };
    this.calls.push(call);
    if (this.fault === 'error_after_accepting') return failure(500, 'Internal server error');
    if (this.fault === 'silence_after_accepting') return 'silence';
    if (this.fault === 'reset_after_accepting') return 'reset';
    const subscriptionLimits: Vapi.SubscriptionLimits = {
      concurrencyBlocked: false,
      concurrencyLimit: 10,
      remainingConcurrentCalls: 10 - this.calls.filter(isLive).length,
    };
    // The package types the limits with an answer to several calls only; the documents show them here too.
    this.ledger.note('limits', type('SubscriptionLimits'), subscriptionLimits);
    return { status: 201, body: { subscriptionLimits, ...this.callAsTold(call) } };
  }

  private list({ path }: DoubleRequest): Reply {
    const query = new URL(path, this.url).searchParams;
    const isWithin = ({ createdAt }: DoubleCall): boolean =>
      createdAt >= Date.parse(query.get('createdAtGe') ?? '1970-01-01') &&
      createdAt <= Date.parse(query.get('createdAtLe') ?? '9999-01-01');
    const found = this.calls.filter(isWithin).reverse();
    const page = found.slice(0, Number(query.get('limit') ?? 100));
    return { status: 200, body: page.map((call) => this.callAsTold(call)) };
  }

  private get(call: DoubleCall | undefined): Reply {
    return call ? { status: 200, body: this.callAsTold(call) } : failure(404, 'Call not found', 'Not Found');
  }

  private control({ body }: DoubleRequest, call: DoubleCall | undefined): Reply {
    if (!call || !isLive(call)) return failure(404, 'Call not found', 'Not Found');
    if ((JSON.parse(body) as { type?: string }).type !== 'end-call') return failure(400, 'Unknown type', 'Bad Request');
    call.hungUp = true;
    return { status: 200, body: { success: true } };
  }

  private callOf(id: string): DoubleCall | undefined {
    return this.calls.find((call) => call.id === id);
  }

  /** A call as Vapi tells it, as of now. */
  private callAsTold(call: DoubleCall): Vapi.Call {
    const told = vapiCall(call, this.url);
    this.ledger.note('call', type('Call'), asPublished(told));
    return told;
  }
}

/** By the ids that the double knows them by: whichever is asked for, it is ours. */
const NUMBERS = { get: (id: string): string | null => (id === '' ? null : '+14155550100') };

/** The package has an object where the API has a word, `exponential`: a slip of its generator. */
function asPublished(value: object): unknown {
  return JSON.parse(JSON.stringify(value), (key, part: unknown) =>
    key === 'backoffPlan' ? { ...(part as object), type: {} } : part,
  );
}

function posted(body: string): ReceivedWebhook {
  const headers = { 'content-type': 'application/json', 'x-vapi-secret': VAPI_SECRET };
  return { url: EVENTS_URL, rawBody: Buffer.from(body), headers };
}

function failure(statusCode: number, message: string | string[], error?: string) {
  return { status: statusCode, body: { message, ...(error !== undefined && { error }), statusCode } };
}

export const vapiUnderTest: ProviderUnderTest<{ api_key: string; webhook_secret: string }, Record<string, never>> = {
  adapter: vapiAdapter,
  account: () => ({ credentials: { api_key: VAPI_KEY, webhook_secret: VAPI_SECRET }, settings: {} }),
  agentReference: ASSISTANT_ID,
  startDouble: () => VapiDouble.start(),
  eventsUrl: EVENTS_URL,
  rawCodes: {
    completed: 'assistant-ended-call',
    busy: 'customer-busy',
    no_answer: 'customer-did-not-answer',
    declined: 'vonage-rejected',
    voicemail: 'voicemail',
    failed: 'twilio-failed-to-connect-call',
    callback: 'customer-ended-call',
    do_not_call: 'customer-ended-call',
  },
  signsBodies: false,
};
