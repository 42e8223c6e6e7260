import type { AttemptToPlace, ProviderAnswer, ProviderKnowledge, ReadyCall } from '../../activities/call-dependencies';
import type { ClaimedCall } from '../../infra/db/attempts/claim/write-attempt';
import type { CallEnd, TelephonyProvider } from '../../infra/telephony/provider';
import type { Logger } from '../../infra/observability/logger';
import type { Providers } from './providers';

/** Where a provider posts its events: those of the simulator are the installation's, all others an account's. */
export function eventsUrl(base: string, provider: string, accountId: number | null): string {
  const account = provider === 'simulator' || accountId === null ? '' : `/${accountId}`;
  return `${base.replace(/\/+$/, '')}/providers/${provider}${account}/events`;
}

export interface TelephonyOptions {
  readonly providers: Providers;
  /** The API's base as providers reach it. */
  readonly eventsBase: string;
  /** Longest call, ring included, milliseconds. */
  readonly maxCallMs: number;
  /** The provider's ids of our other calls between the numbers of an attempt, around its time. */
  readonly otherCallIds: (attemptId: number) => Promise<readonly string[]>;
  /** Hears of calls that could not be ended; nobody does unless given. */
  readonly logger?: Pick<Logger, 'warn'>;
}

const ended = (disposition: CallEnd['disposition'], rawCode: string): CallEnd => ({
  disposition,
  rawCode,
  durationS: null,
  outcome: {},
});

/** The providers, as placing calls sees them. */
export class Telephony {
  readonly neverTaken = ended('no_capacity', 'never_taken');
  readonly untold = ended('unknown', 'no_report');
  readonly stillLive = ended('unknown', 'still_live');

  constructor(private readonly options: TelephonyOptions) {}

  /** Connects to the account: between this and its request nothing is waited for any more. */
  async ready(attempt: AttemptToPlace): Promise<ReadyCall<ClaimedCall, CallEnd>> {
    const provider = await this.options.providers.ofAccount(attempt.provider, attempt.accountId);
    return { place: (call) => this.place(provider, attempt, call) };
  }

  async lookUp(attempt: AttemptToPlace): Promise<ProviderKnowledge<CallEnd>> {
    const provider = await this.options.providers.ofAccount(attempt.provider, attempt.accountId);
    if (!provider) return { kind: 'unknown' };
    const { reference, providerCallId, from, to, createdAt: askedAt } = attempt;
    const otherCallIds = await this.options.otherCallIds(attempt.id);
    return provider.lookUpCall({ reference, providerCallId, from, to, askedAt, otherCallIds });
  }
  /** Hangs up a call that lasts too long. Should that fail, it is tried again when the call is asked about again. */
  async endLongCall({ id, provider: name, accountId }: AttemptToPlace, providerCallId: string): Promise<void> {
    const { providers, logger } = this.options;
    try {
      const provider = await providers.ofAccount(name, accountId);
      await provider?.endCall(providerCallId);
      logger?.warn({ attemptId: id }, 'a call that lasted longer than the longest one allowed was ended');
    } catch (err) {
      logger?.warn({ attemptId: id, err }, 'a call that lasts longer than the longest one allowed could not be ended');
    }
  }

  private async place(
    provider: TelephonyProvider | null,
    attempt: AttemptToPlace,
    call: ClaimedCall,
  ): Promise<ProviderAnswer<CallEnd>> {
    const { eventsBase, maxCallMs } = this.options;
    if (!provider) return { kind: 'refused', end: ended('no_capacity', 'provider_not_configured'), retryAfterS: null };
    const answer = await provider.placeCall({
      reference: attempt.reference,
      from: call.attempt.from_number,
      fromReference: call.numberReference,
      to: call.attempt.to_number,
      agentReference: call.agent.reference,
      welcomeMessage: call.agent.welcomeMessage,
      prompt: call.agent.prompt,
      variables: call.variables,
      timezone: call.timezone,
      machine: call.machine,
      maxDurationS: Math.floor(maxCallMs / 1_000),
      eventsUrl: eventsUrl(eventsBase, attempt.provider, attempt.accountId),
    });
    if (answer.kind !== 'refused') return answer;
    const { disposition, rawCode, retryAfterS = null } = answer;
    return { kind: 'refused', end: ended(disposition, rawCode), retryAfterS };
  }
}
