import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writePrivateJson } from './private-file';
import { processIdentity } from './process-identity';
import type { Progress } from './progress';
import { waitUntil } from './wait-until';

interface Noted {
  readonly pid: number;
  readonly identity: string;
}

const GRACE_MS = 15_000;

/** Notes which processes run, for whoever comes after a supervisor that was killed. */
export function noteRunning(file: string, pids: readonly number[]): void {
  const noted = pids.flatMap((pid): Noted[] => {
    const identity = processIdentity(pid);
    return identity === undefined ? [] : [{ pid, identity }];
  });
  writePrivateJson(file, noted);
}

/**
 * Waits for the noted processes of an earlier run, which end by themselves when their supervisor has gone, and
 * kills those that do not.
 *
 * @throws Error when one does not end even so.
 */
export async function endLeftovers(file: string, progress: Progress): Promise<void> {
  if (!existsSync(file)) return;
  const remaining = (): Noted[] => read(file).filter(({ pid, identity }) => processIdentity(pid) === identity);
  if (remaining().length > 0) progress('waiting for the processes of an earlier run to end');
  const allEnded = (): boolean => remaining().length === 0;
  await waitUntil('the processes of an earlier run to end', allEnded, { timeoutMs: GRACE_MS }).catch(() => {
    for (const { pid } of remaining()) process.kill(pid, 'SIGKILL');
  });
  await waitUntil('the killed processes of an earlier run to end', allEnded, { timeoutMs: GRACE_MS });
  rmSync(file, { force: true });
}

function read(file: string): readonly Noted[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Noted[];
  } catch {
    // Unreadable: then nothing is known to run.
    return [];
  }
}
