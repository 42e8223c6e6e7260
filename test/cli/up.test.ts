import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';

/** A checkout whose stack says how it was called, and stops when it is told to. */
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'everdial-up-'));
  for (const file of [
    'package.json',
    'infra/local',
    'dist/services/cli',
    'dist/infra/local',
    'dist/infra/webhook-http',
    'dist/domain',
  ]) {
    cpSync(join(PROJECT_FOLDER, file), join(root, file), { recursive: true });
  }
  const lock = JSON.stringify({ packages: {} });
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package-lock.json'), lock);
  writeFileSync(join(root, 'node_modules/.package-lock.json'), lock);
  // What is built, and how, is no matter here.
  writeFileSync(join(root, 'infra/local/incremental-build.cjs'), 'module.exports = { build: async () => undefined };');
  mkdirSync(join(root, 'dist/services/local'));
  for (const name of ['main', 'demo']) {
    const said = `console.log(JSON.stringify({ name: '${name}', args: process.argv.slice(2), cwd: process.cwd() }));`;
    const stops = `setInterval(() => {}, 1000); process.on('SIGINT', () => { console.log('"stopped"'); process.exit(7); });`;
    writeFileSync(join(root, `dist/services/local/${name}.js`), `${stops} ${said}`);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const NODE_PATH = join(PROJECT_FOLDER, 'node_modules');
  const child = spawn(process.execPath, [join(root, 'dist/services/cli/main.js'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_PATH, ...env },
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    if (printed === '') child.kill('SIGINT');
    printed += String(chunk);
  }
  const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode];
  const [called, last] = printed.trim().split('\n');
  return { code, called: JSON.parse(called ?? '') as unknown, last };
}

describe('up and demo', () => {
  it('run the stack in the checkout, pass Ctrl-C on once, and end as it does', async () => {
    const { code, called, last } = await run(['up', '--home', 'mine']);
    expect(called).toEqual({ name: 'main', args: ['--home', join(tmpdir(), 'mine')], cwd: root });
    expect([code, last]).toEqual([7, '"stopped"']);
  });

  it('hand on what concerns them, and nothing else', async () => {
    expect((await run(['--no-color', 'demo', '--keep', '--json'])).called).toMatchObject({
      args: ['--keep', '--json'],
    });
    expect((await run(['up'])).called).toMatchObject({ args: [] });
    expect((await run(['up'], { EVERDIAL_HOME: 'other' })).called).toMatchObject({
      args: ['--home', join(tmpdir(), 'other')],
    });
  });
});
