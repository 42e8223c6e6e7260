/** What the exit code of a command says. */
export const EXIT_CODES = {
  done: 0,
  /** The API refuses, or something failed. */
  failed: 1,
  usage: 2,
  unreachable: 3,
  unauthenticated: 4,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM or SIGHUP. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Stands below the help of every command. */
export const EXIT_CODES_HELP = [
  'Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the API cannot be reached, 4 not authenticated,',
  '130 interrupted (143 by SIGTERM).',
].join('\n');
