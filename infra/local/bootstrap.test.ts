import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './project-folder';

function load<T>(file: string): T {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript that runs before anything is built
  return require(join(PROJECT_FOLDER, 'infra/local', file)) as T;
}

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean }>;
}

const { satisfies } = load<{ satisfies(installed: Lock, wanted: Lock): boolean }>('install.cjs');
const { exclusively } = load<{
  exclusively<T>(folder: string, say: (message: string) => void, step: () => Promise<T>): Promise<T>;
}>('exclusively.cjs');
const { build } = load<{ build(root: string, say: (message: string) => void): Promise<void> }>('incremental-build.cjs');

describe('dependencies are installed', () => {
  const wanted: Lock = {
    packages: {
      '': {},
      'node_modules/pg': { version: '8.1.0' },
      'node_modules/mac': { version: '1.0.0', optional: true },
    },
  };

  test.each([
    ['not when all are there', { 'node_modules/pg': { version: '8.1.0' } }, true],
    ['when a version differs', { 'node_modules/pg': { version: '8.0.0' } }, false],
    ['when one is missing', {}, false],
  ])('%s', (_when, packages, expected) => {
    expect(satisfies({ packages }, wanted)).toBe(expected);
  });
});

test('steps for one folder run one after the other, and say that they wait', async () => {
  let running = 0;
  let most = 0;
  const said: string[] = [];
  const step = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
  };
  const folder = `a folder of test ${process.pid}`;
  await Promise.all([1, 2, 3].map(() => exclusively(folder, (message) => said.push(message), step)));
  expect(most).toBe(1);
  expect(said.length).toBeGreaterThan(0);
});

describe('the build', () => {
  let root: string;
  let built: string[];

  beforeEach(() => {
    built = [];
    root = mkdtempSync(join(tmpdir(), 'everdial-build-'));
    const folders = [
      'domain',
      'services',
      'web',
      'node_modules/typescript/bin',
      'node_modules/vite/bin',
      'dist/infra/build',
      'dist/web',
    ];
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'tsconfig.json'), '{}');
    writeFileSync(join(root, 'domain/rule.ts'), '');
    // Stand-ins for the compiler and what comes after it.
    writeFileSync(
      join(root, 'node_modules/typescript/bin/tsc'),
      'process.exitCode = require("fs").existsSync("broken") ? 1 : 0',
    );
    for (const program of ['bundle-workflows', 'write-documents', 'compress-web']) {
      writeFileSync(join(root, `dist/infra/build/${program}.js`), '');
    }
    writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), '');
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const run = (): Promise<void> => build(root, (part) => built.push(part));
  const ALL = ['building', 'building the dashboard'];

  test('is skipped until a source changes', async () => {
    await run();
    await run();
    expect(built).toEqual(ALL);
    writeFileSync(join(root, 'domain/rule.ts'), 'export {};');
    await run();
    expect(built).toEqual([...ALL, ...ALL]);
  });

  test.each([
    ['web/page.tsx', 'building the dashboard'],
    ['services/main.ts', 'building'],
  ])('makes of a change of %s what depends on it, and no more', async (file, part) => {
    await run();
    writeFileSync(join(root, file), '');
    await run();
    expect(built).toEqual([...ALL, part]);
  });

  test('is tried again after it failed', async () => {
    writeFileSync(join(root, 'broken'), '');
    await expect(run()).rejects.toThrow(/build failed: tsc/);
    rmSync(join(root, 'broken'));
    await run();
    expect(built).toEqual(['building', ...ALL]);
  });
});
