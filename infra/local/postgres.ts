import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { claimPort, type PortClaim } from './free-ports';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { openPostgresData, SUPERUSER, temporaryHome, type PostgresData } from './postgres-data';
import { commandLineOf, processIdentity } from './process-identity';
import type { Progress } from './progress';
import { startGuarded, tailOf, type ExitStatus, type RunningProcess } from './running-process';
import { waitUntil } from './wait-until';

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORT = 5433;
const READY_TIMEOUT_MS = 60_000;
const STOP_WITHIN_MS = 5_000;
const FORMER_POSTMASTER_TIMEOUT_MS = 15_000;
const DATABASE = 'everdial';
/** A killed postmaster's backends need a moment to notice; until then their shared memory is in use. */
const START_TRIES = 5;

/** A crash of the machine may lose data; a killed server loses none. */
const UNSAFE_BUT_FAST = ['fsync=off', 'full_page_writes=off'];

export interface PostgresOptions {
  readonly progress: Progress;
  /** Keeps its data here over restarts. Without it the data is temporary, and removed when the server ends. */
  readonly home?: string;
  /** Taken as it is. Without it a free one from 5433 on is claimed. */
  readonly port?: number;
  readonly logFile?: string;
  /** Trades safety against crashes of the machine for speed. For tests only. */
  readonly unsafe?: boolean;
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface PostgresServer {
  /** Of the database `everdial`. */
  readonly url: string;
  /** Of the database `postgres`, for making others. */
  readonly adminUrl: string;
  /** Of the postmaster. */
  readonly pid: number;
  readonly pids: readonly number[];
  readonly exited: Promise<ExitStatus>;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres server from npm's binaries, and waits until it accepts connections. A postmaster that was
 * killed before is recovered from.
 *
 * @throws Error with the end of the server's log.
 * @example const server = await startPostgres({ progress: console.error, unsafe: true });
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = findPostgresBinaries();
  const home = options.home ?? temporaryHome(binaries);
  const data = await openPostgresData(home, binaries);
  await endFormerPostmaster(data.dataFolder, options.progress);
  const claim = options.port === undefined ? await claimPort(DEFAULT_PORT) : undefined;
  const port = options.port ?? (claim as PortClaim).port;
  const urlOf = (database: string): string =>
    `postgres://${SUPERUSER}:${data.password}@${LOOPBACK}:${port}/${database}`;
  const removeAfter = options.home ? [] : [data.dataFolder, home];
  // Beside a temporary home, which goes with the server: a failed start has to be explained.
  const logFile = options.logFile ?? (options.home ? undefined : `${home}.log`);
  const cleanUp = async (): Promise<void> => {
    await claim?.release();
    for (const path of removeAfter) rmSync(path, { recursive: true, force: true });
    if (logFile !== options.logFile) rmSync(`${home}.log`, { force: true });
  };
  try {
    const start = { ...options, binaries, data, port, removeAfter, logFile, adminUrl: urlOf('postgres') };
    const running = await startWithRetries(start);
    void running.exited.then(cleanUp);
    await ensureDatabase(urlOf('postgres'));
    const { pid, pids, exited } = running;
    const stop = async (): Promise<void> => {
      await running.stop();
      await cleanUp();
    };
    return { url: urlOf(DATABASE), adminUrl: urlOf('postgres'), pid, pids, exited, stop };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

interface Start extends PostgresOptions {
  readonly binaries: PostgresBinaries;
  readonly data: PostgresData;
  readonly port: number;
  readonly adminUrl: string;
  readonly removeAfter: readonly string[];
}

async function startWithRetries(start: Start): Promise<RunningProcess> {
  for (let tries = 1; ; tries += 1) {
    start.signal?.throwIfAborted();
    const running = await startGuarded({
      command: start.binaries.postgres,
      args: serverArguments(start),
      cwd: '/',
      uid: start.binaries.user?.uid,
      gid: start.binaries.user?.gid,
      env: { ...process.env, LC_ALL: 'C' },
      logFile: start.logFile,
      // Fast shutdown: open transactions are rolled back, clients are disconnected.
      stopSignal: 'SIGINT',
      stopWithinMs: STOP_WITHIN_MS,
      removeAfter: start.removeAfter,
    });
    if (await becomesReady(running, start)) return running;
    // Data that is removed with its server was made just now: trying again would find none.
    if (tries < START_TRIES && start.home !== undefined) continue;
    throw new Error(`Postgres did not start.\n${tailOf(start.logFile)}`);
  }
}

function serverArguments(start: Start): string[] {
  const settings = [
    `listen_addresses=${LOOPBACK}`,
    `port=${start.port}`,
    'unix_socket_directories=',
    'max_connections=200',
    'log_timezone=UTC',
    'timezone=UTC',
    ...(start.unsafe ? UNSAFE_BUT_FAST : []),
    ...(start.settings ?? []),
  ];
  return ['-D', start.data.dataFolder, ...settings.flatMap((setting) => ['-c', setting])];
}

/** False when it ended by itself while starting. */
async function becomesReady(running: RunningProcess, start: Start): Promise<boolean> {
  let ended = false;
  void running.exited.then(() => (ended = true));
  try {
    await waitUntil('Postgres to accept connections', async () => ended || (await accepts(start.adminUrl)), {
      timeoutMs: READY_TIMEOUT_MS,
      signal: start.signal,
    });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return !ended;
}

async function accepts(url: string): Promise<boolean> {
  await withClient(url, (client) => client.query('select 1'));
  return true;
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A server that ends meanwhile is reported by the query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A supervisor and guardian that were both killed leave a postmaster that still owns the data. */
async function endFormerPostmaster(dataFolder: string, progress: Progress): Promise<void> {
  const lockFile = join(dataFolder, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (!(pid > 0) || !hasProcess(pid)) return;
  const ended = processIdentity(pid) === undefined;
  if (!ended && !commandLineOf(pid).includes(dataFolder)) {
    // Another program has got the id of a postmaster that is long gone; Postgres would take it for its own.
    rmSync(lockFile, { force: true });
    return;
  }
  if (!ended) {
    progress(`stopping a Postgres that an earlier run left behind (pid ${pid})`);
    process.kill(pid, 'SIGINT');
  }
  // Also when it has ended: until its new parent has reaped it, Postgres takes it for alive.
  const gone = { timeoutMs: FORMER_POSTMASTER_TIMEOUT_MS };
  await waitUntil('the former Postgres to end', () => processIdentity(pid) === undefined, gone);
  await waitUntil('the former Postgres to be reaped', () => !hasProcess(pid), gone).catch(() => {
    rmSync(lockFile, { force: true });
  });
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
