import { EXIT_CODES } from './exit-codes';
import { Stopped } from './failure';
import { runCli } from './program';

// The command `everdial`: docs/cli.md.

const stop = new AbortController();
for (const [signal, code] of [
  ['SIGINT', EXIT_CODES.interrupted],
  ['SIGTERM', EXIT_CODES.terminated],
  ['SIGHUP', EXIT_CODES.terminated],
] as const) {
  process.on(signal, () => {
    // The second one does not wait for what the first has begun to clear away.
    if (stop.signal.aborted) process.exit(code);
    stop.abort(new Stopped(code));
  });
}
for (const stream of [process.stdout, process.stderr]) {
  // Whoever reads (`| head -1`) has had enough.
  stream.on('error', () => stop.abort(new Stopped(EXIT_CODES.done)));
}

const { env, stdin, stdout, stderr } = process;
void runCli(process.argv.slice(2), { env, stdin, stdout, stderr, signal: stop.signal }).then((code) => {
  process.exitCode = code;
  // Idle connections would keep the process for some seconds.
  stdout.write('', () => process.exit(code));
});
