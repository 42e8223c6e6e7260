import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { GuardedCommand, GuardianMessage } from './guardian';
import { builtFile } from './project-folder';

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that this one has started, in a process group of its own. */
export interface RunningProcess {
  /** Of the program itself, not of its guardian. */
  readonly pid: number;
  /** Every process behind it. */
  readonly pids: readonly number[];
  readonly exited: Promise<ExitStatus>;
  /** Asks it to stop, kills it when it takes too long, and resolves when it has ended. */
  stop(): Promise<void>;
}

export interface NodeProcessOptions {
  /** An absolute path. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Appended to; without it the output is dropped. */
  readonly logFile?: string;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly stopWithinMs: number;
}

export interface GuardedOptions extends Pick<GuardedCommand, 'command' | 'args' | 'cwd' | 'uid' | 'gid'> {
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile?: string;
  readonly stopSignal?: NodeJS.Signals;
  readonly stopWithinMs: number;
  readonly removeAfter?: readonly string[];
}

/** A guardian needs a moment more than the program it ends. */
const GUARDIAN_MARGIN_MS = 1_000;
const TAIL_CHARACTERS = 1_500;

/**
 * Starts a Node script with a channel to this process, so that it can tell when this process has gone
 * (see `exitWithParent`).
 *
 * @throws Error when the process cannot be started at all.
 */
export async function startNodeProcess(options: NodeProcessOptions): Promise<RunningProcess> {
  const child = spawnNode(options);
  const exited = exitOf(child);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid ?? 0;
  return { pid, pids: [pid], exited, stop: () => stopChild(child, exited, options.stopWithinMs) };
}

/**
 * Starts a program that knows nothing of us under a guardian, which ends it when this process has gone.
 *
 * @throws Error when the program cannot be started.
 * @example const server = await startGuarded({ command: 'temporal', args: ['server', 'start-dev'], stopWithinMs: 5_000 });
 */
export async function startGuarded(options: GuardedOptions): Promise<RunningProcess> {
  const command: GuardedCommand = {
    command: options.command,
    args: options.args,
    cwd: options.cwd,
    uid: options.uid,
    gid: options.gid,
    stopSignal: options.stopSignal ?? 'SIGTERM',
    killAfterMs: options.stopWithinMs,
    removeAfter: options.removeAfter ?? [],
  };
  const child = spawnNode({
    script: builtFile('infra/local/guardian.js'),
    args: [JSON.stringify(command)],
    env: options.env ?? process.env,
    logFile: options.logFile,
  });
  const exited = exitOf(child);
  const pid = await pidOfGuarded(child, exited, options.command);
  return {
    pid,
    pids: [child.pid ?? 0, pid],
    exited: exited.finally(() => endOrphan(pid)),
    stop: () => stopChild(child, exited, options.stopWithinMs + GUARDIAN_MARGIN_MS),
  };
}

/** The end of a log, for an error message; empty when there is none. */
export function tailOf(logFile: string | undefined): string {
  if (!logFile) return '';
  try {
    return readFileSync(logFile, 'utf8').slice(-TAIL_CHARACTERS).trim();
  } catch {
    return '';
  }
}

function spawnNode(options: Omit<NodeProcessOptions, 'stopWithinMs'>): ChildProcess {
  const output = options.logFile === undefined ? 'ignore' : openLog(options.logFile);
  try {
    return spawn(process.execPath, [options.script, ...(options.args ?? [])], {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', output, output, 'ipc'],
      detached: true,
    });
  } finally {
    if (typeof output === 'number') closeSync(output);
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a', 0o600);
}

function exitOf(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

function pidOfGuarded(child: ChildProcess, exited: Promise<ExitStatus>, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: GuardianMessage) => {
      if ('pid' in message) resolve(message.pid);
      else reject(new Error(`${command} could not be started: ${message.error}`));
    });
    void exited.then(() => reject(new Error(`${command} could not be started: its guardian ended`)));
  });
}

async function stopChild(child: ChildProcess, exited: Promise<ExitStatus>, withinMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited;
  clearTimeout(killer);
}

/** A guardian that was itself killed could not end its program. */
function endOrphan(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended, as it should.
  }
}
