import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { writePrivateJson } from '../../../infra/local/private-file';
import { commandLineOf, processIdentity } from '../../../infra/local/process-identity';
import { builtFile, PROJECT_FOLDER } from '../../../infra/local/project-folder';
import type { Progress } from '../../../infra/local/progress';
import { tailOf } from '../../../infra/local/running-process';
import { waitUntil } from '../../../infra/local/wait-until';
import { startStack } from '../stack';
import { stackFileOf, type StackInfo } from '../stack-info';

/** A first start may build the Temporal CLI. */
const START_LIMIT_MS = 15 * 60_000;
const PROBE_TIMEOUT_MS = 2_000;

export interface OpenStackOptions {
  readonly home: string;
  /** Leaves a stack that is started here running. */
  readonly keep: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A stack that runs. */
export interface OpenStack {
  readonly info: StackInfo;
  /** What the user should know about its end. */
  readonly afterwards: string;
  /** Stops it, unless it is to stay or somebody else's. */
  close(): Promise<void>;
}

/**
 * Uses the stack that runs in the home, else starts one there.
 *
 * @throws Error that says what did not start, and the signal's reason; nothing is left running then.
 */
export async function openStack(options: OpenStackOptions): Promise<OpenStack> {
  const { home, keep, progress, signal } = options;
  const running = await runningStack(home);
  if (running) {
    progress(`using the stack that runs in ${home}`);
    const kept = keptSupervisor(home);
    const stop = kept === undefined ? '' : ` To stop it: kill ${kept}`;
    return { info: running, afterwards: `The stack ran before, and goes on.${stop}`, close: async () => undefined };
  }
  if (keep) return startToStay(options);
  const stack = await startStack({ home, progress, signal });
  return {
    info: stack.info,
    afterwards: [
      `Everything is stopped now. To look around while it runs: npm run demo -- --keep`,
      `The data stay. To remove them: rm -rf ${dataFolders(home).join(' ')}`,
    ].join('\n'),
    close: () => stack.stop(),
  };
}

async function runningStack(home: string): Promise<StackInfo | undefined> {
  const info = readInfo(home);
  if (!info || Object.values(info.processes).some((pid) => processIdentity(pid) === undefined)) return undefined;
  try {
    const { status } = await fetch(`${info.api_url}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return status === 200 ? info : undefined;
  } catch {
    return undefined;
  }
}

/** The home, and where Postgres has its files when it cannot reach the home. */
function dataFolders(home: string): string[] {
  const note = join(home, 'postgres.json');
  if (!existsSync(note)) return [home];
  const { dataFolder } = JSON.parse(readFileSync(note, 'utf8')) as { dataFolder: string };
  return dataFolder.startsWith(home + sep) ? [home] : [home, dataFolder];
}

function readInfo(home: string): StackInfo | undefined {
  const file = stackFileOf(home);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackInfo) : undefined;
}

/** Has a supervisor of its own, as with `npm start`, which outlives this process and its terminal. */
async function startToStay({ home, progress, signal }: OpenStackOptions): Promise<OpenStack> {
  // As the stack makes it: others may pass through.
  mkdirSync(home, { recursive: true, mode: 0o711 });
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const logFile = join(home, 'logs', 'supervisor.log');
  const log = openSync(logFile, 'w', 0o600);
  const supervisor = spawn(process.execPath, [builtFile('services/local/main.js'), '--home', home], {
    cwd: PROJECT_FOLDER,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  try {
    const info = await readyInfo({ home, supervisor, logFile, progress, signal });
    supervisor.unref();
    writePrivateJson(supervisorFileOf(home), { pid: supervisor.pid });
    return {
      info,
      afterwards: `Everything keeps running, but for the receiver of the callbacks. To stop it: kill ${supervisor.pid}`,
      close: async () => undefined,
    };
  } catch (error) {
    await ended(supervisor);
    throw error;
  }
}

function supervisorFileOf(home: string): string {
  return join(home, 'supervisor.json');
}

/** The process that an earlier demo left to hold the stack, when it still does. */
function keptSupervisor(home: string): number | undefined {
  const file = supervisorFileOf(home);
  if (!existsSync(file)) return undefined;
  const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
  return commandLineOf(pid).endsWith(`services/local/main.js --home ${home}`) ? pid : undefined;
}

interface StartingSupervisor {
  readonly home: string;
  readonly supervisor: ChildProcess;
  readonly logFile: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

async function readyInfo({ home, supervisor, logFile, progress, signal }: StartingSupervisor): Promise<StackInfo> {
  let told = 0;
  const tell = (): void => {
    const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(told)) {
      if (line.startsWith('everdial: ')) progress(line.slice('everdial: '.length));
    }
    told = lines.length;
  };
  const isOver = (): boolean => supervisor.exitCode !== null || supervisor.signalCode !== null;
  const look = (): boolean => {
    tell();
    return isOver() || existsSync(stackFileOf(home));
  };
  await waitUntil('the stack to start', look, { timeoutMs: START_LIMIT_MS, intervalMs: 100, signal });
  const info = readInfo(home);
  if (isOver() || !info) throw new Error(`The stack did not start. The end of ${logFile}:\n${tailOf(logFile)}`);
  return info;
}

async function ended(supervisor: ChildProcess): Promise<void> {
  if (supervisor.pid === undefined || supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const exit = new Promise((resolve) => supervisor.once('exit', resolve));
  supervisor.kill('SIGTERM');
  await exit;
}
