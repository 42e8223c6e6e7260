import { findAccountSecrets } from '../../infra/db/numbers/account-secrets';
import type { Database } from '../../infra/db/database';
import { decryptSecret } from '../../infra/db/organizations/secrets';
import type { Logger } from '../../infra/observability/logger';
import type { AdapterWorld, ProviderAdapter } from '../../infra/telephony/adapter';
import { ADAPTERS } from '../../infra/telephony/adapters';
import { discreetProvider } from '../../infra/telephony/discreet-provider';
import type { TelephonyProvider } from '../../infra/telephony/provider';
import { createSimulatorProvider } from '../../infra/telephony/simulator/simulator-provider';
import type { WebhookSender } from '../../infra/webhook-http/http-sender';
import { warnOfUnreadableCredentials } from './stored-credentials';

/** The accounts with providers, as whoever calls or hears of calls sees them. */
export interface Providers {
  /**
   * An account's provider. Null where there is none: no such account, or its credentials cannot be read.
   *
   * @param accountId null for what belongs to the installation.
   */
  ofAccount(provider: string, accountId: number | null): Promise<TelephonyProvider | null>;
  close(): Promise<void>;
}

/** How long an account's credentials are used before they are read again, milliseconds: a rotation takes that long. */
const READ_AGAIN_AFTER_MS = 5_000;
/** Requests that are under way when credentials change are still answered: longer than any of them takes. */
const CLOSE_OLD_AFTER_MS = 60_000;

interface Connection {
  readonly name: string;
  /** Encrypted, as stored: by them a change is seen. */
  readonly secrets: string;
  readonly provider: TelephonyProvider;
  readAt: number;
}

/** Providers whose accounts are in Postgres, and those of the installation. */
export class AccountProviders implements Providers {
  private readonly connections = new Map<number, Connection>();
  /** Of credentials that have been replaced. */
  private readonly retired = new Map<TelephonyProvider, NodeJS.Timeout>();

  constructor(
    private readonly options: {
      readonly db: Database;
      readonly adapters: ReadonlyMap<string, ProviderAdapter>;
      /** Those that need no account: the simulator. */
      readonly installed: ReadonlyMap<string, TelephonyProvider>;
      /** EVERDIAL_SECRET_KEY; without one no account can be used. */
      readonly secretKey: Buffer | null;
      readonly world: (adapter: ProviderAdapter) => AdapterWorld;
      readonly logger: Logger;
    },
  ) {}

  async ofAccount(provider: string, accountId: number | null): Promise<TelephonyProvider | null> {
    const installed = this.options.installed.get(provider);
    if (installed) return installed;
    const adapter = this.options.adapters.get(provider);
    if (!adapter || accountId === null) return null;
    const known = this.connectionOf(provider, accountId);
    if (known && Date.now() - known.readAt < READ_AGAIN_AFTER_MS) return known.provider;
    return this.connect(adapter, accountId);
  }

  async close(): Promise<void> {
    const open = [
      ...this.options.installed.values(),
      ...[...this.connections.values()].map(({ provider }) => provider),
      ...this.retired.keys(),
    ];
    this.connections.clear();
    for (const timer of this.retired.values()) clearTimeout(timer);
    this.retired.clear();
    await Promise.all(open.map((provider) => provider.close()));
  }

  private async connect(adapter: ProviderAdapter, accountId: number): Promise<TelephonyProvider | null> {
    const { db, secretKey, world, logger } = this.options;
    const account = await findAccountSecrets(db, adapter.name, accountId);
    // Somebody else may have connected meanwhile.
    const known = this.connectionOf(adapter.name, accountId);
    if (!account?.credentials || secretKey === null) {
      if (known) this.forget(accountId, known);
      return null;
    }
    const secrets = `${account.credentials} ${JSON.stringify(account.settings)}`;
    if (known?.secrets === secrets) {
      known.readAt = Date.now();
      return known.provider;
    }
    const text = decryptSecret(account.credentials, secretKey);
    // What is wrong with them is not said: an error would quote them.
    const credentials = text === null ? null : adapter.credentials.safeParse(JSON.parse(text));
    const settings = adapter.settings.safeParse(account.settings);
    if (!credentials?.success || !settings.success) {
      logger.error({ accountId, provider: adapter.name }, 'the credentials of this account cannot be read');
      return null;
    }
    const own = { credentials: credentials.data, settings: settings.data };
    const provider = discreetProvider(adapter.connect(own, world(adapter)), own.credentials);
    this.connections.set(accountId, { name: adapter.name, secrets, provider, readAt: Date.now() });
    if (known) this.retire(known.provider);
    return provider;
  }

  /** An account is one with its own provider only, whatever an address says. */
  private connectionOf(name: string, accountId: number): Connection | null {
    const known = this.connections.get(accountId);
    return known?.name === name ? known : null;
  }

  /** The account is gone, or has no credentials any more. */
  private forget(accountId: number, { provider }: Connection): void {
    this.connections.delete(accountId);
    this.retire(provider);
  }

  private retire(provider: TelephonyProvider): void {
    const close = (): void => {
      this.retired.delete(provider);
      provider.close().catch((err: unknown) => this.options.logger.warn({ err }, 'an old connection did not close'));
    };
    this.retired.set(provider, setTimeout(close, CLOSE_OLD_AFTER_MS).unref());
  }
}

/** What a process's environment says about providers. */
export interface ProviderEnvironment {
  readonly SIMULATOR_URL?: string | undefined;
  readonly SIMULATOR_SECRET?: string | undefined;
  readonly TWILIO_BASE_URL?: string | undefined;
  readonly RETELL_BASE_URL?: string | undefined;
  readonly VAPI_BASE_URL?: string | undefined;
  readonly EVERDIAL_SECRET_KEY?: Buffer | undefined;
}

/** What an adapter may use: where the environment says that its provider is, and the way to what customers choose. */
export function adapterWorld(
  env: ProviderEnvironment,
  sender: WebhookSender,
): (adapter: ProviderAdapter) => AdapterWorld {
  const baseUrls: Readonly<Record<string, string | undefined>> = {
    twilio: env.TWILIO_BASE_URL,
    retell: env.RETELL_BASE_URL,
    vapi: env.VAPI_BASE_URL,
  };
  return ({ name }) => {
    const baseUrl = baseUrls[name];
    return { sender, ...(baseUrl !== undefined && { baseUrl }) };
  };
}

/**
 * Every provider that a process can use: the simulator, if it is configured, and the accounts in Postgres. Accounts that it
 * cannot use are told in the log.
 */
export function openProviders(
  env: ProviderEnvironment,
  world: { readonly db: Database; readonly sender: WebhookSender; readonly logger: Logger },
): AccountProviders {
  const installed = new Map<string, TelephonyProvider>();
  if (env.SIMULATOR_URL && env.SIMULATOR_SECRET) {
    const simulator = createSimulatorProvider({ baseUrl: env.SIMULATOR_URL, secret: env.SIMULATOR_SECRET });
    installed.set(simulator.name, simulator);
  }
  const secretKey = env.EVERDIAL_SECRET_KEY ?? null;
  void warnOfUnreadableCredentials(world.db, secretKey, world.logger);
  return new AccountProviders({
    db: world.db,
    logger: world.logger,
    adapters: ADAPTERS,
    installed,
    secretKey,
    world: adapterWorld(env, world.sender),
  });
}

/** These and no others, whatever the account. @example onlyProviders(simulator) */
export function onlyProviders(...providers: readonly TelephonyProvider[]): Providers {
  const byName = new Map(providers.map((provider) => [provider.name, provider]));
  return {
    ofAccount: (name) => Promise.resolve(byName.get(name) ?? null),
    close: async () => {
      await Promise.all(providers.map((provider) => provider.close()));
    },
  };
}
