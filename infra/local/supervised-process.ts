import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './progress';
import type { ExitStatus, RunningProcess } from './running-process';

export interface SupervisedOptions {
  readonly name: string;
  /** Starts the process and resolves when it is ready; stops it and throws when the signal is aborted. */
  readonly start: (signal: AbortSignal) => Promise<RunningProcess>;
  readonly progress: Progress;
  /** Told after each restart, when `pid` is another. */
  readonly onRestart: () => void;
  /** Ends the first start early. */
  readonly signal?: AbortSignal;
  /** Milliseconds before the first restart; doubled each time, 10 s at most. */
  readonly firstBackoffMs?: number;
}

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;
/** A process that ran this long has recovered from whatever it was. */
const HEALTHY_AFTER_MS = 30_000;

/**
 * A process that is started again whenever it ends by itself.
 *
 * @example
 * const api = await SupervisedProcess.start({ name: 'api', start: startApi, progress, onRestart: writeStackFile });
 * await api.stop();
 */
export class SupervisedProcess {
  readonly #options: SupervisedOptions;
  readonly #stopping = new AbortController();
  #current: RunningProcess | undefined;
  #watching: Promise<void> = Promise.resolve();

  private constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  /** @throws what the first start throws; nothing is left running then. */
  static async start(options: SupervisedOptions): Promise<SupervisedProcess> {
    const supervised = new SupervisedProcess(options);
    const signals = [supervised.#stopping.signal, ...(options.signal ? [options.signal] : [])];
    supervised.#current = await options.start(AbortSignal.any(signals));
    supervised.#watching = supervised.#watch(supervised.#current);
    return supervised;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Undefined between its end and the restart. */
  get pid(): number | undefined {
    return this.#current?.pid;
  }

  /** Its own and its guardian's. */
  get pids(): readonly number[] {
    return this.#current?.pids ?? [];
  }

  /** Stops it for good, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error(`${this.name} is being stopped`));
    await this.#current?.stop();
    await this.#watching;
  }

  async #watch(first: RunningProcess): Promise<void> {
    let running = first;
    let backoffMs = this.#firstBackoffMs;
    for (;;) {
      const begunAt = Date.now();
      const status = await running.exited;
      this.#current = undefined;
      if (this.#stopping.signal.aborted) return;
      this.#options.progress(`${this.name} ended (${describe(status)}): starting it again`);
      if (Date.now() - begunAt > HEALTHY_AFTER_MS) backoffMs = this.#firstBackoffMs;
      const restarted = await this.#restart(backoffMs);
      if (!restarted) return;
      backoffMs = next(backoffMs);
      running = restarted;
      this.#current = restarted;
      this.#options.progress(`${this.name} is ready again`);
      this.#options.onRestart();
    }
  }

  /** Tries until it is ready; undefined when it is to stop. */
  async #restart(firstBackoffMs: number): Promise<RunningProcess | undefined> {
    const { signal } = this.#stopping;
    for (let backoffMs = firstBackoffMs; ; backoffMs = next(backoffMs)) {
      await delay(backoffMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      try {
        return await this.#options.start(signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.progress(`${this.name} did not start, trying again: ${reason}`);
      }
    }
  }

  get #firstBackoffMs(): number {
    return this.#options.firstBackoffMs ?? FIRST_BACKOFF_MS;
  }
}

function next(backoffMs: number): number {
  return Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
}

function describe({ code, signal }: ExitStatus): string {
  return signal ? `signal ${signal}` : `code ${code ?? 'unknown'}`;
}
