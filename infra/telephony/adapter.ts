import type { z } from 'zod';
import type { WebhookSender } from '../webhook-http/http-sender';
import type { TelephonyProvider } from './provider';

/** What the world gives every adapter. */
export interface AdapterWorld {
  /** Where the provider's API is, instead of the vendor's own address: for a mock of it. */
  readonly baseUrl?: string;
  /** Reaches what customers choose; adapters of vendors do without it. */
  readonly sender: WebhookSender;
  /** Bounds each request as a whole, milliseconds; 8,000 by default. */
  readonly timeoutMs?: number;
}

/** What a provider offers, as its matrix in the documents tells. */
export interface ProviderFeatures {
  /** How a call is found whose request was not answered clearly. */
  readonly lookUp: 'by_reference' | 'by_numbers' | 'none';
  readonly endsCalls: boolean;
  readonly detectsMachines: 'by_request' | 'by_agent' | 'no';
  /** Speaks a message to a machine. */
  readonly leavesMessages: boolean;
  readonly inbound: boolean;
  /** Reports what was said. */
  readonly transcripts: boolean;
  /** What guards its events against being sent again later by somebody else. */
  readonly replayProtection: 'timestamp' | 'idempotence';
}

/** One kind of provider. `Credentials` are secret as a whole, `Settings` are not. */
export interface ProviderAdapter<Credentials = unknown, Settings = unknown> {
  /** As it is called in the API and in URLs. */
  readonly name: string;
  readonly title: string;
  readonly credentials: z.ZodType<Credentials>;
  readonly settings: z.ZodType<Settings>;
  readonly features: ProviderFeatures;
  /** Limits of an account that says nothing. */
  readonly defaults: { readonly concurrencyLimit: number | null; readonly callsPerSecond: number | null };
  /** By which two sets of credentials are known to be of one account: no secret, and none can be found from it. */
  identityOf(credentials: Credentials, settings: Settings): string;
  /** The identity is made of what may change while the account stays the same, such as a key or an address. */
  readonly identityMayChange?: true;
  /** The faults of an agent's reference, for people; none when it can be used. */
  agentFaults(agentReference: string | null): readonly string[];
  /** The same for the provider's own id of a number; absent where numbers go by themselves. */
  numberFaults?(numberReference: string | null): readonly string[];
  /** The origins that an account's requests go to; absent where customers choose none. */
  destinationsOf?(settings: Settings): readonly string[];
  connect(
    account: { readonly credentials: Credentials; readonly settings: Settings },
    world: AdapterWorld,
  ): TelephonyProvider;
}
