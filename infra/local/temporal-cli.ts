import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fillCache } from './cache-folder';
import { findProgram, isExecutable } from './find-program';
import { withHeartbeat, type Progress } from './progress';
import { runCommand } from './run-command';
import { downloadByTheSdk } from './sdk-download';

const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const BUILD_TIMEOUT_MS = 20 * 60_000;

/**
 * Finds the Temporal CLI, whose dev server the local stack runs, or makes it: `temporal` on PATH, else the one
 * in the cache, else the SDK's download, else built with Go (about 3 minutes on 2 cores, once).
 *
 * @param signal gives up a download or build.
 * @returns an absolute path.
 * @throws Error that says what to install.
 * @example const cli = await findTemporalCli(console.error);
 */
export async function findTemporalCli(progress: Progress, signal?: AbortSignal): Promise<string> {
  const installed = findProgram('temporal');
  if (installed) return installed;
  const cached = cachedCli();
  if (isExecutable(cached)) return cached;
  return fillCache('temporal-cli', progress, async () => {
    // Whoever was waited for may have made it.
    if (isExecutable(cached)) return cached;
    if (await downloadByTheSdk('dev', cached, progress, signal)) return cached;
    await buildWithGo(cached, progress, signal);
    return cached;
  });
}

function cachedCli(): string {
  return join(cacheFolder(), 'bin', 'temporal');
}

async function buildWithGo(destination: string, progress: Progress, signal?: AbortSignal): Promise<void> {
  const go = findProgram('go');
  if (!go) {
    throw new Error(
      'The Temporal CLI is missing, and could neither be downloaded nor built. Install it ' +
        '(https://docs.temporal.io/cli, `brew install temporal`) or install Go 1.24 or later, then try again.',
    );
  }
  const folder = await mkdtemp(join(cacheFolder(), 'build-'));
  try {
    progress('building the Temporal CLI with Go (about 3 minutes on 2 cores, only this once)');
    await withHeartbeat(progress, 'building the Temporal CLI', () =>
      runCommand(go, ['install', CLI_MODULE], {
        env: { ...process.env, GOBIN: folder },
        logFile: join(folder, 'go.log'),
        timeoutMs: BUILD_TIMEOUT_MS,
        signal,
      }),
    );
    await mkdir(join(cacheFolder(), 'bin'), { recursive: true });
    await rename(join(folder, 'temporal'), destination);
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      'The Temporal CLI could not be built with Go. Install it (https://docs.temporal.io/cli), then try again. ' +
        (error instanceof Error ? error.message : String(error)),
      { cause: error },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
