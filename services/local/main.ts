import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWithParent } from '../../infra/local/parent-watch';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { credentialsFileOf } from './credentials';
import { LOCAL_WEBHOOK_RANGES } from './service-environment';
import { startStack, type Stack } from './stack';
import { stackFileOf } from './stack-info';

// `npm start`: the whole stack in the foreground, to stay. Its data outlives it.

/** The supervisor's own share of the 30 seconds that a stop may take. */
const STOP_LIMIT_MS = 30_000;

async function main(): Promise<void> {
  const home = homeFolder(process.argv.slice(2));
  const stopRequest = new AbortController();
  onStopRequest((reason) => {
    say(`${reason}: draining and stopping in order`);
    stopRequest.abort(new StopRequested());
  });
  const stack = await startStack({ home, progress: say, signal: stopRequest.signal });
  print(stack);
  await aborted(stopRequest.signal);
  await stack.stop();
  say('stopped');
}

class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/** --home, else EVERDIAL_HOME, else `.everdial` in the checkout. */
function homeFolder(args: string[]): string {
  const { values } = parseArgs({ args, options: { home: { type: 'string' } } });
  const named = values.home ?? process.env.EVERDIAL_HOME;
  return named ? resolve(named) : join(PROJECT_FOLDER, '.everdial');
}

/** A terminal's Ctrl-C may come more than once (npm passes it on as well): the first counts. */
function onStopRequest(stop: (reason: string) => void): void {
  let requested = false;
  const once = (reason: string): void => {
    if (requested) return;
    requested = true;
    stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once(signal));
  exitWithParent(() => once('the process that started this one has gone'), STOP_LIMIT_MS);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function print({ info, home }: Stack): void {
  const rows: readonly (readonly [string, string])[] = [
    ['Dashboard, API', info.api_url],
    ['Temporal', `${info.temporal_address} (namespace ${info.temporal_namespace})`],
    ['Temporal UI', info.temporal_ui_url ?? 'not known (TEMPORAL_UI_URL)'],
    ['Simulated telephony', info.simulator_url],
    ['Addresses, key, token', stackFileOf(home.folder)],
    ['Credentials', credentialsFileOf(home.folder)],
    ['Logs', home.logsFolder],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
  console.log(`\nEverdial is ready.\n\n${lines.join('\n')}\n`);
  const ranges = process.env.WEBHOOK_ALLOWED_RANGES ?? LOCAL_WEBHOOK_RANGES;
  console.log(`Webhooks may reach this machine's own addresses (WEBHOOK_ALLOWED_RANGES=${ranges}); a production`);
  console.log('installation refuses them. Ctrl-C drains and stops everything; the data stays.\n');
}

function say(message: string): void {
  process.stderr.write(`everdial: ${message}\n`);
}

// A closed terminal must not end the supervisor before it has stopped its processes.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof StopRequested) process.exit(0);
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
