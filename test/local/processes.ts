import { processIdentity } from '../../infra/local/process-identity';
import { eventually } from '../setup/eventually';

const ENDED_WITHIN_MS = 15_000;

/** Whether a process runs; one that has ended and was not yet reaped does not. */
export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== undefined;
}

/** Waits until none of the processes runs any more. */
export async function allEnded(pids: readonly number[], timeoutMs = ENDED_WITHIN_MS): Promise<void> {
  await eventually(() => expect(pids.filter(isRunning)).toEqual([]), { timeoutMs, what: 'every process to end' });
}
