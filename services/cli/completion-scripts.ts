import type { Command, Option } from 'commander';

/** A command with what may follow it. */
interface Place {
  /** Words from the program on; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Command[];
  readonly options: readonly Option[];
  /** Words that its first argument may be. */
  readonly choices: readonly string[];
}

/** For bash: `complete` with the words of every command. */
export function bashScript(program: Command): string {
  const places = placesOf(program);
  const name = program.name();
  return `# Completion of ${name} for bash
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" place="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$place/$word" in
${bashPlaces(places)}
    esac
  done
  case "$place:$prev" in
${places.flatMap(bashValues).join('\n')}
  esac
  if [[ "$cur" == -* ]]; then
    case "$place" in
${places.map((place) => `      "${place.path}") COMPREPLY=($(compgen -W "${flagsOf(place).join(' ')}" -- "$cur")) ;;`).join('\n')}
    esac
    return
  fi
  case "$place" in
${places
  .filter((place) => wordsOf(place).length > 0)
  .map((place) => `    "${place.path}") COMPREPLY=($(compgen -W "${wordsOf(place).join(' ')}" -- "$cur")) ;;`)
  .join('\n')}
  esac
}
complete -o default -F _${name} ${name}
`;
}

/** For zsh: the script for bash, which zsh can run. */
export function zshScript(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`;
}

/** For fish: a line for each command and option. */
export function fishScript(program: Command): string {
  const name = program.name();
  const places = placesOf(program);
  const known = places.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  const lines = places.flatMap((place) => {
    const at = `complete -c ${name} -n "__${name}_at '${place.path}'"`;
    return [
      ...place.commands.map((command) => `${at} -f -a ${command.name()} -d ${quoted(command.description())}`),
      ...(place.choices.length > 0 ? [`${at} -f -a '${place.choices.join(' ')}'`] : []),
      ...place.options.map((option) => `${at}${fishOption(option)} -d ${quoted(option.description)}`),
    ];
  });
  return `# Completion of ${name} for fish
function __${name}_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l place
    for word in $words
        if contains -- (string join ' ' -- $place $word) ${known.join(' ')}
            set -a place $word
        end
    end
    test "$place" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function placesOf(command: Command, path = '', inherited: readonly Option[] = []): Place[] {
  const own = [...command.options, ...inherited].filter(({ hidden }) => !hidden);
  const choices = command.registeredArguments[0]?.argChoices ?? [];
  const place = { path, commands: command.commands, options: own, choices };
  const below = command.commands.flatMap((sub) =>
    placesOf(sub, path === '' ? sub.name() : `${path} ${sub.name()}`, own),
  );
  return [place, ...below];
}

function wordsOf({ commands, choices }: Place): string[] {
  return [...commands.map((command) => command.name()), ...choices];
}

function flagsOf({ options }: Place): string[] {
  return [...options.flatMap(({ long }) => (long ? [long] : [])), '--help'];
}

function bashPlaces(places: readonly Place[]): string {
  return places
    .filter(({ path }) => path !== '')
    .map(({ path }) => {
      const [word, parent] = [path.split(' ').at(-1), path.split(' ').slice(0, -1).join(' ')];
      return `      "${parent}/${word}") place="${path}" ;;`;
    })
    .join('\n');
}

/** What may stand behind an option: its choices, else whatever the shell finds, and never a command. */
function bashValues({ path, options }: Place): string[] {
  return options
    .filter(({ required, optional, long }) => (required || optional) && long)
    .map(({ long, argChoices }) => {
      const words = argChoices ? `COMPREPLY=($(compgen -W "${argChoices.join(' ')}" -- "$cur")); ` : '';
      return `    "${path}:${long}") ${words}return ;;`;
    });
}

function fishOption({ long, short, required, optional, argChoices }: Option): string {
  const names = `${long ? ` -l ${long.slice(2)}` : ''}${short ? ` -s ${short.slice(1)}` : ''}`;
  if (argChoices) return `${names} -x -a '${argChoices.join(' ')}'`;
  return `${names}${required || optional ? ' -r' : ''}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
