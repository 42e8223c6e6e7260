import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWithParent } from '../../infra/local/parent-watch';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { openStack, type OpenStack } from './demo/open-stack';
import { describeEnd, summarize, type Finished, type Summary } from './demo/report';
import { runDemo } from './demo/run-demo';
import { createLineView, createLiveTable, type View } from './demo/view';
import { stackFileOf } from './stack-info';

// `npm run demo`: a dozen contacts of one campaign on a whole stack, as an integrator would call them.

/** How long stopping may take when the process that started this one has gone. */
const STOP_LIMIT_MS = 30_000;
const INTERRUPTED_CODE = 130;

interface Options {
  readonly home: string;
  /** One JSON document as the last line, and what happens on the error output. */
  readonly json: boolean;
  readonly keep: boolean;
}

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const stopRequest = new AbortController();
  onStopRequest(() => stopRequest.abort(new Interrupted('interrupted')));
  const { signal } = stopRequest;
  try {
    const stack = await openStack({ ...options, progress: say, signal });
    const summary = await playOn(stack, options, signal);
    if (options.json) {
      stack.afterwards.split('\n').forEach(say);
      console.log(JSON.stringify(summary));
    } else {
      console.log(`\n${stack.afterwards}`);
    }
    return summary.ok ? 0 : 1;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(message);
    if (options.json) console.log(JSON.stringify({ ok: false, faults: [message] }));
    return signal.aborted ? INTERRUPTED_CODE : 1;
  }
}

/** Stops the stack before it returns, unless it is to stay. */
async function playOn(stack: OpenStack, { home, json }: Options, signal: AbortSignal): Promise<Summary> {
  try {
    const finished = await runDemo({ info: stack.info, stackFile: stackFileOf(home), view: viewFor(json), signal });
    return conclude(finished, json);
  } finally {
    await stack.close();
  }
}

function conclude(finished: Finished, json: boolean): Summary {
  const summary = summarize(finished);
  if (json) for (const fault of summary.faults) say(fault);
  else console.log(`\n${describeEnd(finished, summary)}`);
  return summary;
}

function viewFor(json: boolean): View {
  if (json) return createLineView(process.stderr);
  return process.stdout.isTTY ? createLiveTable(process.stdout) : createLineView(process.stdout);
}

/** --home, else EVERDIAL_HOME, else `.everdial` in the checkout. */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { home: { type: 'string' }, json: { type: 'boolean' }, keep: { type: 'boolean' } },
  });
  const named = values.home ?? process.env.EVERDIAL_HOME;
  const home = named ? resolve(named) : join(PROJECT_FOLDER, '.everdial');
  return { home, json: values.json ?? false, keep: values.keep ?? false };
}

/** A terminal's Ctrl-C may come more than once (npm passes it on as well): the first counts. */
function onStopRequest(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  exitWithParent(stop, STOP_LIMIT_MS);
}

function say(message: string): void {
  process.stderr.write(`everdial: ${message}\n`);
}

// A closed terminal must not end this process before it has stopped the others.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
