import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { bin } from '../../package.json';

/** A checkout whose compiler writes the program that it stands for. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'everdial-bin-'));
  for (const folder of ['services', 'node_modules/typescript/bin', 'dist/infra/build', 'dist/services/cli']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  cpSync(join(PROJECT_FOLDER, 'infra/local'), join(root, 'infra/local'), {
    recursive: true,
    filter: (file) => file.endsWith('.cjs') || file.endsWith('local'),
  });
  const lock = JSON.stringify({ packages: {} });
  writeFileSync(join(root, 'package-lock.json'), lock);
  writeFileSync(join(root, 'node_modules/.package-lock.json'), lock);
  writeFileSync(join(root, 'tsconfig.json'), '{}');
  writeFileSync(join(root, 'services/source.ts'), '');
  writeFileSync(join(root, 'dist/infra/build/bundle-workflows.js'), '');
  const program = 'console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }))';
  const compiler = `console.log('compiling'); require('fs').writeFileSync('dist/services/cli/main.js', ${JSON.stringify(program)});`;
  writeFileSync(join(root, 'node_modules/typescript/bin/tsc'), compiler);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const everdial = (command = join(root, bin.everdial), cwd = root) => {
  const { status, stdout, stderr } = spawnSync(command, ['campaigns', 'list'], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('the command everdial', () => {
  it('is built first where that is needed, and nothing of it is on stdout', () => {
    const first = everdial();
    expect(JSON.parse(first.stdout)).toEqual({ args: ['campaigns', 'list'], cwd: root });
    expect(first.stderr).toContain('compiling');
    expect(everdial().stderr).toBe('');
    writeFileSync(join(root, 'services/source.ts'), 'export {};');
    expect(everdial().stderr).toContain('compiling');
  });

  it('runs by a link, from any folder, and stays in that folder', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'everdial-elsewhere-'));
    try {
      symlinkSync(join(root, bin.everdial), join(elsewhere, 'everdial'));
      const { stdout } = everdial(join(elsewhere, 'everdial'), elsewhere);
      expect(JSON.parse(stdout)).toMatchObject({ cwd: elsewhere });
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('runs as it is where there are no sources', () => {
    everdial();
    rmSync(join(root, 'tsconfig.json'));
    rmSync(join(root, 'services'), { recursive: true });
    expect(everdial()).toMatchObject({ status: 0, stderr: '' });
  });

  it('says what is wrong when it cannot be built, with 1', () => {
    writeFileSync(join(root, 'node_modules/typescript/bin/tsc'), 'process.exitCode = 2');
    const { status, stdout, stderr } = everdial();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('The build failed');
  });

  it('can be run as the file that it is', () => {
    expect(readFileSync(join(PROJECT_FOLDER, bin.everdial), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const [mode] = execFileSync('ls', ['-l', join(PROJECT_FOLDER, bin.everdial)], { encoding: 'utf8' }).split(' ');
    expect(mode).toMatch(/^-rwxr-xr-x/);
  });
});
