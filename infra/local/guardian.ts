import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';

/** What a guardian is told to run, as JSON in its first argument. */
export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** How the command is asked to stop. */
  readonly stopSignal: NodeJS.Signals;
  /** Milliseconds from asking to killing. */
  readonly killAfterMs: number;
  /** Files and folders that are removed when the command has ended. */
  readonly removeAfter: readonly string[];
}

/** What a guardian tells its supervisor, once. */
export type GuardianMessage = { readonly pid: number } | { readonly error: string };

const FAILED_TO_START = 127;
/** As shells tell it: killed by signal 9 is code 137. */
const SIGNAL_BASE = 128;

/**
 * Stands between the supervisor and a program that is not ours: ends the program when the supervisor has gone,
 * however that ended, and ends itself when the program does.
 */
function guard(given: GuardedCommand): void {
  const child = spawn(given.command, given.args, {
    cwd: given.cwd,
    uid: given.uid,
    gid: given.gid,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: a Ctrl-C is for the supervisor, which stops things in their order.
    detached: true,
  });
  const end = endOnce(child, given);
  child.once('spawn', () => tell({ pid: child.pid ?? 0 }));
  child.once('error', (error) => {
    tell({ error: error.message });
    process.exitCode = FAILED_TO_START;
    process.channel?.unref();
  });
  child.once('exit', (code, signal) => {
    // A program that was killed may leave helpers of its own behind.
    signalGroup(child, 'SIGKILL');
    for (const path of given.removeAfter) rmSync(path, { recursive: true, force: true });
    process.exit(code ?? SIGNAL_BASE + (signal ? constants.signals[signal] : 0));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  process.on('disconnect', end);
  if (!process.connected) end();
}

function endOnce(child: ChildProcess, given: GuardedCommand): () => void {
  let ending = false;
  return () => {
    if (ending) return;
    ending = true;
    child.kill(given.stopSignal);
    setTimeout(() => signalGroup(child, 'SIGKILL'), given.killAfterMs);
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function tell(message: GuardianMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

guard(JSON.parse(process.argv[2] ?? '') as GuardedCommand);
