import { EXIT_CODES, type ExitCode } from './exit-codes';

/** What the API answers when it refuses (RFC 9457). */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  readonly [field: string]: unknown;
}

/** A command that cannot go on: the message says what happened and what to do. */
export class CliFailure extends Error {
  override readonly name: string = 'CliFailure';

  /**
   * @param code stable, for programs.
   * @param problem the API's own document, where it was the API that refused.
   */
  constructor(
    readonly exitCode: ExitCode,
    readonly code: string,
    message: string,
    readonly problem: ProblemDocument | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What was typed cannot be run. */
export function usageFault(message: string): CliFailure {
  return new CliFailure(EXIT_CODES.usage, 'usage', message);
}

/** Something went wrong that is neither the API's refusal nor a typing mistake. */
export function failure(code: string, message: string, cause?: unknown): CliFailure {
  return new CliFailure(EXIT_CODES.failed, code, message, null, { cause });
}

/** A command that was stopped from outside: the reason of the signal that commands listen to. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor(readonly exitCode: ExitCode) {
    super('stopped');
  }
}
