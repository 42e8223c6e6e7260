/** `NAME=value` lines of an env file, as compose reads them; comments and empty lines do not count. */
export function readEnvFile(text: string): Record<string, string> {
  const entries = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value ?? ''] as const];
  });
  return Object.fromEntries(entries);
}

/** A variable that an example file explains. */
export interface DocumentedVariable {
  readonly name: string;
  readonly value: string;
  /** Commented out: what stands there is the default. */
  readonly optional: boolean;
}

/** Every variable of an example file, those that are commented out too. */
export function documentedVariables(text: string): DocumentedVariable[] {
  return [...text.matchAll(/^(#?)([A-Z_]+)=(.*)$/gm)].map(([, mark, name, value]) => ({
    name: name ?? '',
    value: value ?? '',
    optional: mark === '#',
  }));
}
