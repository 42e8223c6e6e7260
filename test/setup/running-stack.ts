import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../infra/db/database';
import { startStack, type Stack } from '../../services/local/stack';
import type { StackInfo } from '../../services/local/stack-info';
import { eventually } from './eventually';

/** One entry of the simulator's ledger. */
export interface LedgerEntry {
  readonly kind: 'asked' | 'ended';
  readonly reference: string;
  readonly to: string;
  readonly at: string;
}

/** Everything as real processes, with ways to freeze and kill them. */
export class RunningStack {
  private constructor(
    private readonly stack: Stack,
    private readonly home: string,
    readonly db: Database,
  ) {}

  /** @param env added to the environment of every process. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningStack> {
    const home = mkdtempSync(join(tmpdir(), 'everdial-chaos-'));
    const stack = await startStack({ home, progress: () => undefined, given: {}, env: { '*': env } });
    return new RunningStack(stack, home, openDatabase(stack.info.postgres_url, { onError: () => undefined }));
  }

  async stop(): Promise<void> {
    await this.db.destroy();
    await this.stack.stop();
    const note = join(this.home, 'postgres.json');
    if (existsSync(note)) {
      const { dataFolder } = JSON.parse(readFileSync(note, 'utf8')) as { dataFolder: string };
      rmSync(dataFolder, { recursive: true, force: true });
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Where everything is, as in `stack.json`. */
  get info(): StackInfo {
    return this.stack.info;
  }

  /** Where it keeps its logs and data. */
  get folder(): string {
    return this.home;
  }

  pidOf(name: string): number {
    const pid = this.stack.info.processes[name];
    if (!pid) throw new Error(`There is no process ${name}.`);
    return pid;
  }

  signal(name: string, signal: NodeJS.Signals): void {
    process.kill(this.pidOf(name), signal);
  }

  /** Kills a process, and waits until the supervisor has put another in its place. */
  async killAndAwaitAnother(name: string): Promise<void> {
    const before = this.pidOf(name);
    this.signal(name, 'SIGKILL');
    await eventually(() => this.pidOf(name) !== before, { timeoutMs: 60_000, what: `another ${name}` });
  }

  async api<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const { api_url, api_key } = this.stack.info;
    const response = await fetch(new URL(`/api/v1${path}`, api_url), {
      method,
      headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async createCampaign(fields: Record<string, unknown> = {}): Promise<number> {
    const created = await this.api<{ id: number }>('POST', '/calls/bulk_call/create', {
      name: 'Chaos',
      phone_number_id: this.stack.info.phone_number_id,
      is_dynamic: true,
      ...fields,
    });
    return created.id;
  }

  async addContact(campaignId: number, toNumber: string, fields: Record<string, unknown> = {}): Promise<number> {
    const path = `/calls/bulk_call/${campaignId}/add_contact`;
    return (await this.api<{ line_id: number }>('POST', path, { to_number: toNumber, ...fields })).line_id;
  }

  async statusOf(lineId: number): Promise<string> {
    const line = await this.db
      .selectFrom('lines')
      .select('call_status')
      .where('id', '=', lineId)
      .executeTakeFirstOrThrow();
    return line.call_status;
  }

  /** Makes the simulator misbehave. */
  async fault(fault: Record<string, unknown>): Promise<void> {
    const response = await fetch(new URL('/v1/faults', this.stack.info.simulator_url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!response.ok) throw new Error(`The simulator answered ${response.status}.`);
  }

  /** Every call that the provider was asked for. */
  async ledger(): Promise<LedgerEntry[]> {
    const response = await fetch(new URL('/v1/ledger', this.stack.info.simulator_url));
    return ((await response.json()) as LedgerEntry[]).filter(({ kind }) => kind === 'asked');
  }

  async callsTo(number: string): Promise<LedgerEntry[]> {
    return (await this.ledger()).filter(({ to }) => to === number);
  }
}
