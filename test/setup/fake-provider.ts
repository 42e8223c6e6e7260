import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../../infra/clock';
import type {
  CallEnd,
  CallLookup,
  CallRequest,
  CallToFind,
  CredentialCheck,
  PlaceAnswer,
  TelephonyProvider,
} from '../../infra/telephony/provider';
import type { ProviderEvents } from '../../services/wiring/provider-events';
import { onlyProviders } from '../../services/wiring/providers';
import { Telephony } from '../../services/wiring/telephony';

/** How a call is to go: it ends so, or it stays live until the test ends it. */
export type CallScript = Partial<CallEnd> | 'stays_live';

/** A call that the provider was asked for. */
export interface AskedCall {
  readonly request: CallRequest;
  readonly id: string;
  /** Calls in flight when it was asked for, itself included. */
  readonly concurrent: number;
  /** When it was asked for, by the world's clock, in epoch milliseconds. */
  readonly at: number;
  end: CallEnd | null;
}

/** Where the fake's events come from: the installation, as those of the simulator do. */
export const SIMULATOR = { provider: 'simulator', accountId: null };

/** The end of a call that was answered; give what differs. */
export function callEnd(end: Partial<CallEnd> = {}): CallEnd {
  return { disposition: 'completed', rawCode: 'test', durationS: 1, outcome: {}, ...end };
}

/** The fake as the one provider of all accounts. */
export function telephonyOf(provider: TelephonyProvider, maxCallMs = 60_000): Telephony {
  const eventsBase = 'http://127.0.0.1';
  return new Telephony({ providers: onlyProviders(provider), eventsBase, maxCallMs, otherCallIds: async () => [] });
}

/** A call that the provider may know by our reference only. */
export function callToFind(reference: string): CallToFind {
  return { reference, providerCallId: null, from: '', to: '', askedAt: Date.now(), otherCallIds: [] };
}

/** A provider inside the test: everything on our side of it is real. Counts what it is asked for. */
export class FakeProvider implements TelephonyProvider {
  readonly name = 'simulator';
  readonly handleMachine = null;
  readonly inbound = null;
  readonly calls: AskedCall[] = [];
  /** What the next calls do, by the called number's calls so far. */
  script: (request: CallRequest, callsToNumber: number) => CallScript = () => ({});
  /** Answers in place of the provider's own, for refusals and ambiguous answers. */
  answer: ((request: CallRequest) => PlaceAnswer | null) | null = null;
  events: Pick<ProviderEvents, 'ingest'> | null = null;
  live = 0;
  mostLive = 0;

  constructor(private readonly clock: Clock = systemClock) {}

  async placeCall(request: CallRequest): Promise<PlaceAnswer> {
    const answer = this.answer?.(request) ?? null;
    if (answer?.kind === 'refused') return answer;
    const at = await this.clock();
    const callsToNumber = this.callsTo(request.to).length;
    this.live += 1;
    this.mostLive = Math.max(this.mostLive, this.live);
    const call: AskedCall = { request, id: randomUUID(), concurrent: this.live, at, end: null };
    this.calls.push(call);
    const script = this.script(request, callsToNumber);
    // Ends while it is asked for: under skipped time nothing else holds the clock.
    if (script !== 'stays_live') await this.end(call, callEnd(script));
    return answer ?? { kind: 'accepted', providerCallId: call.id };
  }

  async end(call: AskedCall, end: CallEnd): Promise<void> {
    if (call.end === null) this.live -= 1;
    call.end = end;
    const { reference } = call.request;
    const event = { type: 'ended', reference, providerCallId: call.id, end } as const;
    await this.events?.ingest(event, SIMULATOR);
  }

  callsTo(number: string): AskedCall[] {
    return this.calls.filter((call) => call.request.to === number);
  }

  lookUpCall({ reference }: Pick<CallToFind, 'reference'>): Promise<CallLookup> {
    const call = this.calls.find((asked) => asked.request.reference === reference);
    if (!call) return Promise.resolve({ kind: 'absent' });
    if (!call.end) return Promise.resolve({ kind: 'live', providerCallId: call.id });
    return Promise.resolve({ kind: 'ended', providerCallId: call.id, end: call.end });
  }

  endCall(): Promise<void> {
    return Promise.resolve();
  }

  readEvents(): null {
    return null;
  }

  checkCredentials(): Promise<CredentialCheck> {
    return Promise.resolve({ kind: 'accepted' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
