import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type PostgresServer } from '../../infra/local/postgres';
import { allEnded } from './processes';

let home: string;
let server: PostgresServer | undefined;

beforeEach(() => {
  // Mode 0700, as mkdtemp makes it.
  home = mkdtempSync(join(tmpdir(), 'everdial-home-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  const note = join(home, 'postgres.json');
  if (existsSync(note)) rmSync(dataFolder(), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

function dataFolder(): string {
  return (JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8')) as { dataFolder: string }).dataFolder;
}

async function start(): Promise<PostgresServer> {
  server = await startPostgres({ home, progress: () => undefined, unsafe: true, logFile: join(home, 'postgres.log') });
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

test('a home of mode 0700 works for any user, and keeps its data over a restart', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await start();
  expect(await query(second.url, 'select answer from kept')).toEqual([42]);
  // Root's 0700 folder is closed to the user that Postgres runs as: its files lie elsewhere, and the note says so.
  if (process.getuid?.() === 0) expect(dataFolder()).toMatch(/^\/var\/lib\/everdial\//);
  else expect(dataFolder()).toBe(join(home, 'postgres'));
});

test('committed data survives a postmaster that was killed', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start();
  expect(await query(second.url, 'select answer from kept')).toEqual([42]);
});

test('a server whose guardian was killed too does not keep the next one from its data', async () => {
  const first = await start();
  process.kill(first.pids[0] ?? 0, 'SIGKILL');
  await first.exited;
  const second = await start();
  expect(await query(second.url, 'select 1')).toEqual([1]);
  await allEnded([first.pid]);
});

test('two servers run side by side, and a temporary one leaves nothing', async () => {
  const kept = await start();
  const temporary = await startPostgres({ progress: () => undefined, unsafe: true });
  expect(temporary.url).not.toBe(kept.url);
  const [folder] = (await query(temporary.adminUrl, 'show data_directory')) as [string];
  await temporary.stop();
  expect(existsSync(folder)).toBe(false);
  await allEnded(temporary.pids);
});
