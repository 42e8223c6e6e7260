import { Argument, type Command } from 'commander';
import { bashScript, fishScript, zshScript } from '../completion-scripts';
import type { Run } from '../context';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof SCRIPTS;

const EXPLANATION = `
  bash  eval "$(everdial completion bash)"       in ~/.bashrc
  zsh   eval "$(everdial completion zsh)"        in ~/.zshrc, behind compinit
  fish  everdial completion fish | source        in ~/.config/fish/config.fish`;

/** `completion`: what a shell needs to complete commands and options. */
export function addCompletionCommand(program: Command, run: Run): void {
  program
    .command('completion')
    .description('print what makes a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', EXPLANATION)
    .action(run(async ({ stdout }, [shell]) => void stdout.write(SCRIPTS[shell as Shell](program))));
}
