import { builtFile, PROJECT_FOLDER } from '../../infra/local/project-folder';
import { startNodeProcess, tailOf, type RunningProcess } from '../../infra/local/running-process';
import { waitUntil } from '../../infra/local/wait-until';

const READY_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 2_000;

/** One of our own processes, as the supervisor starts it. */
export interface NodeService {
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  /** Answers 200 when it is ready. */
  readonly readyUrl: string;
  readonly logFile: string;
  /** Milliseconds that it may drain for. */
  readonly stopWithinMs: number;
}

/**
 * Starts `dist/services/<name>/main.js`, and waits until it says that it is ready.
 *
 * @throws Error with the end of its log when it ends, or is not ready within a minute; it is stopped then.
 */
export async function startNodeService(service: NodeService, signal: AbortSignal): Promise<RunningProcess> {
  signal.throwIfAborted();
  const running = await startNodeProcess({
    script: builtFile(`services/${service.name}/main.js`),
    env: service.env,
    cwd: PROJECT_FOLDER,
    logFile: service.logFile,
    stopWithinMs: service.stopWithinMs,
  });
  let ended = false;
  void running.exited.then(() => (ended = true));
  try {
    await waitUntil(`${service.name} to be ready`, async () => ended || (await isReady(service.readyUrl)), {
      timeoutMs: READY_TIMEOUT_MS,
      signal,
    });
    if (ended) throw new Error(`${service.name} ended while it was starting`);
    return running;
  } catch (error) {
    await running.stop();
    if (signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}. The end of ${service.logFile}:\n${tailOf(service.logFile)}`, { cause: error });
  }
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  await response.body?.cancel();
  return response.status === 200;
}
