import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder';
import { isExecutable } from './find-program';
import { withHeartbeat, type Progress } from './progress';
import { builtFile } from './project-folder';
import { runCommand } from './run-command';

const DOWNLOAD_TIMEOUT_MS = 120_000;

/**
 * Tries the Temporal SDK's own download of a server.
 *
 * @param destination where the executable is put, in one rename.
 * @returns whether it is there now; the reason when not was told to `progress`.
 * @example await downloadByTheSdk('dev', join(cacheFolder(), 'bin', 'temporal'), progress);
 */
export async function downloadByTheSdk(
  kind: 'dev' | 'time-skipping',
  destination: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<boolean> {
  await mkdir(dirname(destination), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder(), 'download-'));
  try {
    progress(`asking the Temporal SDK for its download of the ${kind} server`);
    await withHeartbeat(progress, `downloading the ${kind} server`, () =>
      runCommand(process.execPath, [builtFile('infra/local/download-sdk-server.js'), kind, folder], {
        logFile: join(folder, 'log'),
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
        signal,
      }),
    );
    const file = (await readdir(folder)).map((name) => join(folder, name)).find(isExecutable);
    if (!file) return false;
    await rename(file, destination);
    return true;
  } catch {
    signal?.throwIfAborted();
    progress(`the ${kind} server cannot be downloaded from here`);
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
