import { join } from 'node:path';
import type { Home } from './home';
import type { PortName } from './ports';

/** Our own processes, by the name of their folder in `services/`. */
export const SERVICE_NAMES = ['api', 'worker-campaigns', 'worker-calls', 'worker-webhooks', 'simulator'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Webhooks may reach this machine: a receiver that somebody tries out runs here. */
export const LOCAL_WEBHOOK_RANGES = '127.0.0.0/8,::1/128';

const LOOPBACK = '127.0.0.1';

/** Everything that the environments of the processes are made from. */
export interface StackAddresses {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | null;
  readonly ports: Readonly<Record<PortName, number>>;
}

/** @example urlOf(8080) // http://127.0.0.1:8080 */
export function urlOf(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

/**
 * The environment that every process shares: the caller's own, with the addresses of this stack.
 *
 * @param given the supervisor's environment, so that settings such as LOG_LEVEL or TEMPORAL_TLS reach everyone.
 */
export function sharedEnvironment(given: NodeJS.ProcessEnv, home: Home, addresses: StackAddresses): NodeJS.ProcessEnv {
  const apiUrl = urlOf(addresses.ports.api);
  return {
    LOG_LEVEL: 'info',
    PUBLIC_URL: apiUrl,
    WEBHOOK_ALLOWED_RANGES: LOCAL_WEBHOOK_RANGES,
    ...given,
    // Words such as "in two hours" are counted on the process's own clock, which must not be put forward or back.
    TZ: 'UTC',
    DATABASE_URL: addresses.databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    TEMPORAL_NAMESPACE: addresses.temporalNamespace,
    ...(addresses.temporalUiUrl ? { TEMPORAL_UI_URL: addresses.temporalUiUrl } : {}),
    SIMULATOR_URL: urlOf(addresses.ports.simulator),
    SIMULATOR_SECRET: home.credentials.simulator_secret,
    PROVIDER_EVENTS_URL: apiUrl,
    EVERDIAL_SECRET_KEY: home.credentials.secret_key,
    HOST: LOOPBACK,
    HEALTH_HOST: LOOPBACK,
  };
}

/** What one process has besides. */
export function ownEnvironment(name: ServiceName, home: Home, ports: StackAddresses['ports']): NodeJS.ProcessEnv {
  const port = String(ports[name]);
  if (name === 'api') return { PORT: port };
  if (name === 'simulator') return { PORT: port, LEDGER_FILE: join(home.folder, 'simulator-ledger.ndjson') };
  return { HEALTH_PORT: port };
}
