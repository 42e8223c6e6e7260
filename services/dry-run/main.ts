import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import { exitWithParent } from '../../infra/local/parent-watch';
import { startPostgres } from '../../infra/local/postgres';
import { startTimeSkippingServer } from '../../infra/local/time-skipping-server';
import { createLogger } from '../../infra/observability/logger';
import { mixSchema } from '../../infra/telephony/simulator/mix-schema';
import { readArguments, UsageError, type Arguments } from './arguments';
import { readCampaignFile } from './campaign-file';
import { describe, jsonLines } from './report';
import { runDry, type DryRun, type DryRunResult } from './run';

// `npm run dry-run`: what would this campaign do?

const DIST = join(__dirname, '..', '..');
/** How long stopping may take when the process that started this one has gone. */
const STOP_LIMIT_MS = 15_000;
const BROKEN_RULES = 1;
const USAGE = 2;
const STOPPED = 130;

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2), Date.now());
  const stop = new AbortController();
  onStopRequest(() => stop.abort(new StopRequested('stopped')));
  const run = await readRun(given);
  const result = await onOwnServers(run, stop.signal);
  if (given.json) for (const document of jsonLines(result)) console.log(JSON.stringify(document));
  else console.log(describe(result, run.campaign));
  return result.breaches.length === 0 ? 0 : BROKEN_RULES;
}

class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

async function readRun(given: Arguments): Promise<DryRun> {
  const { campaignFile, mixFile, contactsFile, from, number, talkS, maxDays, maxContacts } = given;
  return {
    campaign: await readCampaignFile(campaignFile),
    mix: mixFile === null ? null : await readMix(mixFile),
    ...{ contactsFile, from, number, talkS, maxDays, maxContacts },
  };
}

async function readMix(file: string): Promise<DryRun['mix']> {
  try {
    const read = mixSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (read.success) return read.data;
    throw new Error(z.prettifyError(read.error));
  } catch (error) {
    throw new UsageError(`${file} is no mix (docs/dry-run.md): ${(error as Error).message}`, { cause: error });
  }
}

/** Servers that are started for this run, and leave nothing behind. */
async function onOwnServers(run: DryRun, signal: AbortSignal): Promise<DryRunResult> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
    shutdownSignals: [],
  });
  say('starting the servers of the dry run');
  const postgres = await startPostgres({ progress: say, unsafe: true, signal });
  try {
    const temporal = await startTimeSkippingServer(say);
    try {
      const ground = {
        postgresUrl: postgres.adminUrl,
        temporalAddress: temporal.address,
        workflowBundle: { codePath: join(DIST, 'dry-run-bundle.js') },
        logger: createLogger('dry-run', process.env.LOG_LEVEL ?? 'silent'),
      };
      return await runDry(ground, run, { progress: say, signal });
    } finally {
      await temporal.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** A terminal's Ctrl-C may come more than once (npm passes it on as well): the first counts. */
function onStopRequest(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  exitWithParent(stop, STOP_LIMIT_MS);
}

function say(message: string): void {
  process.stderr.write(`everdial: ${message}\n`);
}

// A closed terminal must not end this process before it has stopped the servers.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof StopRequested) process.exit(STOPPED);
    say(error instanceof Error ? error.message : String(error));
    process.exit(error instanceof UsageError ? USAGE : BROKEN_RULES);
  },
);
