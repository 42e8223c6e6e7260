'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./run-program.cjs');

const SOURCE_FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services'];
const STAMP = 'dist/.built';

/** Compiles and bundles, unless no source has changed since the last time. */
async function build(root, say) {
  const now = snapshot(root);
  const before = readStamp(root);
  if (before && JSON.stringify(before) === JSON.stringify(now)) return;
  say('building');
  if (before) removeOutputsOfRemovedSources(root, before, now);
  fs.rmSync(path.join(root, STAMP), { force: true });
  const node = process.execPath;
  try {
    await runStep(node, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json'], { cwd: root, what: 'tsc', say });
    await runStep(node, ['dist/infra/build/bundle-workflows.js'], { cwd: root, what: 'bundling the workflows', say });
  } catch (error) {
    throw new Error(`The build failed: ${error.message}. What is wrong is printed above.`, { cause: error });
  }
  fs.writeFileSync(path.join(root, STAMP), JSON.stringify(now));
}

/** Every file that the build depends on, with its size and time. */
function snapshot(root) {
  const files = [...SOURCE_FOLDERS.flatMap((folder) => sourcesBelow(root, folder)), ...configurationFiles(root)];
  return Object.fromEntries(
    files.sort().map((file) => {
      const { size, mtimeMs } = fs.statSync(path.join(root, file));
      return [file, `${size} ${mtimeMs}`];
    }),
  );
}

function sourcesBelow(root, folder) {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((name) => /\.(ts|json)$/.test(name) && !name.endsWith('.test.ts'));
}

function configurationFiles(root) {
  return fs.readdirSync(root).filter((name) => /^tsconfig.*\.json$|^package-lock\.json$/.test(name));
}

/** The compiler leaves them behind; a program must not load what is no longer there. */
function removeOutputsOfRemovedSources(root, before, now) {
  for (const file of Object.keys(before)) {
    if (file in now || !file.endsWith('.ts')) continue;
    const output = path.join(root, 'dist', file.slice(0, -'.ts'.length));
    for (const end of ['.js', '.js.map', '.d.ts', '.d.ts.map']) fs.rmSync(output + end, { force: true });
  }
}

function readStamp(root) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, STAMP), 'utf8'));
  } catch {
    return undefined;
  }
}

module.exports = { build };
