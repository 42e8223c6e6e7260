import { randomBytes } from 'node:crypto';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { DEFAULT_SCRIPT, scriptOf, type Script } from '../../infra/telephony/simulator/scripts';
import type { TwilioCredentials } from '../../infra/telephony/twilio/twilio-api';
import { twilioAdapter } from '../../infra/telephony/twilio/twilio-provider';
import { startRecordingServer, type RecordingServer, type Reply } from './recording-server';
import { hangUpStep, inboundQuestion, signed, stepsOf, type Step } from './twilio-callbacks';
import { isAuthorized, refusalOf, refused, TWILIO_CREDENTIALS, type Answer, type Refusal } from './twilio-replies';
import {
  ACCOUNT_PATH,
  ACCOUNT_SID,
  accountResource,
  answerFaults,
  callResource,
  formFaults,
  numberResource,
  pageOf,
  readForm,
  type TwilioState,
  type TwilioType,
} from './twilio-resources';
import type { Course, DoubleCall, DoubleRequest, PlaceFault, ProviderUnderTest, VendorDouble } from './vendor-double';

const EVENTS_URL = 'https://calls.example.com/providers/twilio/1/events';
/** Between two things that happen in a call which the double plays by itself, milliseconds. */
const STEP_MS = 60;

const FAULT_OF_SCRIPT = {
  accept: 'none',
  reset: 'reset_after_accepting',
  error_500: 'error_after_accepting',
  refuse: 'invalid_number',
} as const satisfies Record<Script['answer'], PlaceFault>;

/** What stands where Twilio is. */
export class TwilioDouble implements VendorDouble {
  readonly calls: DoubleCall[] = [];
  fault: PlaceFault = 'none';
  lookUpFault: VendorDouble['lookUpFault'] = 'none';
  /** What requests for calls are refused with, whatever `fault` says. */
  refusal: Refusal | null = null;
  accountStatus: 'active' | 'suspended' | 'closed' = 'active';
  /** The numbers of the account. */
  numbers: Array<{ readonly sid: string; readonly phoneNumber: string; readonly voice: boolean }> = [];
  /** Twilio gives at most so many on one page. */
  mostOnPage = 1_000;
  /** Waited for between the call and the answer; whoever asked may be gone by then. */
  beforeAnswer: ((call: DoubleCall) => Promise<void>) | null = null;
  private readonly states = new Map<string, TwilioState>();
  private readonly checks: Array<Promise<string[]>> = [];
  private readonly playing = new Set<Promise<void>>();
  private server!: RecordingServer;
  private isClosed = false;

  private constructor(private readonly plays: boolean) {}

  /** @param plays makes each call go by itself, as the last four digits of its number say, and posts its webhooks. */
  static async start({ plays = false }: { readonly plays?: boolean } = {}): Promise<TwilioDouble> {
    const double = new TwilioDouble(plays);
    double.server = await startRecordingServer((request) => double.reply(request));
    return double;
  }

  get url(): string {
    return this.server.url;
  }

  get requests(): readonly DoubleRequest[] {
    return this.server.requests;
  }

  stateOf(call: DoubleCall): TwilioState {
    return this.states.get(call.id)!;
  }

  webhooks(call: DoubleCall, course: Course): readonly ReceivedWebhook[] {
    const steps = stepsOf(call, course);
    call.course = course;
    this.states.set(call.id, (steps[steps.length - 1] as Step).state);
    return steps.flatMap(({ webhook }) => webhook ?? []);
  }

  forged({ url, rawBody }: ReceivedWebhook): ReceivedWebhook {
    return signed(url, Object.fromEntries(new URLSearchParams(rawBody.toString())), 'the-auth-token-of-somebody-else');
  }

  stale(): null {
    return null;
  }

  unreadable(): ReceivedWebhook {
    return signed(`${EVENTS_URL}?reference=none`, { AccountSid: ACCOUNT_SID, CallStatus: 'completed' });
  }

  inboundWebhook(from: string, to: string): ReceivedWebhook {
    return inboundQuestion(EVENTS_URL.replace('events', 'inbound'), newSid(), from, to);
  }

  async schemaFaults(): Promise<readonly string[]> {
    return (await Promise.all(this.checks)).flat();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([this.server.close(), ...this.playing]);
  }

  private reply(asked: DoubleRequest): Reply | Promise<Reply> {
    const { pathname } = new URL(asked.path, 'http://twilio');
    const isAccount = pathname === `${ACCOUNT_PATH}.json`;
    if (!isAuthorized(asked, isAccount)) return refused([401, 20003]);
    if (isAccount) return this.shown('account', accountResource(this.accountStatus));
    const [, name, sid] =
      /^\/(Calls|IncomingPhoneNumbers)(?:\/(\w+))?\.json$/.exec(pathname.slice(ACCOUNT_PATH.length)) ?? [];
    if (name === undefined || !pathname.startsWith(ACCOUNT_PATH)) return refused([404, 20404]);
    if (name === 'IncomingPhoneNumbers')
      return sid === undefined ? this.listNumbers(asked) : this.changeNumber(asked, sid);
    if (asked.method === 'POST') return sid === undefined ? this.create(asked) : this.change(asked, sid);
    if (this.lookUpFault === 'error') return refused([500, 20500]);
    if (sid === undefined) return this.list(asked);
    const call = this.calls.find(({ id }) => id === sid);
    return call ? this.shown('call', callResource(call, this.stateOf(call))) : refused([404, 20404]);
  }

  private async create(asked: DoubleRequest): Promise<Reply> {
    const form = readForm(asked.body);
    this.checks.push(formFaults('createCall', form));
    const { answer } = (this.plays ? scriptOf(String(form['To'])) : null) ?? DEFAULT_SCRIPT;
    const fault = this.fault === 'none' ? FAULT_OF_SCRIPT[answer] : this.fault;
    const refusal = this.refusal ? refused(this.refusal) : refusalOf(fault);
    if (refusal) return refusal;
    const call: DoubleCall = {
      id: newSid(),
      from: String(form['From']),
      to: String(form['To']),
      reference: new URL(String(form['StatusCallback'])).searchParams.get('reference'),
      createdAt: Date.now(),
      request: asked,
      course: null,
      hungUp: false,
    };
    this.calls.push(call);
    this.states.set(call.id, { status: 'queued', answeredBy: null, durationS: null });
    if (this.plays) this.play(call);
    await this.beforeAnswer?.(call);
    if (fault === 'silence_after_accepting') return 'silence';
    if (fault === 'reset_after_accepting') return 'reset';
    if (fault === 'error_after_accepting') return refused([500, 20500]);
    return { ...this.shown('call', callResource(call, this.stateOf(call))), status: 201 };
  }

  private list({ path }: DoubleRequest): Answer {
    const query = new URL(path, 'http://twilio').searchParams;
    this.checks.push(formFaults('listCalls', readForm(query.toString())));
    const found = this.calls
      .filter((call) => (query.get('To') ?? call.to) === call.to && (query.get('From') ?? call.from) === call.from)
      .reverse()
      .slice(0, Number(query.get('PageSize') ?? 50))
      .map((call) => callResource(call, this.stateOf(call)));
    return this.shown('calls', pageOf('calls', found, path));
  }

  private change(asked: DoubleRequest, sid: string): Answer {
    const form = readForm(asked.body);
    this.checks.push(formFaults('updateCall', form));
    const call = this.calls.find(({ id }) => id === sid);
    if (!call) return refused([404, 20404]);
    const hasEnded = !['queued', 'ringing', 'in-progress'].includes(this.stateOf(call).status);
    if (hasEnded) return refused([400, 21220]);
    if (form['Status'] === 'completed') {
      call.hungUp = true;
      this.states.set(sid, hangUpStep(call).state);
    }
    return this.shown('call', callResource(call, this.stateOf(call)));
  }

  private listNumbers({ path }: DoubleRequest): Answer {
    const query = new URL(path, 'http://twilio').searchParams;
    const { PageToken: _token, Page: _page, ...form } = readForm(query.toString());
    this.checks.push(formFaults('listNumbers', form));
    const size = Math.min(this.mostOnPage, Number(query.get('PageSize') ?? 50));
    const page = Number(query.get('Page') ?? 0);
    const numbers = this.numbers.slice(page * size, (page + 1) * size);
    const next = (page + 1) * size < this.numbers.length;
    const nextPath = `${ACCOUNT_PATH}/IncomingPhoneNumbers.json?PageSize=${size}&Page=${page + 1}&PageToken=PA${page}`;
    const shown = numbers.map(({ sid, phoneNumber, voice }) => numberResource(sid, phoneNumber, voice));
    return this.shown('numbers', pageOf('incoming_phone_numbers', shown, path, next ? nextPath : null));
  }

  private changeNumber(asked: DoubleRequest, sid: string): Answer {
    this.checks.push(formFaults('updateNumber', readForm(asked.body)));
    const number = this.numbers.find((each) => each.sid === sid);
    if (!number) return refused([404, 20404]);
    return this.shown('number', numberResource(sid, number.phoneNumber, number.voice));
  }

  private shown(type: TwilioType, body: Record<string, unknown>): Answer {
    this.checks.push(answerFaults(type, body));
    return { status: 200, body };
  }

  private play(call: DoubleCall): void {
    const playing = this.playSteps(call).finally(() => this.playing.delete(playing));
    this.playing.add(playing);
  }

  private async playSteps(call: DoubleCall): Promise<void> {
    const script = scriptOf(call.to) ?? DEFAULT_SCRIPT;
    const isFirst = this.calls.find(({ to, from }) => to === call.to && from === call.from) === call;
    const course = isFirst ? (script.firstEnding ?? script.ending) : script.ending;
    for (const step of stepsOf(call, course)) {
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      if (this.isClosed) return;
      const { state, webhook } = call.hungUp ? hangUpStep(call) : step;
      this.states.set(call.id, state);
      if (webhook && script.reports !== 'never') {
        for (const _ of script.reports === 'twice' ? [1, 2] : [1]) await post(webhook);
      }
      if (call.hungUp) break;
    }
    call.course = course;
  }
}

/** Twilio gives up at once: what is not taken then is lost. */
async function post({ url, headers, rawBody }: ReceivedWebhook): Promise<void> {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const body = new Uint8Array(rawBody);
  await fetch(url, { method: 'POST', headers: given, body, signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.arrayBuffer(),
    () => undefined,
  );
}

function newSid(): string {
  return `CA${randomBytes(16).toString('hex')}`;
}

export const twilioUnderTest: ProviderUnderTest<TwilioCredentials, Record<string, never>> = {
  adapter: twilioAdapter,
  account: () => ({ credentials: TWILIO_CREDENTIALS, settings: {} }),
  agentReference: '<Response><Say>Hello {{ name }}</Say></Response>',
  startDouble: () => TwilioDouble.start(),
  eventsUrl: EVENTS_URL,
  rawCodes: {
    completed: 'completed',
    busy: 'busy',
    no_answer: 'no-answer',
    declined: 'busy_603',
    voicemail: 'machine_start',
    failed: 'failed',
  },
  // SIP codes stand in events only.
  lookUpEnds: { declined: { disposition: 'busy', rawCode: 'busy' } },
};
