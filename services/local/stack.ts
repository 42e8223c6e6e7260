import type { Progress } from '../../infra/local/progress';
import { noteRunning } from '../../infra/local/leftovers';
import { startPostgres } from '../../infra/local/postgres';
import type { RunningProcess } from '../../infra/local/running-process';
import { SupervisedProcess } from '../../infra/local/supervised-process';
import { startTemporalDevServer } from '../../infra/local/temporal-dev-server';
import { openHome, type Home } from './home';
import { migrateOnce, type Migrated } from './migrate-once';
import { startNodeService } from './node-service';
import { claimPorts, type PortName, type StackPorts } from './ports';
import {
  SERVICE_NAMES,
  ownEnvironment,
  sharedEnvironment,
  urlOf,
  type ServiceName,
  type StackAddresses,
} from './service-environment';
import { removeStackInfo, writeStackInfo, type StackInfo } from './stack-info';
import { join } from 'node:path';

export interface StackOptions {
  /** The folder of its data, credentials, logs and `stack.json`. */
  readonly home: string;
  readonly progress: Progress;
  /** Preferred ports; one in use is stepped over. */
  readonly ports?: Partial<Record<PortName, number>>;
  /** Added to the environment of a process, by its name; `*` is for all of ours. */
  readonly env?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names servers to use instead of starting them: DATABASE_URL, TEMPORAL_ADDRESS. By default this process's. */
  readonly given?: NodeJS.ProcessEnv;
  /** Gives the start up; what has started is stopped. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  /** As in `stack.json`; `processes` changes when one is restarted. */
  readonly info: StackInfo;
  readonly home: Home;
  /** Drains and stops everything in order, within 30 seconds. */
  stop(): Promise<void>;
}

/** Longest drains, in milliseconds. With the servers' own (4 s and 6 s) they add up to less than 30 s. */
const STOP_WITHIN_MS: Record<ServiceName, number> = {
  api: 5_000,
  'worker-campaigns': 12_000,
  'worker-calls': 12_000,
  'worker-webhooks': 12_000,
  simulator: 2_000,
};

/** First who takes work in, then who does it, then whom they need. */
const STOP_ORDER: readonly (readonly string[])[] = [
  ['api'],
  ['worker-campaigns', 'worker-calls', 'worker-webhooks'],
  ['simulator'],
  ['temporal'],
  ['postgres'],
];

/**
 * Starts the whole stack: Postgres, Temporal, the schema, the simulator, then the API and the workers. Each process is
 * started again when it dies. `stack.json` is written when all are ready.
 *
 * @throws Error that says what failed, and where its log is; nothing is left running then.
 * @example
 * const stack = await startStack({ home: '.everdial', progress: console.error });
 * await fetch(stack.info.api_url);
 * await stack.stop();
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const home = await openHome(options.home, options.progress);
  const starting = new StartingStack(options, home);
  try {
    return await starting.start();
  } catch (error) {
    await starting.stop();
    throw error;
  }
}

class StartingStack {
  readonly #options: StackOptions;
  readonly #home: Home;
  readonly #given: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal;
  readonly #processes = new Map<string, SupervisedProcess>();
  #ports: StackPorts | undefined;
  #info: Omit<StackInfo, 'processes'> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: StackOptions, home: Home) {
    this.#options = options;
    this.#home = home;
    this.#given = options.given ?? process.env;
    this.#signal = options.signal ?? new AbortController().signal;
  }

  async start(): Promise<Stack> {
    this.#ports = await claimPorts(this.#ownServers(), this.#options.ports ?? {}, this.#options.progress);
    const addresses = await this.#startServers(this.#ports.of);
    const env = { ...sharedEnvironment(this.#given, this.#home, addresses), ...this.#options.env?.['*'] };
    const migrated = await this.#migrate(env);
    await this.#startService('simulator', env);
    // At once: the API is ready only when a worker is there for what it accepts.
    const others = SERVICE_NAMES.filter((name) => name !== 'simulator');
    await allOrFirstError(others.map((name) => this.#startService(name, env)));
    this.#signal.throwIfAborted();
    this.#info = this.#describe(addresses, migrated);
    this.#publish();
    return this.#stack();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stopEverything();
    return this.#stopped;
  }

  #stack(): Stack {
    const info = (): StackInfo => this.#currentInfo();
    const stop = (): Promise<void> => this.stop();
    return {
      get info() {
        return info();
      },
      home: this.#home,
      stop,
    };
  }

  /** A server that was given needs no port of ours. */
  #ownServers(): PortName[] {
    const { DATABASE_URL, TEMPORAL_ADDRESS } = this.#given;
    return [
      ...(DATABASE_URL ? [] : (['postgres'] as const)),
      ...(TEMPORAL_ADDRESS ? [] : (['temporal', 'temporal-ui'] as const)),
      ...SERVICE_NAMES,
    ];
  }

  async #startServers(ports: Record<PortName, number>): Promise<StackAddresses> {
    const databaseUrl = this.#given.DATABASE_URL || (await this.#startPostgres(ports.postgres));
    const temporal = await this.#startTemporal(ports);
    return { databaseUrl, ...temporal, ports };
  }

  async #startPostgres(port: number): Promise<string> {
    let url = '';
    await this.#supervise('postgres', async (signal) => {
      const server = await startPostgres({
        home: this.#home.folder,
        port,
        logFile: this.#home.logFile('postgres'),
        progress: this.#options.progress,
        signal,
      });
      url = server.url;
      return server;
    });
    return url;
  }

  async #startTemporal(ports: Record<PortName, number>): Promise<Omit<StackAddresses, 'databaseUrl' | 'ports'>> {
    const temporalNamespace = this.#given.TEMPORAL_NAMESPACE ?? 'default';
    const { TEMPORAL_ADDRESS, TEMPORAL_UI_URL } = this.#given;
    if (TEMPORAL_ADDRESS) {
      return { temporalAddress: TEMPORAL_ADDRESS, temporalNamespace, temporalUiUrl: TEMPORAL_UI_URL ?? null };
    }
    const options = {
      dbFile: join(this.#home.folder, 'temporal.db'),
      port: ports.temporal,
      uiPort: ports['temporal-ui'],
      logFile: this.#home.logFile('temporal'),
      progress: this.#options.progress,
    };
    await this.#supervise('temporal', (signal) => startTemporalDevServer({ ...options, signal }));
    return {
      temporalAddress: `127.0.0.1:${ports.temporal}`,
      temporalNamespace,
      temporalUiUrl: urlOf(ports['temporal-ui']),
    };
  }

  #migrate(env: NodeJS.ProcessEnv): Promise<Migrated> {
    this.#options.progress('preparing the database and the Temporal namespace');
    const { api_key, webhook_token } = this.#home.credentials;
    const seeds = { EVERDIAL_API_KEY: api_key, EVERDIAL_WEBHOOK_TOKEN: webhook_token };
    return migrateOnce({ ...env, ...seeds }, this.#home.logFile('migrate'), this.#signal);
  }

  #startService(name: ServiceName, env: NodeJS.ProcessEnv): Promise<void> {
    const ports = this.#ports?.of as Record<PortName, number>;
    const service = {
      name,
      env: { ...env, ...ownEnvironment(name, this.#home, ports), ...this.#options.env?.[name] },
      readyUrl: `${urlOf(ports[name])}/readyz`,
      logFile: this.#home.logFile(name),
      stopWithinMs: STOP_WITHIN_MS[name],
    };
    return this.#supervise(name, (signal) => startNodeService(service, signal));
  }

  async #supervise(name: string, start: (signal: AbortSignal) => Promise<RunningProcess>): Promise<void> {
    const { progress } = this.#options;
    progress(`starting ${name}`);
    const onRestart = (): void => this.#publish();
    const supervised = await SupervisedProcess.start({ name, start, progress, onRestart, signal: this.#signal });
    this.#processes.set(name, supervised);
    this.#note();
  }

  #describe(addresses: StackAddresses, migrated: Migrated): Omit<StackInfo, 'processes'> {
    const { api_key, webhook_token } = this.#home.credentials;
    const apiUrl = urlOf(addresses.ports.api);
    return {
      api_url: apiUrl,
      dashboard_url: apiUrl,
      temporal_address: addresses.temporalAddress,
      temporal_namespace: addresses.temporalNamespace,
      temporal_ui_url: addresses.temporalUiUrl,
      postgres_url: addresses.databaseUrl,
      simulator_url: urlOf(addresses.ports.simulator),
      api_key,
      webhook_token,
      callback_secret: migrated.callbackSecret,
      phone_number_id: migrated.phoneNumberId,
    };
  }

  #currentInfo(): StackInfo {
    if (!this.#info) throw new Error('the stack has not started');
    const running = [...this.#processes].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]));
    return { ...this.#info, processes: Object.fromEntries(running) as Record<string, number> };
  }

  #publish(): void {
    if (this.#stopped) return;
    this.#note();
    if (this.#info) writeStackInfo(this.#home.folder, this.#currentInfo());
  }

  #note(): void {
    noteRunning(
      this.#home.runningFile,
      [...this.#processes.values()].flatMap(({ pids }) => pids),
    );
  }

  async #stopEverything(): Promise<void> {
    removeStackInfo(this.#home.folder);
    for (const names of STOP_ORDER) {
      const stage = names.flatMap((name) => this.#processes.get(name) ?? []);
      if (stage.length > 0) this.#options.progress(`stopping ${stage.map(({ name }) => name).join(', ')}`);
      await Promise.all(stage.map((supervised) => supervised.stop()));
    }
    this.#note();
    await this.#ports?.release();
    await this.#home.release();
  }
}

/** Waits for all of them also when one fails: what starts must be known before it can be stopped. */
async function allOrFirstError(steps: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(steps);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
