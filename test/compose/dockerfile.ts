/** One instruction, its continued lines joined: `RUN`, `npm ci`. */
export interface Instruction {
  readonly name: string;
  readonly argument: string;
}

/** What stands between one `FROM` and the next. */
export interface Stage {
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/**
 * The stages of a Dockerfile; the last one is the image.
 *
 * @example readDockerfile(text).at(-1)?.instructions
 */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Array<{ from: string; instructions: Instruction[] }> = [];
  for (const line of lines) {
    const [, name = '', argument = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push({ from: argument, instructions: [] });
    else stages.at(-1)?.instructions.push({ name, argument });
  }
  return stages;
}

/** The arguments of every instruction with this name. */
export function argumentsOf(stage: Stage | undefined, name: string): string[] {
  return (stage?.instructions ?? []).filter((instruction) => instruction.name === name).map(({ argument }) => argument);
}
