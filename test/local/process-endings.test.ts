import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../infra/local/run-command';
import { startGuarded, startNodeProcess } from '../../infra/local/running-process';
import { eventually } from '../setup/eventually';
import { allEnded, isRunning } from './processes';

let folder: string;
let notes: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everdial-endings-'));
  notes = join(folder, 'notes');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function startSupervisor(): Promise<{ supervisor: ChildProcess; children: number[] }> {
  const supervisor = spawn(process.execPath, [join(__dirname, 'supervisor.cjs'), notes], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [line] = (await once(supervisor.stdout, 'data')) as [Buffer];
  const children = JSON.parse(line.toString()) as number[];
  await eventually(() => notesTaken().includes('ready'));
  expect(children.every(isRunning)).toBe(true);
  return { supervisor, children };
}

function notesTaken(): string[] {
  return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
}

test('when the supervisor is killed, programs and processes end, and ours are told', async () => {
  const { supervisor, children } = await startSupervisor();
  supervisor.kill('SIGKILL');
  await allEnded(children);
  expect(notesTaken()).toContain('gone');
});

test('a signal to the whole process group reaches the supervisor alone', async () => {
  const { supervisor, children } = await startSupervisor();
  process.kill(-(supervisor.pid ?? 0), 'SIGINT');
  await allEnded(children);
  expect(notesTaken()).not.toContain('SIGINT');
});

test('a process that does not end in time is killed', async () => {
  const stubborn = join(folder, 'stubborn.cjs');
  writeFileSync(
    stubborn,
    `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); require('fs').writeFileSync('${notes}', 'ready');`,
  );
  const running = await startNodeProcess({ script: stubborn, env: process.env, stopWithinMs: 50 });
  await eventually(() => notesTaken().includes('ready'));
  await running.stop();
  expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('when a guardian is killed, its program is ended', async () => {
  const running = await startGuarded({ command: 'sleep', args: ['1000'], stopWithinMs: 1_000 });
  process.kill(running.pids[0] ?? 0, 'SIGKILL');
  await running.exited;
  await allEnded(running.pids);
});

test('a guardian ends with its program, and removes what it was told to', async () => {
  writeFileSync(notes, 'temporary');
  const running = await startGuarded({ command: 'sleep', args: ['1000'], stopWithinMs: 1_000, removeAfter: [notes] });
  process.kill(running.pid, 'SIGKILL');
  expect((await running.exited).code).toBe(137);
  expect(existsSync(notes)).toBe(false);
});

test('a program that does not exist is reported', async () => {
  const start = startGuarded({ command: join(folder, 'nothing'), args: [], stopWithinMs: 1_000 });
  await expect(start).rejects.toThrow(/could not be started/);
});

test('the output of a command that fails is in its error, and one that is given up ends', async () => {
  const options = { logFile: join(folder, 'log'), timeoutMs: 10_000 };
  await runCommand('true', [], options);
  await expect(runCommand('sh', ['-c', 'echo broken; exit 3'], options)).rejects.toThrow(/code 3[^]*broken/);
  const signal = AbortSignal.abort(new Error('given up'));
  await expect(runCommand('sleep', ['1000'], { ...options, signal })).rejects.toThrow('given up');
  await expect(runCommand('sleep', ['1000'], { ...options, timeoutMs: 50 })).rejects.toThrow(/longer than/);
});
