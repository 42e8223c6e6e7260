import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { tryClaim } from '../../infra/local/claim';
import { endLeftovers } from '../../infra/local/leftovers';
import { limitLogs } from '../../infra/local/log-limit';
import type { Progress } from '../../infra/local/progress';
import { openCredentials, type Credentials } from './credentials';
import { removeStackInfo } from './stack-info';

/** The folder of one stack: its data, credentials and logs. Held by one supervisor at a time. */
export interface Home {
  readonly folder: string;
  readonly logsFolder: string;
  readonly credentials: Credentials;
  /** Where the ids of the running processes are noted. */
  readonly runningFile: string;
  logFile(name: string): string;
  release(): Promise<void>;
}

/**
 * Opens a home, made when absent. What an earlier run left is cleared away first.
 *
 * @throws Error when another stack runs there.
 */
export async function openHome(path: string, progress: Progress): Promise<Home> {
  // Others may pass through, so that Postgres may keep its data here even when it runs as its own user.
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const folder = realpathSync(path);
  const held = await tryClaim(`home-${folder}`);
  if (!held) {
    throw new Error(`A stack runs in ${folder} already. Stop it first, or give another EVERDIAL_HOME (or --home).`);
  }
  const logsFolder = join(folder, 'logs');
  const runningFile = join(folder, 'running.json');
  try {
    removeStackInfo(folder);
    mkdirSync(logsFolder, { recursive: true, mode: 0o700 });
    await endLeftovers(runningFile, progress);
    const credentials = openCredentials(folder);
    const stopLimiting = limitLogs(logsFolder);
    const release = async (): Promise<void> => {
      stopLimiting();
      await held.release();
    };
    return {
      folder,
      logsFolder,
      runningFile,
      credentials,
      logFile: (name) => join(logsFolder, `${name}.log`),
      release,
    };
  } catch (error) {
    await held.release();
    throw error;
  }
}
