import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, fillCache } from './cache-folder';

test.each([
  [{ EVERDIAL_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
  [{ XDG_CACHE_HOME: '/b' }, '/b/everdial'],
  [{}, join(homedir(), '.cache', 'everdial')],
])('with %j the cache is %s', (env, expected) => {
  expect(cacheFolder(env)).toBe(expected);
});

test('one part of the cache is filled by one at a time, and the others say that they wait', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'everdial-cache-'));
  const before = process.env.EVERDIAL_CACHE;
  process.env.EVERDIAL_CACHE = folder;
  try {
    let filling = 0;
    let most = 0;
    const said: string[] = [];
    const fill = (): Promise<void> =>
      fillCache(
        'thing',
        (message) => said.push(message),
        async () => {
          filling += 1;
          most = Math.max(most, filling);
          await new Promise(setImmediate);
          filling -= 1;
        },
      );
    await Promise.all([fill(), fill(), fill()]);
    expect(most).toBe(1);
    expect(said[0]).toContain('waiting');
  } finally {
    if (before === undefined) delete process.env.EVERDIAL_CACHE;
    else process.env.EVERDIAL_CACHE = before;
    rmSync(folder, { recursive: true, force: true });
  }
});
