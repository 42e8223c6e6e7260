import { startGuarded, tailOf, type GuardedOptions } from './running-process';

const STOP_WITHIN_MS = 2_000;

export interface CommandOptions extends Pick<GuardedOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** Takes the command's output; its end is part of the error. */
  readonly logFile: string;
  readonly timeoutMs: number;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end. It ends with this process, however that ends.
 *
 * @throws Error with the end of its output when it fails or takes longer than `timeoutMs`.
 * @example await runCommand('go', ['version'], { logFile, timeoutMs: 10_000 });
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const running = await startGuarded({
    command,
    args,
    cwd: options.cwd,
    env: options.env,
    uid: options.uid,
    gid: options.gid,
    logFile: options.logFile,
    stopWithinMs: STOP_WITHIN_MS,
  });
  const stop = (): void => void running.stop();
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const { code } = await running.exited;
  signal.removeEventListener('abort', stop);
  options.signal?.throwIfAborted();
  if (code === 0) return;
  const why = limit.aborted ? `took longer than ${options.timeoutMs / 1000} s` : `failed with code ${code}`;
  throw new Error(`${command} ${args[0] ?? ''} ${why}. Its last output:\n${tailOf(options.logFile)}`);
}
