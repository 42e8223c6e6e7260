import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile } from '../../infra/local/project-folder';
import type { StackInfo } from '../../services/local/stack-info';
import { eventually } from '../setup/eventually';
import { allEnded } from './processes';

const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 30_000;
const EVERY_PROCESS = [
  'api',
  'postgres',
  'simulator',
  'temporal',
  'worker-calls',
  'worker-campaigns',
  'worker-webhooks',
];

const homes: string[] = [];
const supervisors: ChildProcess[] = [];

afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await ended(supervisor, 'SIGTERM');
  for (const home of homes.splice(0)) {
    const note = join(home, 'postgres.json');
    if (existsSync(note)) rmSync(readJson<{ dataFolder: string }>(note).dataFolder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
});

/** Mode 0700, as mkdtemp makes it. */
function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'everdial-stack-'));
  homes.push(home);
  return home;
}

function launch(home: string): ChildProcess {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, ...env } = process.env;
  const supervisor = spawn(process.execPath, [builtFile('services/local/main.js'), '--home', home], {
    env: { ...env, LOG_LEVEL: 'info' },
    // By the channel it learns when this test run is killed.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: true,
  });
  supervisors.push(supervisor);
  return supervisor;
}

function ready(home: string, supervisor: ChildProcess): Promise<StackInfo> {
  return eventually(
    () => {
      if (supervisor.exitCode !== null) throw new Error(`the supervisor ended with ${supervisor.exitCode}`);
      return existsSync(join(home, 'stack.json')) && readJson<StackInfo>(join(home, 'stack.json'));
    },
    { timeoutMs: READY_WITHIN_MS, what: 'stack.json' },
  );
}

async function ended(supervisor: ChildProcess, signal: NodeJS.Signals, group = false): Promise<number | null> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return supervisor.exitCode;
  const exit = once(supervisor, 'exit') as Promise<[number | null]>;
  const pid = supervisor.pid ?? 0;
  process.kill(group ? -pid : pid, signal);
  return (await exit)[0];
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** Guardians too. */
function pidsOf(home: string): number[] {
  return readJson<{ pid: number }[]>(join(home, 'running.json')).map(({ pid }) => pid);
}

function pick(info: StackInfo): unknown {
  const { api_key, webhook_token, callback_secret, phone_number_id } = info;
  return { api_key, webhook_token, callback_secret, phone_number_id };
}

test('two stacks started at once run side by side; one is told to stop, the other loses its supervisor', async () => {
  const [first, second] = [newHome(), newHome()];
  const [one, two] = [launch(first), launch(second)];
  const [a, b] = await Promise.all([ready(first, one), ready(second, two)]);

  for (const info of [a, b]) {
    expect(Object.keys(info.processes).sort()).toEqual(EVERY_PROCESS);
    for (const base of [info.api_url, info.simulator_url]) expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect((await fetch(String(info.temporal_ui_url))).status).toBe(200);
  }
  expect(a.api_url).not.toBe(b.api_url);
  expect(a.postgres_url).not.toBe(b.postgres_url);
  expect(statSync(join(first, 'stack.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(first, 'credentials.json')).mode & 0o777).toBe(0o600);

  const pids = pidsOf(first);
  const askedAt = Date.now();
  expect(await ended(one, 'SIGINT', true)).toBe(0);
  expect(Date.now() - askedAt).toBeLessThan(STOPPED_WITHIN_MS);
  expect(existsSync(join(first, 'stack.json'))).toBe(false);
  await allEnded(pids);
  expect((await fetch(`${b.api_url}/readyz`)).status).toBe(200);

  const orphans = pidsOf(second);
  await ended(two, 'SIGKILL');
  await allEnded(orphans);
});

test('what dies is started again under its name, and a restarted stack has the same data and credentials', async () => {
  const home = newHome();
  const first = launch(home);
  const before = await ready(home, first);
  for (const [name, pid] of Object.entries(before.processes)) {
    process.kill(pid, 'SIGKILL');
    await eventually(() => expect(readJson<StackInfo>(join(home, 'stack.json')).processes[name]).not.toBe(pid), {
      timeoutMs: READY_WITHIN_MS,
      what: `${name} to be started again`,
    });
  }
  expect((await fetch(`${before.api_url}/readyz`)).status).toBe(200);
  const orphans = pidsOf(home);
  // Started again at once after a supervisor that was killed: the new one waits for what is still ending.
  await ended(first, 'SIGKILL');
  const second = launch(home);
  const after = await ready(home, second);
  expect(pick(after)).toEqual(pick(before));
  await allEnded(orphans);

  const refused = launch(home);
  expect((await once(refused, 'exit'))[0]).toBe(1);
  expect(await ended(second, 'SIGTERM')).toBe(0);
});

test('a stop that is asked for during the start leaves nothing behind', async () => {
  const home = newHome();
  const supervisor = launch(home);
  await eventually(() => existsSync(join(home, 'running.json')) && pidsOf(home).length > 0, {
    timeoutMs: READY_WITHIN_MS,
  });
  const pids = pidsOf(home);
  expect(await ended(supervisor, 'SIGTERM')).toBe(0);
  await allEnded(pids);
  expect(existsSync(join(home, 'stack.json'))).toBe(false);
});
