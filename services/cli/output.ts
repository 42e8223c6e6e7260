import pc from 'picocolors';
import type { CliFailure } from './failure';
import { jsonLine, printable } from './printable';

type Colors = ReturnType<typeof pc.createColors>;

/** Where a command's results go: documents for programs, text for people. */
export interface Output {
  /** Results are NDJSON: `--json` was given, or stdout is no terminal. */
  readonly json: boolean;
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** A result, one line. Only where results are NDJSON. */
  document(document: object): void;
  /** A result for people. What comes from the API has been made printable. */
  text(line: string): void;
  /** What is no result: goes to stderr. */
  note(line: string): void;
  /** Why a command has failed. */
  fail(error: CliFailure): void;
}

/** What of the command line concerns the output. */
export interface OutputOptions {
  readonly json?: boolean;
  /** False after --no-color. */
  readonly color?: boolean;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

const DEFAULT_COLUMNS = 80;

/** Colours are for terminals, unless NO_COLOR (https://no-color.org) or --no-color is there. */
export function createOutput(options: OutputOptions, { stdout, stderr, env }: Streams): Output {
  const wanted = options.color !== false && !env.NO_COLOR && env.TERM !== 'dumb';
  const colors = pc.createColors(wanted && stdout.isTTY);
  const ofErrors = pc.createColors(wanted && stderr.isTTY);
  return {
    json: options.json === true || !stdout.isTTY,
    colors,
    columns: stdout.columns || DEFAULT_COLUMNS,
    stdout,
    stderr,
    document: (document) => void stdout.write(`${jsonLine(document)}\n`),
    text: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    fail: (error) => {
      if (options.json === true) {
        stderr.write(`${jsonLine(error.problem ?? { code: error.code, detail: error.message })}\n`);
        return;
      }
      const lines = error.message.split('\n').map(printable).join('\n');
      stderr.write(`${ofErrors.red('error')} ${lines} ${ofErrors.dim(`[${printable(error.code)}]`)}\n`);
    },
  };
}
