import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isReachable, SYSTEM_FOLDER, type PostgresBinaries } from './postgres-binaries';
import { writePrivateJson } from './private-file';
import { runCommand } from './run-command';

/** Where one database cluster keeps its files, and the password of its superuser. */
export interface PostgresData {
  /** Whose cluster this is: a home that was copied must not use the original's. */
  readonly home: string;
  readonly dataFolder: string;
  readonly password: string;
}

const NOTE = 'postgres.json';
const INITDB_TIMEOUT_MS = 120_000;
export const SUPERUSER = 'everdial';

/**
 * The cluster of a home folder: made by initdb the first time, found again afterwards. When Postgres must run as
 * another user that cannot reach the home (a folder above has mode 0700), its files lie in a system folder; the
 * home's `postgres.json` says where.
 *
 * @throws Error with initdb's output.
 */
export async function openPostgresData(home: string, binaries: PostgresBinaries): Promise<PostgresData> {
  mkdirSync(home, { recursive: true });
  const noteFile = join(home, NOTE);
  const noted = readNote(noteFile);
  const owner = resolve(home);
  const dataFolder = noted?.home === owner ? noted.dataFolder : dataFolderOf(owner, binaries);
  const exists = noted !== undefined && existsSync(join(dataFolder, 'PG_VERSION'));
  if (exists && noted.home === owner) return noted;
  const password = exists ? noted.password : randomBytes(18).toString('base64url');
  const data = { home: owner, dataFolder, password };
  if (!exists) await makeCluster(data, binaries, home);
  writePrivateJson(noteFile, data);
  return data;
}

/** A folder for a cluster that does not outlive its server, named so that nobody else has it. */
export function temporaryHome(binaries: PostgresBinaries): string {
  const name = `everdial-postgres-${process.pid}-${randomBytes(6).toString('hex')}`;
  const usual = join(tmpdir(), name);
  const home = binaries.user && !isReachable(usual, binaries.user) ? join(SYSTEM_FOLDER, name) : usual;
  mkdirSync(home, { recursive: true, mode: 0o711 });
  return home;
}

/** The folder that holds one home's cluster. */
export function dataFolderOf(home: string, { user }: PostgresBinaries): string {
  const usual = join(home, 'postgres');
  if (!user || isReachable(usual, user)) return usual;
  return join(SYSTEM_FOLDER, createHash('sha256').update(home).digest('hex').slice(0, 16));
}

async function makeCluster(data: PostgresData, binaries: PostgresBinaries, home: string): Promise<void> {
  const { user } = binaries;
  mkdirSync(dirname(data.dataFolder), { recursive: true, mode: 0o755 });
  // What an initdb that was interrupted left behind.
  rmSync(data.dataFolder, { recursive: true, force: true });
  mkdirSync(data.dataFolder, { mode: 0o700 });
  const passwordFile = `${data.dataFolder}.password`;
  writeFileSync(passwordFile, `${data.password}\n`, { mode: 0o600 });
  if (user) for (const path of [data.dataFolder, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await runCommand(binaries.initdb, initdbArguments(data.dataFolder, passwordFile), {
      // A folder that the user of initdb may be in.
      cwd: '/',
      uid: user?.uid,
      gid: user?.gid,
      logFile: join(home, 'logs', 'initdb.log'),
      timeoutMs: INITDB_TIMEOUT_MS,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initdbArguments(dataFolder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataFolder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    '--no-sync',
  ];
}

function readNote(file: string): PostgresData | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as PostgresData;
}
