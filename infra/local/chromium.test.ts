import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedChromium } from './chromium';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everdial-chromium-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

test('the browser that CHROME_PATH names comes before one that is installed', () => {
  program('chromium');
  const named = program('my-browser');
  expect(installedChromium({ PATH: folder, CHROME_PATH: named })).toBe(named);
});

test('an installed one is found under any of its names', () => {
  const file = program('google-chrome-stable');
  expect(installedChromium({ PATH: folder })).toBe(file);
});

test('a CHROME_PATH that leads nowhere is said, and nothing else is taken for it', () => {
  program('chromium');
  const missing = join(folder, 'missing');
  expect(() => installedChromium({ PATH: folder, CHROME_PATH: missing })).toThrow(missing);
});
