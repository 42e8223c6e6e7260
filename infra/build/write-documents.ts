import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PROJECT_FOLDER } from '../local/project-folder';
import { problemPages } from './problem-pages';

// Writes what browsers read about the API: the reference (docs) and a page for each problem code (problems).
// Run after `tsc`: node dist/infra/build/write-documents.js [FOLDER], by default dist/web.

/** One file with all that the reference needs, beside the package's entry point. */
const REFERENCE = join(dirname(require.resolve('@scalar/api-reference')), 'browser', 'standalone.js');

const source = (path: string): Buffer => readFileSync(join(PROJECT_FOLDER, path));

function writeDocuments(folder: string): void {
  fill(join(folder, 'docs'), [
    ['index.html', source('web/docs/index.html')],
    ['reference.js', source('web/docs/reference.js')],
    ['scalar.js', readFileSync(REFERENCE)],
  ]);
  const pages = problemPages(source('docs/failure-modes.md').toString());
  fill(join(folder, 'problems'), [
    ['style.css', source('web/problems/style.css')],
    ...[...pages].map(([name, html]): [string, Buffer] => [name, Buffer.from(html)]),
  ]);
}

/** Leaves these files in a folder, and no others but compressed forms of those that have not changed. */
function fill(folder: string, files: ReadonlyArray<readonly [name: string, contents: Buffer]>): void {
  mkdirSync(folder, { recursive: true });
  const wanted = new Map(files);
  for (const name of readdirSync(folder)) {
    const contents = wanted.get(name.replace(/\.(?:br|gz)$/, ''));
    const plain = join(folder, name.replace(/\.(?:br|gz)$/, ''));
    const isUnchanged = contents !== undefined && existsSync(plain) && readFileSync(plain).equals(contents);
    if (!isUnchanged) rmSync(join(folder, name));
  }
  for (const [name, contents] of wanted) {
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), contents);
  }
}

writeDocuments(resolve(process.argv[2] ?? join(PROJECT_FOLDER, 'dist', 'web')));
