import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { addCampaignCommands } from './commands/campaigns';
import { addCompletionCommand } from './commands/completion';
import { addContactCommands } from './commands/contacts';
import { addDeliveryCommands } from './commands/deliveries';
import { addDoctorCommand } from './commands/doctor';
import { addLineCommand } from './commands/lines';
import { addListenCommand } from './commands/listen';
import { addStackCommands } from './commands/stack';
import { createRun, type GlobalOptions, type World } from './context';
import { EXIT_CODES, EXIT_CODES_HELP } from './exit-codes';
import { CliFailure, failure, Stopped } from './failure';
import { createOutput } from './output';

/**
 * Runs one command.
 *
 * @param argv what was typed after the name of the program.
 * @returns the exit code; what has failed has been said.
 */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  const program = buildProgram(world);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    if (world.signal.aborted && world.signal.reason instanceof Stopped) return world.signal.reason.exitCode;
    if (error instanceof Stopped) return error.exitCode;
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    const known =
      error instanceof CliFailure
        ? error
        : failure('unexpected', error instanceof Error ? error.message : String(error), error);
    createOutput(program.opts<GlobalOptions>(), world).fail(known);
    return known.exitCode;
  }
}

/** Every command with its options. */
export function buildProgram(world: World): Command {
  const program = new Command('everdial')
    .description('Outbound calling campaigns, from the command line.')
    .version(versionOfProject(), '-V, --version')
    .option('--api <url>', 'where the API is: else EVERDIAL_API_URL, else the local stack')
    .option('--key <key>', 'API key; others on this machine can see it, EVERDIAL_API_KEY they cannot')
    .option('--home <folder>', 'folder of the local stack: else EVERDIAL_HOME, else .everdial in the checkout')
    .option('--json', 'a JSON document a line; without a terminal always')
    .option('--no-color', 'no colours, as with NO_COLOR')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
    })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .addHelpText('afterAll', `\n${EXIT_CODES_HELP}`);
  const run = createRun(world);
  addStackCommands(program, run);
  addCampaignCommands(program, run);
  addContactCommands(program, run);
  addLineCommand(program, run);
  addDeliveryCommands(program, run);
  addListenCommand(program, run);
  addDoctorCommand(program, run);
  addCompletionCommand(program, run);
  return program;
}

function versionOfProject(): string {
  const file = readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
