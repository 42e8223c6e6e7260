import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { buildProgram, runCli } from '../../services/cli/program';
import { createCli } from './cli-world';

const cli = createCli({});
afterAll(() => cli.remove());

const { env, stdin, stdout, stderr } = process;
const program = buildProgram({ env, stdin, stdout, stderr, signal: new AbortController().signal });

function everyCommand(command: Command, path = 'everdial'): { path: string; command: Command }[] {
  return command.commands.flatMap((sub) => [
    { path: `${path} ${sub.name()}`, command: sub },
    ...everyCommand(sub, `${path} ${sub.name()}`),
  ]);
}

/** What bash offers for a line; its last word is the one that is being typed. */
function offered(script: string, ...words: string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const lines = `source ${script}; COMP_WORDS=(everdial ${quoted}); COMP_CWORD=${words.length}; _everdial; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', lines], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('completion', () => {
  let script: string;
  beforeAll(async () => {
    script = join(cli.folder, 'everdial.bash');
    writeFileSync(script, (await cli.run(['completion', 'bash'])).stdout);
  });

  it.each([
    ['commands', ['ca'], ['campaigns']],
    ['commands of a group', ['campaigns', 'c'], ['create', 'cancel']],
    ['options of a command and of all', ['campaigns', 'cancel', '--y'], ['--yes']],
    ['options of all commands', ['lines', '--ap'], ['--api']],
    ['what an option may be', ['lines', '--status', 'que'], ['queued']],
    ['shells', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['nothing of its own where a file is named', ['contacts', 'push', 'x'], []],
    ['nothing of its own for the value of an option', ['--api', 'ca'], []],
    ['commands behind options', ['--no-color', 'deliveries', 'r'], ['replay']],
  ])('offers %s in bash', (_what, words, expected) => {
    expect(offered(script, ...words)).toEqual(expected);
  });

  it.each(['zsh', 'fish'])('names every command and option for %s', async (shell) => {
    const { code, stdout: printed } = await cli.run(['completion', shell]);
    expect(code).toBe(0);
    for (const { command } of everyCommand(program)) {
      expect(printed).toContain(command.name());
      for (const { long } of command.options)
        expect(printed).toContain(shell === 'fish' ? `-l ${long?.slice(2)} ` : long);
    }
  });

  it('of another shell is wrong usage', async () => {
    expect((await cli.run(['completion', 'tcsh'])).code).toBe(2);
  });
});

describe('help', () => {
  it.each(everyCommand(program).map(({ path }) => path))('of %s has its options and the exit codes', async (path) => {
    let printed = '';
    const paper = { write: (text: string) => (printed += text) } as unknown as NodeJS.WriteStream;
    const world = { env, stdin, stdout: paper, stderr: paper, signal: new AbortController().signal };
    expect(await runCli([...path.split(' ').slice(1), '--help'], world)).toBe(0);
    expect(printed).toContain(`Usage: ${path}`);
    expect(printed).toContain('Exit codes: 0 done, 1 refused or failed, 2 wrong usage');
    expect(printed).toContain('--api <url>');
  });
});

describe('docs/cli.md', () => {
  const page = readFileSync(join(PROJECT_FOLDER, 'docs/cli.md'), 'utf8');
  const missing = (words: readonly string[]): string[] => words.filter((word) => !page.includes(`\`${word}`));

  it('names every command with its options', () => {
    const commands = everyCommand(program).filter(({ command }) => command.commands.length === 0);
    expect(missing(commands.map(({ path }) => path))).toEqual([]);
    const options = [program, ...commands.map(({ command }) => command)].flatMap(({ options }) => options);
    expect(missing(options.flatMap(({ long }) => (long ? [long] : [])))).toEqual([]);
    expect(missing(['everdial campaigns imagine', '--imagined'])).toHaveLength(2);
  });
});
