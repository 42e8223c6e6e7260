import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { builtFile, PROJECT_FOLDER } from '../../infra/local/project-folder';
import { tailOf } from '../../infra/local/running-process';

/** What the migration process tells about the organization that a first start makes. */
export interface Migrated {
  readonly callbackSecret: string;
  readonly phoneNumberId: number;
}

/**
 * Runs `services/migrate` to its end.
 *
 * @throws Error with the end of its log.
 */
export async function migrateOnce(env: NodeJS.ProcessEnv, logFile: string, signal: AbortSignal): Promise<Migrated> {
  signal.throwIfAborted();
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(builtFile('services/migrate/main.js'), {
    cwd: PROJECT_FOLDER,
    env,
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
  closeSync(log);
  const stop = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  let result: Migrated | undefined;
  child.once('message', (message) => (result = message as Migrated));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    // Not before the channel is closed: the result may come after the exit.
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code === 0 && result) return result;
  throw new Error(`The migration failed (code ${code ?? 'none'}). The end of ${logFile}:\n${tailOf(logFile)}`);
}
