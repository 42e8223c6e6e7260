import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface CommandInContainer {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workFolder: string;
}

const KEPT_OUTPUT = 8_000;
const STOP_LIMIT_MS = 30_000;

/** A process that runs as a container's would: nothing of this process's environment but PATH. */
export class ComposedProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';

  constructor({ command, environment, workFolder }: CommandInContainer) {
    const [program = '', ...rest] = command;
    this.#child = spawn(program, rest, {
      cwd: workFolder,
      env: { PATH: process.env.PATH, HOME: '/home/node', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  /** The end of what it said. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Its exit code; null when a signal ended it. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  /** As `docker stop`: SIGTERM, and SIGKILL when the grace period is over. */
  async stop(): Promise<number | null> {
    if (this.isRunning) this.#child.kill('SIGTERM');
    const tooLong = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    const code = await this.#ended;
    clearTimeout(tooLong);
    return code;
  }
}

/** Runs a command to its end; throws with its output unless it ends with 0. */
export async function runToEnd(command: CommandInContainer): Promise<void> {
  const running = new ComposedProcess(command);
  const code = await running.ended();
  if (code !== 0) throw new Error(`${command.command.join(' ')} ended with ${code}:\n${running.output}`);
}
