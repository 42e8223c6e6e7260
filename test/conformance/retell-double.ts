import { createHmac, randomBytes } from 'node:crypto';
import type Retell from 'retell-sdk';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { retellAdapter } from '../../infra/telephony/retell/retell-provider';
import { AGENT_ID, ENDINGS, isLive, phoneCall, turns, type PhoneCall } from './retell-resources';
import { startRecordingServer, type RecordingServer, type Reply } from './recording-server';
import { SchemaLedger, type VendorType } from './schema-ledger';
import type { Course, DoubleCall, DoubleRequest, PlaceFault, ProviderUnderTest, VendorDouble } from './vendor-double';

type CreateParams = Retell.CallCreatePhoneCallParams;

export const RETELL_KEY = 'key_9f1c2e7ab04d5566778899aabbcc';
const EVENTS_URL = 'https://everdial.example.com/providers/retell/7/events';
const HOUR_MS = 3_600_000;

/** Lists go without what can be long. */
const NOT_LISTED = ['transcript', 'transcript_object', 'transcript_with_tool_calls'];

const callType = (typeName: string, file = 'call.d.ts'): VendorType => ({
  packageName: 'retell-sdk',
  file: `resources/${file}`,
  typeName,
});

/** A small Retell: calls, look-ups, webhooks. */
class RetellDouble implements VendorDouble {
  readonly calls: DoubleCall[] = [];
  fault: PlaceFault = 'none';
  lookUpFault: 'none' | 'error' = 'none';
  private readonly ledger = new SchemaLedger();
  private server!: RecordingServer;

  static async start(): Promise<RetellDouble> {
    const double = new RetellDouble();
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
    const ending = ENDINGS[course](call.createdAt);
    const before = phoneCall(call);
    call.course = course;
    const { call_analysis, ...ended } = phoneCall(call);
    const last = [
      this.webhook('call_ended', ended),
      this.webhook('call_analyzed', { ...ended, ...(call_analysis && { call_analysis }) }),
    ];
    if (ending.status === 'not_connected') return last;
    const ongoing: PhoneCall = { ...before, call_status: 'ongoing', start_timestamp: call.createdAt + 4_000 };
    return [
      this.webhook('call_started', ongoing),
      this.webhook('transcript_updated', { ...ongoing, transcript_with_tool_calls: turns() }),
      ...last,
    ];
  }

  forged(webhook: ReceivedWebhook): ReceivedWebhook {
    return signed(webhook.rawBody.toString('utf8'), 'key_of_somebody_else', Date.now());
  }

  stale(webhook: ReceivedWebhook): ReceivedWebhook {
    return signed(webhook.rawBody.toString('utf8'), RETELL_KEY, Date.now() - HOUR_MS);
  }

  unreadable(): ReceivedWebhook {
    return signed('{"event":"call_analyzed","call":{}}', RETELL_KEY, Date.now());
  }

  inboundWebhook(from: string, to: string): ReceivedWebhook {
    const call_inbound = { agent_id: AGENT_ID, agent_version: 1, from_number: from, to_number: to };
    const body = { event: 'call_inbound', event_timestamp: Date.now(), call_inbound };
    return signed(JSON.stringify(body), RETELL_KEY, Date.now());
  }

  schemaFaults(): Promise<string[]> {
    return this.ledger.faults();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private webhook(event: string, call: PhoneCall): ReceivedWebhook {
    this.ledger.note(`webhook ${event}`, callType('PhoneCallResponse'), call);
    return signed(JSON.stringify({ event, call }), RETELL_KEY, Date.now());
  }

  private reply(request: DoubleRequest): Reply {
    const route = `${request.method} ${request.path.replace(/\/call_[^/]*$/, '/:id')}`;
    if (request.headers['authorization'] !== `Bearer ${RETELL_KEY}`) return error(401, 'Invalid API Key');
    switch (route) {
      case 'POST /v2/create-phone-call':
        return this.create(request);
      case 'POST /v3/list-calls':
        return this.lookUpFault === 'error' ? error(500, 'Internal error') : this.list(request);
      case 'GET /v2/get-call/:id':
        return this.lookUpFault === 'error' ? error(500, 'Internal error') : this.get(this.callOf(request));
      case 'POST /v2/stop-call/:id':
        return this.stop(this.callOf(request));
      case 'GET /get-concurrency':
        return this.concurrency();
      default:
        return error(404, 'Not Found');
    }
  }

  private create(request: DoubleRequest): Reply {
    const params = JSON.parse(request.body) as CreateParams;
    this.ledger.note('create-phone-call', callType('CallCreatePhoneCallParams'), params);
    switch (this.fault) {
      case 'invalid_number':
        return error(400, 'to_number is not a valid E.164 number');
      case 'no_capacity':
        return error(429, 'Concurrency limit reached, please try again later');
      case 'rate_limited':
        return {
          ...error(429, 'Account rate limited, please throttle your requests.'),
          headers: { 'retry-after': '7' },
        };
      case 'auth_refused':
        return error(401, 'Invalid API Key');
      case 'bad_request':
        return error(422, 'Cannot find requested asset under given api key.');
      case 'error_without_call':
        return error(500, 'An unexpected server error occurred.');
      default:
        return this.accept(request, params);
    }
  }

  private accept(request: DoubleRequest, params: CreateParams): Reply {
    const call: DoubleCall = {
      id: `call_${randomBytes(14).toString('hex')}`,
      from: params.from_number,
      to: params.to_number,
      reference: (params.metadata as { reference?: string } | undefined)?.reference ?? null,
      createdAt: Date.now(),
      request,
      course: null,
      hungUp: false,
    };
    this.calls.push(call);
    if (this.fault === 'error_after_accepting') return error(500, 'An unexpected server error occurred.');
    if (this.fault === 'silence_after_accepting') return 'silence';
    if (this.fault === 'reset_after_accepting') return 'reset';
    return this.ok(201, callType('PhoneCallResponse'), phoneCall(call));
  }

  private list({ body }: DoubleRequest): Reply {
    const params = JSON.parse(body) as Retell.CallListParams;
    this.ledger.note('list-calls', callType('CallListParams'), withoutFilterKeys(params));
    const wanted = (params.filter_criteria?.metadata ?? []).map((filter) => 'value' in filter && filter.value);
    const found = this.calls.filter(({ reference }) => wanted.every((value) => value === reference));
    const page = found.reverse().slice(0, params.limit ?? 50);
    const items = page.map((call) =>
      Object.fromEntries(Object.entries(phoneCall(call)).filter(([name]) => !NOT_LISTED.includes(name))),
    );
    return this.ok(200, callType('CallListResponse'), { items, has_more: found.length > page.length });
  }

  private get(call: DoubleCall | undefined): Reply {
    return call ? this.ok(200, callType('PhoneCallResponse'), phoneCall(call)) : error(404, 'Not Found');
  }

  private stop(call: DoubleCall | undefined): Reply {
    if (!call) return error(404, 'Not Found');
    if (!isLive(call)) return error(422, 'The call is not ongoing.');
    call.hungUp = true;
    return { status: 204 };
  }

  private concurrency(): Reply {
    const current_concurrency = this.calls.filter(isLive).length;
    const type = callType('ConcurrencyRetrieveResponse', 'concurrency.d.ts');
    return this.ok(200, type, { current_concurrency, concurrency_limit: 20, base_concurrency: 20 });
  }

  private callOf({ path }: DoubleRequest): DoubleCall | undefined {
    return this.calls.find(({ id }) => path.endsWith(`/${id}`));
  }

  private ok(status: number, type: VendorType, body: object): Reply {
    this.ledger.note(`answer ${type.typeName}`, type, body);
    return { status, body };
  }
}

/** The package declares a filter in two parts, which only TypeScript puts together: the schema of it has no `key`. */
function withoutFilterKeys(params: Retell.CallListParams): object {
  const filters = (params.filter_criteria?.metadata ?? []).map(({ key, ...filter }) => {
    if (key !== 'reference') throw new Error(`A filter of metadata has the key ${String(key)}.`);
    return filter;
  });
  return { ...params, filter_criteria: { ...params.filter_criteria, metadata: filters } };
}

function signed(body: string, key: string, at: number): ReceivedWebhook {
  const digest = createHmac('sha256', key).update(`${body}${at}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-retell-signature': `v=${at},d=${digest}` };
  return { url: EVENTS_URL, rawBody: Buffer.from(body), headers };
}

function error(status: number, message: string) {
  return { status, body: { status: 'error', message } };
}

export const retellUnderTest: ProviderUnderTest<
  { api_key: string; webhook_key?: string | undefined },
  Record<string, never>
> = {
  adapter: retellAdapter,
  account: () => ({ credentials: { api_key: RETELL_KEY }, settings: {} }),
  agentReference: AGENT_ID,
  startDouble: () => RetellDouble.start(),
  eventsUrl: EVENTS_URL,
  rawCodes: {
    completed: 'agent_hangup',
    busy: 'dial_busy',
    no_answer: 'dial_no_answer',
    declined: 'user_declined',
    voicemail: 'voicemail_reached',
    failed: 'dial_failed',
    callback: 'user_hangup',
    do_not_call: 'user_hangup',
  },
};
