'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./run-program.cjs');

/**
 * What is built, in this order: of which files, and by which programs. Each is left out while none of its files has
 * changed.
 */
const PARTS = [
  {
    name: 'building',
    stamp: 'dist/.built',
    sources: ['domain', 'workflows', 'activities', 'infra', 'services'],
    steps: [
      { what: 'tsc', args: ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json'] },
      { what: 'bundling the workflows', args: ['dist/infra/build/bundle-workflows.js'] },
    ],
  },
  {
    name: 'building the dashboard',
    stamp: 'dist/web/.built',
    sources: ['web', 'domain', 'infra/build', 'docs/failure-modes.md'],
    steps: [
      {
        what: 'vite',
        args: [
          'node_modules/vite/bin/vite.js',
          'build',
          '--config',
          'web/dashboard/vite.config.mts',
          '--logLevel',
          'warn',
        ],
      },
      { what: 'writing the documents', args: ['dist/infra/build/write-documents.js'] },
      { what: 'compressing', args: ['dist/infra/build/compress-web.js'] },
    ],
  },
];

/** Builds what has changed since the last time. */
async function build(root, say) {
  for (const part of PARTS) await buildPart(root, part, say);
}

/** Builds the programs alone, without the dashboard: what a command needs. */
async function buildPrograms(root, say) {
  await buildPart(root, PARTS[0], say);
}

/** Whether no source of the programs has changed since they were built. */
function areProgramsBuilt(root) {
  const [{ stamp, sources }] = PARTS;
  return JSON.stringify(readStamp(root, stamp)) === JSON.stringify(snapshot(root, sources));
}

async function buildPart(root, { name, stamp, sources, steps }, say) {
  const now = snapshot(root, sources);
  const before = readStamp(root, stamp);
  if (before && JSON.stringify(before) === JSON.stringify(now)) return;
  say(name);
  if (before) removeOutputsOfRemovedSources(root, before, now);
  fs.rmSync(path.join(root, stamp), { force: true });
  try {
    for (const { what, args } of steps) await runStep(process.execPath, args, { cwd: root, what, say });
  } catch (error) {
    throw new Error(`The build failed: ${error.message}. What is wrong is printed above.`, { cause: error });
  }
  fs.writeFileSync(path.join(root, stamp), JSON.stringify(now));
}

/** Every file that a part depends on, with its size and time. */
function snapshot(root, sources) {
  const files = [...sources.flatMap((source) => sourcesAt(root, source)), ...configurationFiles(root)];
  return Object.fromEntries(
    files.sort().map((file) => {
      const { size, mtimeMs } = fs.statSync(path.join(root, file));
      return [file, `${size} ${mtimeMs}`];
    }),
  );
}

/** A file, or those below a folder. */
function sourcesAt(root, source) {
  const absolute = path.join(root, source);
  if (!fs.existsSync(absolute)) return [];
  if (fs.statSync(absolute).isFile()) return [source];
  return fs
    .readdirSync(absolute, { recursive: true })
    .map((name) => path.join(source, name))
    .filter((name) => /\.(m?tsx?|json|css|html|svg|js)$/.test(name) && !name.endsWith('.test.ts'));
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

function readStamp(root, stamp) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, stamp), 'utf8'));
  } catch {
    return undefined;
  }
}

module.exports = { build, buildPrograms, areProgramsBuilt };
