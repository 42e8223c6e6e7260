import type { AttemptToPlace, ProviderAnswer, ProviderKnowledge } from '../../activities/call-activities';
import type { ClaimedCall } from '../../infra/db/attempts/claim/write-attempt';
import type { CallEnd, TelephonyProvider } from '../../infra/telephony/provider';
import { createSimulatorProvider } from '../../infra/telephony/simulator-provider';

export type Providers = ReadonlyMap<string, TelephonyProvider>;

/** Every provider that this installation is configured for, by name. */
export function configureProviders(env: {
  readonly SIMULATOR_URL?: string | undefined;
  readonly SIMULATOR_SECRET?: string | undefined;
}): Providers {
  const providers = new Map<string, TelephonyProvider>();
  if (env.SIMULATOR_URL && env.SIMULATOR_SECRET) {
    const simulator = createSimulatorProvider({ baseUrl: env.SIMULATOR_URL, secret: env.SIMULATOR_SECRET });
    providers.set(simulator.name, simulator);
  }
  return providers;
}

/** Where a provider posts its events. */
export function eventsUrl(base: string, provider: string): string {
  return new URL(`/providers/${provider}/events`, base).href;
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

  constructor(
    private readonly providers: Providers,
    private readonly eventsBase: string,
  ) {}

  async place(attempt: AttemptToPlace, call: ClaimedCall): Promise<ProviderAnswer<CallEnd>> {
    const provider = this.providers.get(attempt.provider);
    if (!provider) return { kind: 'refused', end: ended('no_capacity', 'provider_not_configured') };
    const answer = await provider.placeCall({
      reference: attempt.reference,
      from: call.attempt.from_number,
      to: call.attempt.to_number,
      agentReference: call.agent.reference,
      welcomeMessage: call.agent.welcomeMessage,
      prompt: call.agent.prompt,
      variables: call.variables,
      timezone: call.timezone,
      eventsUrl: eventsUrl(this.eventsBase, attempt.provider),
    });
    return answer.kind === 'refused' ? { kind: 'refused', end: ended(answer.disposition, answer.rawCode) } : answer;
  }

  async lookUp(attempt: Pick<AttemptToPlace, 'provider' | 'reference'>): Promise<ProviderKnowledge<CallEnd>> {
    const provider = this.providers.get(attempt.provider);
    return provider ? provider.lookUpCall(attempt.reference) : { kind: 'unknown' };
  }
}
