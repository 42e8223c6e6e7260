import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile } from '../../infra/local/project-folder';
import { eventually } from '../setup/eventually';

const STARTED_WITHIN_MS = 60_000;

let folder: string;
const runs: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everdial-dry-run-'));
});

afterEach(async () => {
  for (const run of runs.splice(0)) {
    if (run.exitCode === null && run.signalCode === null) {
      run.kill('SIGKILL');
      await once(run, 'exit');
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  out(): string;
  err(): string;
}

function launch(args: readonly string[]): Run {
  const child = spawn(process.execPath, [builtFile('services/dry-run/main.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  runs.push(child);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, exited, out: () => out, err: () => err };
}

/** Temporary clusters that a process has made for itself. */
function clustersOf(pid: number | undefined): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`everdial-postgres-${pid}-`));
}

function writeCampaign(campaign: object, contacts: readonly string[]): string[] {
  writeFileSync(join(folder, 'campaign.json'), JSON.stringify(campaign));
  writeFileSync(join(folder, 'contacts.csv'), ['to_number', ...contacts].join('\n'));
  return ['campaign.json', 'contacts.csv'];
}

test('prints a document a line, ends with 0, and leaves nothing behind', async () => {
  const files = writeCampaign({ is_dynamic: true, status_callback: 'https://crm.example.com/' }, [
    '+12125509001',
    '+12125519002',
    'nonsense',
  ]);
  const run = launch([...files, '--json']);
  expect(await run.exited).toBe(0);
  const documents = run
    .out()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(documents.map(({ kind }) => kind)).toEqual(['note', 'note', 'note', 'day', 'summary']);
  expect(documents.at(-1)).toMatchObject({
    ok: true,
    finish: 'through',
    contacts: 2,
    given_contacts: 3,
    calls: 2,
    by_status: { completed: 1, busy: 1 },
    breaches: 0,
  });
  expect(clustersOf(run.process.pid)).toEqual([]);
});

test('Ctrl-C ends it, with all that it had started', async () => {
  const contacts = Array.from({ length: 50 }, (_, index) => `+1212550${1_000 + index}`);
  const run = launch(writeCampaign({ is_dynamic: true, concurrent_call_limit: 1 }, contacts));
  await eventually(() => expect(run.err()).toContain('are loaded'), {
    timeoutMs: STARTED_WITHIN_MS,
    what: 'the dry run to call',
  });
  expect(clustersOf(run.process.pid)).not.toEqual([]);
  run.process.kill('SIGINT');
  expect(await run.exited).toBe(130);
  expect(run.out()).toBe('');
  expect(clustersOf(run.process.pid)).toEqual([]);
});

test.each([
  ['a campaign that is not there', ['nothing.json'], 1, /nothing.json cannot be read/],
  ['a misspelt option', ['campaign.json', '--speed', '9'], 2, /--speed/],
])('%s is refused before anything is started', async (_what, args, code, message) => {
  const run = launch(args);
  expect(await run.exited).toBe(code);
  expect(run.err()).toMatch(message);
  expect(run.err()).not.toContain('starting the servers');
});

test('a campaign that the API refuses is refused in its words', async () => {
  const files = writeCampaign({ is_dynamic: true, timezone: 'Mars/Olympus' }, ['+12125509001']);
  const run = launch(files);
  expect(await run.exited).toBe(1);
  expect(run.err()).toContain('/timezone');
});
