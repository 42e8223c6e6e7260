import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pty from '@lydell/node-pty';
import { builtFile } from '../../infra/local/project-folder';
import type { ApiDependencies } from '../../services/api/dependencies';
import { createApiWorld, type ApiWorld } from '../api/api-world';
import { eventually } from '../setup/eventually';

/** How a command is run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads on stdin; nothing unless given. */
  readonly input?: string;
  readonly cwd?: string;
  readonly columns?: number;
}

/** What a command in a pipe has left. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Its stdout, document by document. */
  readonly documents: Record<string, unknown>[];
}

/** A command in a pipe, while it runs. */
export interface Running {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ran>;
}

/** A command on a pseudo-terminal. */
export interface Terminal {
  /** Everything that was written to it, escape codes and all. */
  raw(): string;
  /** The same without escape codes. */
  text(): string;
  type(keys: string): void;
  /** Waits until the text shows it. */
  shows(what: string | RegExp): Promise<void>;
  readonly ended: Promise<number>;
}

/** Runs the built command as the process that it is. */
export interface Cli {
  readonly env: Readonly<Record<string, string>>;
  /** A folder of this test. */
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  start(args: readonly string[], options?: RunOptions): Running;
  terminal(args: readonly string[], options?: RunOptions): Terminal;
  remove(): void;
}

/** An API on a real port, and the command beside it. */
export interface CliWorld extends Cli {
  readonly api: ApiWorld;
  readonly url: string;
  close(): Promise<void>;
}

const PROGRAM = builtFile('services/cli/main.js');
export const CTRL_C = '\u0003';
export const ENTER = '\r';
export const ESCAPE = '\u001b';

/** @param variables what the command finds in its environment. */
export function createCli(variables: Readonly<Record<string, string>>, program = PROGRAM): Cli {
  const folder = mkdtempSync(join(tmpdir(), 'everdial-cli-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TZ: 'UTC',
    // No stack runs there.
    EVERDIAL_HOME: join(folder, 'home'),
    ...variables,
  };
  const start = (args: readonly string[], options: RunOptions = {}): Running => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? folder,
      env: { ...env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A command that has ended reads nothing more.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    const [stdout, stderr] = [out, err].map((chunks) => () => Buffer.concat(chunks).toString());
    const ended = once(child, 'close').then(([code]) => ran(code as number | null, stdout!(), stderr!()));
    return { child, stdout: stdout!, stderr: stderr!, ended };
  };
  return {
    env,
    folder,
    start,
    run: (args, options) => start(args, options).ended,
    terminal: (args, options) => openTerminal([program, ...args], { env, folder }, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ran(code: number | null, stdout: string, stderr: string): Ran {
  return {
    code,
    stdout,
    stderr,
    get documents() {
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

function openTerminal(
  args: readonly string[],
  { env, folder }: Pick<Cli, 'env' | 'folder'>,
  { env: more, cwd = folder, columns = 160 }: RunOptions = {},
): Terminal {
  const terminal = pty.spawn(process.execPath, [...args], {
    name: more?.TERM ?? 'xterm-256color',
    cols: columns,
    rows: 50,
    cwd,
    env: { ...env, ...more },
  });
  let raw = '';
  terminal.onData((data) => (raw += data));
  const text = (): string => withoutEscapes(raw);
  return {
    raw: () => raw,
    text,
    type: (keys) => terminal.write(keys),
    shows: async (what) => {
      const isThere = (): boolean => (typeof what === 'string' ? text().includes(what) : what.test(text()));
      await eventually(isThere, { timeoutMs: 20_000, what: `${String(what)} on the terminal, which shows: ${text()}` });
    },
    ended: new Promise((resolve) => {
      // What was written last may come after the end.
      terminal.onExit(({ exitCode, signal }) => setImmediate(() => resolve(exitCode || (signal ? 128 + signal : 0))));
    }),
  };
}

/** Text without what moves the cursor, colours and titles. */
export function withoutEscapes(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape codes are made of them
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007|\u001b[=>78]/g, '');
}

/** An API on a database of its own, and the command with its address and key. */
export async function createCliWorld(changes: Partial<ApiDependencies> = {}): Promise<CliWorld> {
  const api = await createApiWorld(changes);
  const server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cli = createCli({ EVERDIAL_API_URL: url, EVERDIAL_API_KEY: api.key });
  return {
    ...cli,
    api,
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      cli.remove();
      await api.close();
    },
  };
}
