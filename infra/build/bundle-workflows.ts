import { bundleWorkflowCode } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

// Bundles the workflow code once, at build time, so that workers load a file and never bundle by themselves.
// Run after `tsc`: node dist/infra/build/bundle-workflows.js

const DIST = join(__dirname, '..', '..');
const BUNDLE = join(DIST, 'workflow-bundle.js');
const STAMP = `${BUNDLE}.sha256`;
/** All that workflow code may import of ours. */
const SOURCES = ['domain', 'workflows'];

async function bundle(): Promise<void> {
  const digest = digestOfSources();
  if (existsSync(BUNDLE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(DIST, 'workflows', 'index.js'),
    logger: quietLogger(),
  });
  replace(BUNDLE, code);
  replace(STAMP, digest);
  console.log(`workflow bundle: ${Math.round(code.length / 1024)} KB`);
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
