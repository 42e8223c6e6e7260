import { Connection } from '@temporalio/client';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { claimPort, type PortClaim } from './free-ports';
import type { Progress } from './progress';
import { startGuarded, tailOf, type ExitStatus, type RunningProcess } from './running-process';
import { findTemporalCli } from './temporal-cli';
import { waitUntil } from './wait-until';

const LOOPBACK = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
const STOP_WITHIN_MS = 3_000;
const DEFAULT_PORT = 7233;
const DEFAULT_UI_PORT = 8233;

// The dev server's queues poll with the rates of a large cluster's shard among many; with one shard they are what
// an activity waits for (103 ms a round trip with the defaults, 11 ms with these).
const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.visibilityProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="20ms"',
  'frontend.enableServerVersionCheck=false',
];

export interface TemporalDevServerOptions {
  readonly progress: Progress;
  /** Keeps everything over restarts; without it, in memory. */
  readonly dbFile?: string;
  /** Taken as it is. Without it a free one from 7233 on is claimed. */
  readonly port?: number;
  /** Taken as it is. Without it a free one from 8233 on is claimed. */
  readonly uiPort?: number;
  readonly logFile?: string;
  /** `false` leaves the server's own defaults for its queues, for measuring. */
  readonly tuned?: boolean;
  readonly signal?: AbortSignal;
}

export interface TemporalDevServer {
  /** host:port of the gRPC front end. */
  readonly address: string;
  readonly uiUrl: string;
  /** Of the server itself. */
  readonly pid: number;
  readonly pids: readonly number[];
  readonly exited: Promise<ExitStatus>;
  stop(): Promise<void>;
}

/**
 * Starts Temporal's dev server, and waits until it serves the namespace `default`.
 *
 * @throws Error with the end of the server's log when it does not become ready within a minute.
 * @example const server = await startTemporalDevServer({ progress: console.error, dbFile: '.everdial/temporal.db' });
 */
export async function startTemporalDevServer(options: TemporalDevServerOptions): Promise<TemporalDevServer> {
  const cli = await findTemporalCli(options.progress, options.signal);
  options.signal?.throwIfAborted();
  if (options.dbFile) await mkdir(dirname(options.dbFile), { recursive: true });
  const claims: PortClaim[] = [];
  const release = (): Promise<unknown> => Promise.all(claims.map((claim) => claim.release()));
  const port = options.port ?? (await claimInto(claims, DEFAULT_PORT));
  const uiPort = options.uiPort ?? (await claimInto(claims, DEFAULT_UI_PORT));
  const address = `${LOOPBACK}:${port}`;
  const running = await startGuarded({
    command: cli,
    args: serverArguments(options, port, uiPort),
    logFile: options.logFile,
    stopWithinMs: STOP_WITHIN_MS,
  }).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  void running.exited.then(release);
  await waitForNamespace(running, address, options);
  const { pid, pids, exited, stop } = running;
  return { address, uiUrl: `http://${LOOPBACK}:${uiPort}`, pid, pids, exited, stop };
}

async function claimInto(claims: PortClaim[], preferred: number): Promise<number> {
  const claim = await claimPort(preferred);
  claims.push(claim);
  return claim.port;
}

function serverArguments(options: TemporalDevServerOptions, port: number, uiPort: number): string[] {
  const config = options.tuned === false ? [] : DYNAMIC_CONFIG;
  return [
    'server',
    'start-dev',
    ...['--ip', LOOPBACK, '--port', String(port), '--ui-port', String(uiPort), '--log-level', 'error'],
    ...config.flatMap((value) => ['--dynamic-config-value', value]),
    ...(options.dbFile ? ['--db-filename', options.dbFile] : []),
  ];
}

async function waitForNamespace(
  running: RunningProcess,
  address: string,
  options: TemporalDevServerOptions,
): Promise<void> {
  let ended = false;
  void running.exited.then(() => (ended = true));
  const { signal } = options;
  try {
    await waitUntil('Temporal to be ready', async () => ended || (await servesNamespace(address)), {
      timeoutMs: READY_TIMEOUT_MS,
      signal,
    });
    if (ended) throw new Error('Temporal ended while it was starting');
  } catch (error) {
    await running.stop();
    if (signal?.aborted) throw error;
    const tail = tailOf(options.logFile);
    throw new Error(`The Temporal dev server did not start: ${String(error)}\n${tail}`, { cause: error });
  }
}

async function servesNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}
