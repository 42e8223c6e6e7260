import { bundleWorkflowCode } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';

// Bundles the workflow code once, at build time, so that workers load a file and never bundle by themselves.
// Run after `tsc`: node dist/infra/build/bundle-workflows.js

const DIST = join(__dirname, '..', '..');
const STAMP = join(DIST, 'workflow-bundle.js.sha256');
const DRY_RUN = join(DIST, 'workflows', 'dry-run');
/** What each bundle is made of. The dry run's is all of the first, a workflow more, and what its server makes necessary. */
const BUNDLES = [
  { file: join(DIST, 'workflow-bundle.js'), workflowsPath: join(DIST, 'workflows', 'index.js') },
  {
    file: join(DIST, 'dry-run-bundle.js'),
    workflowsPath: join(DRY_RUN, 'index.js'),
    workflowInterceptorModules: [join(DRY_RUN, 'interceptors.js')],
  },
];
/** All that workflow code may import of ours. */
const SOURCES = ['domain', 'workflows'];

async function bundle(): Promise<void> {
  const digest = digestOfSources();
  const isThere = BUNDLES.every(({ file }) => existsSync(file));
  if (isThere && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  for (const { file, ...contents } of BUNDLES) {
    const { code } = await bundleWorkflowCode({ ...contents, logger: quietLogger() });
    replace(file, code);
    console.log(`${basename(file)}: ${Math.round(code.length / 1024)} KB`);
  }
  replace(STAMP, digest);
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => filesBelow(join(DIST, folder))).filter((file) => file.endsWith('.js'));
  for (const file of [...files.sort(), join(DIST, '..', 'package-lock.json')]) {
    hash
      .update(file.slice(DIST.length))
      .update('\0')
      .update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A worker that starts meanwhile reads the old file or the new one, never half of it. */
function replace(file: string, text: string): void {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

function quietLogger(): NonNullable<Parameters<typeof bundleWorkflowCode>[0]['logger']> {
  const silent = (): void => undefined;
  return {
    log: silent,
    trace: silent,
    debug: silent,
    info: silent,
    warn: (message) => console.warn(message),
    error: (message) => console.error(message),
  };
}

bundle().catch((error: unknown) => {
  console.error(`The workflow code could not be bundled: ${String(error)}`);
  process.exitCode = 1;
});
