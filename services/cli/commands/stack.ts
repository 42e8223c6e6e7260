import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PROJECT_FOLDER } from '../../../infra/local/project-folder';
import { homeFolder } from '../connection';
import type { Context, Run } from '../context';

/** `up` and `demo`: what `npm start` and `npm run demo` do. */
export function addStackCommands(program: Command, run: Run): void {
  program
    .command('up')
    .description('start the whole stack on this machine, to stay; Ctrl-C stops it')
    .action(run((context) => becomeBootstrap('start', stackArguments(context))));
  program
    .command('demo')
    .description('start everything, call twelve simulated people, stop everything')
    .option('--keep', 'leave the stack running')
    .action(
      run<{ keep?: boolean }>((context, _args, { keep }) =>
        becomeBootstrap('demo', [
          ...stackArguments(context),
          ...(keep ? ['--keep'] : []),
          ...(context.options.json ? ['--json'] : []),
        ]),
      ),
    );
}

function stackArguments({ options, env }: Context): string[] {
  // The stack runs in the checkout: a path that was typed here is resolved here.
  return options.home || env.EVERDIAL_HOME ? ['--home', homeFolder(options.home, env)] : [];
}

/** Goes on as that program, in this process: it passes signals on, and ends with its stack's exit code. */
function becomeBootstrap(command: string, args: readonly string[]): Promise<never> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  const file = join(PROJECT_FOLDER, 'infra/local/bootstrap.cjs');
  process.argv = [process.execPath, file, command, ...args];
  createRequire(__filename)(file);
  return new Promise(() => undefined);
}
