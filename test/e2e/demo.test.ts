import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Temporal } from 'temporal-polyfill';
import { builtFile } from '../../infra/local/project-folder';
import { allEnded } from '../local/processes';

/** The document that `--json` prints last. */
interface Summary {
  readonly ok: boolean;
  readonly campaign_id: number;
  readonly faults: readonly string[];
  readonly contacts: readonly {
    readonly name: string;
    readonly to_number: string;
    readonly call_status: string;
    readonly attempts: number;
    readonly next_attempt_at: string | null;
    readonly ok: boolean;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly callbacks: Readonly<Record<string, unknown>>;
  readonly ledger: { readonly asked: number; readonly attempts: number; readonly agrees: boolean };
  readonly urls: Readonly<Record<string, string>>;
}

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const homes: string[] = [];

afterEach(() => {
  for (const home of homes.splice(0)) {
    const note = join(home, 'postgres.json');
    // As root, Postgres cannot reach a folder of mode 0700 and keeps its files elsewhere.
    if (existsSync(note)) {
      const { dataFolder } = JSON.parse(readFileSync(note, 'utf8')) as { dataFolder: string };
      rmSync(dataFolder, { recursive: true, force: true });
    }
    rmSync(home, { recursive: true, force: true });
    expect(existsSync(home)).toBe(false);
  }
});

async function runDemo(home: string): Promise<Run> {
  // The servers of this run of tests are not the demo's: it starts its own.
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, ...env } = process.env;
  const child = spawn(process.execPath, [builtFile('services/local/demo.js'), '--json'], {
    env: { ...env, EVERDIAL_HOME: home },
    // The channel ends the demo when this process ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const outputs = [child.stdout, child.stderr].map((stream) => text(stream ?? Readable.from([])));
  const [[code], stdout = '', stderr = ''] = await Promise.all([exit, ...outputs]);
  return { code, stdout, stderr };
}

/** Collects the processes that a stack notes while it runs; afterwards it notes none. */
function watchProcesses(home: string): () => readonly number[] {
  const seen = new Set<number>();
  const timer = setInterval(() => {
    const file = join(home, 'running.json');
    if (!existsSync(file)) return;
    for (const { pid } of JSON.parse(readFileSync(file, 'utf8')) as { pid: number }[]) seen.add(pid);
  }, 100);
  return () => {
    clearInterval(timer);
    return [...seen];
  };
}

/** The time on the clock in a zone. */
function localTime(instant: string | null | undefined, zone: string): string {
  return Temporal.Instant.from(String(instant)).toZonedDateTimeISO(zone).toPlainTime().toString();
}

test('the demo ends every contact as it should, exits with 0 and leaves nothing running', async () => {
  const home = mkdtempSync(join(tmpdir(), 'everdial-demo-'));
  homes.push(home);
  const processes = watchProcesses(home);
  const { code, stdout, stderr } = await runDemo(home);
  const pids = processes();
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary;

  expect({ code, faults: summary.faults, ok: summary.ok }).toEqual({ code: 0, faults: [], ok: true });
  const ends = Object.fromEntries(
    summary.contacts.map(({ name, call_status: status, attempts }) => [name, `${status} ${attempts}`]),
  );
  expect(ends).toEqual({
    Ada: 'completed 1',
    Ben: 'completed 2',
    Cleo: 'no_answer 3',
    Dan: 'busy 3',
    Eve: 'voicemail 1',
    Finn: 'callback_scheduled 1',
    Gita: 'callback_scheduled 1',
    Hugo: 'completed 1',
    Iris: 'completed 1',
    Jon: 'completed 1',
    Kim: 'suppressed 1',
    Liv: 'completed 1',
  });
  const next = (name: string) => summary.contacts.find((contact) => contact.name === name)?.next_attempt_at;
  expect(localTime(next('Finn'), 'America/New_York')).toBe('15:00:00');
  expect(localTime(next('Gita'), 'Asia/Kolkata')).toBe('15:00:00');
  expect(summary.counts).toMatchObject({ total_contacts: 12, completed: 6, waiting_callback: 2, queued: 0, other: 1 });
  expect(summary.callbacks).toEqual({ call_status: 17, call_schedule: 10, status: 0, verified: true });
  expect(summary.ledger).toEqual({ asked: 17, attempts: 17, agrees: true });
  expect(summary.urls.workflow).toContain(`/workflows/campaign-${summary.campaign_id}`);
  expect(stderr).toContain('(campaign_paused)');
  expect(existsSync(join(home, 'stack.json'))).toBe(false);
  expect(pids.length).toBeGreaterThanOrEqual(7);
  await allEnded(pids);
});
