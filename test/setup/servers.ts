import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { findChromium } from '../../infra/local/chromium';
import { startPostgres } from '../../infra/local/postgres';
import { startTemporalDevServer } from '../../infra/local/temporal-dev-server';
import { findTimeSkippingServer } from '../../infra/local/time-skipping-server';
import { ensureNamespace } from '../../infra/temporal/namespace';
import { SEARCH_ATTRIBUTE_KEYS } from '../../workflows/search-attributes';
import { ADDRESS_VARIABLES, type Server } from './addresses';

/** What the tiers of one jest run have started together. Tiers run their set-ups in one process. */
interface Run {
  readonly logFolder: string;
  readonly started: Map<Server, Promise<Running>>;
}

interface Running {
  /** What the tests are told. */
  readonly address: string;
  stop(): Promise<void>;
}

// On `globalThis`, because jest may load this file once for each tier.
const holder = globalThis as { everdialTestRun?: Run };

const START: Record<Server, (logFolder: string) => Promise<Running>> = {
  postgres: async (logFolder) => {
    const logFile = path.join(logFolder, 'postgres.log');
    const server = await startPostgres({ progress, unsafe: true, logFile });
    return { address: server.adminUrl, stop: () => server.stop() };
  },
  temporal: async (logFolder) => {
    const logFile = path.join(logFolder, 'temporal.log');
    const server = await startTemporalDevServer({ progress, logFile });
    try {
      await prepareNamespace(server.address);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return { address: server.address, stop: () => server.stop() };
  },
  'time-skipping': async () => {
    const address = await findTimeSkippingServer(progress);
    // Each test environment starts and stops a server of its own.
    return { address, stop: () => Promise.resolve() };
  },
  chromium: async () => {
    const address = await findChromium(progress);
    // Each test file starts a browser of its own.
    return { address, stop: () => Promise.resolve() };
  },
};

/**
 * Starts the servers that a tier needs and this run does not have yet, and tells the tests where they are.
 *
 * @throws the first failure, after stopping what had started: jest tears nothing down after a failed set-up.
 */
export async function startServers(needs: readonly Server[]): Promise<void> {
  const run = (holder.everdialTestRun ??= newRun());
  for (const server of needs) {
    if (!run.started.has(server)) run.started.set(server, START[server](run.logFolder));
  }
  try {
    for (const server of needs) {
      const running = await run.started.get(server);
      if (running) process.env[ADDRESS_VARIABLES[server]] = running.address;
    }
  } catch (error) {
    await stopServers();
    throw error;
  }
}

/** Stops everything that `startServers` has started in this process. */
export async function stopServers(): Promise<void> {
  const run = holder.everdialTestRun;
  if (!run) return;
  delete holder.everdialTestRun;
  await Promise.all([...run.started.values()].map((started) => started.then((server) => server.stop()).catch(report)));
  rmSync(run.logFolder, { recursive: true, force: true });
}

function newRun(): Run {
  return { logFolder: mkdtempSync(path.join(tmpdir(), 'everdial-test-')), started: new Map() };
}

async function prepareNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await ensureNamespace(connection, 'default', SEARCH_ATTRIBUTE_KEYS, progress);
  } finally {
    await connection.close();
  }
}

function progress(message: string): void {
  process.stderr.write(`test servers: ${message}\n`);
}

/** A server that never started has already failed the run. */
function report(error: unknown): void {
  progress(error instanceof Error ? error.message : String(error));
}
