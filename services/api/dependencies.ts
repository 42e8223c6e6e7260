import type { Registry } from 'prom-client';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';
import type { AdapterWorld, ProviderAdapter } from '../../infra/telephony/adapter';
import type { AddressFilter } from '../../infra/webhook-http/address-filter';
import type { WebhookSender } from '../../infra/webhook-http/http-sender';
import type { Providers } from '../wiring/providers';
import type { CheckGate } from './accounts/check-gate';
import type { CampaignMessenger, ProviderEventSink } from './campaign-port';
import type { RequestNotes } from './contacts/request-notes';
import type { TemporalLinks } from './temporal-links';

/** A server that the API needs, asked by `/readyz`. Rejects, or answers too late, when it is not ready. */
export type ReadinessCheck = () => Promise<void>;

/** All that the API needs from outside. */
export interface ApiDependencies {
  readonly db: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly campaigns: CampaignMessenger;
  readonly providers: Providers;
  /** Every kind of provider that accounts may be of, by its name. */
  readonly adapters: ReadonlyMap<string, ProviderAdapter>;
  /** What they may use. */
  readonly adapterWorld: (adapter: ProviderAdapter) => AdapterWorld;
  readonly providerEvents: ProviderEventSink;
  /** Judges the URLs that customers want called. */
  readonly addresses: AddressFilter;
  /** Reaches them. */
  readonly sender: WebhookSender;
  readonly links: TemporalLinks;
  /** Base of every link that leaves the system, without a slash at its end. */
  readonly publicUrl: string;
  /** The same as providers reach it: their signatures may cover it. */
  readonly providerUrl: string;
  /** Encrypts what has to be shown again (EVERDIAL_SECRET_KEY, 32 bytes); null where none is configured. */
  readonly secretKey: Buffer | null;
  /** For whoever is to flush them in the end; otherwise the API makes its own. */
  readonly requestNotes?: RequestNotes;
  /** Where the build has put what browsers load (`dashboard`, `docs`, `problems`); `dist/web` unless told. */
  readonly webFolder?: string;
  /** Aborted when the process is to end: streams end then. Without one they end with their clients alone. */
  readonly closing?: AbortSignal;
  /** What `/readyz` asks beside Postgres: Temporal, the worker. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
}

/** The same for routes that ask providers about credentials: one gate for all of them. */
export type AskingDependencies = ApiDependencies & { readonly checks: CheckGate };
