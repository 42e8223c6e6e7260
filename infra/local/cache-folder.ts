import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { claim } from './claim';
import type { Progress } from './progress';

/**
 * Where downloads and builds are kept, outside the checkout: EVERDIAL_CACHE, else `$XDG_CACHE_HOME/everdial`,
 * else `~/.cache/everdial`.
 *
 * @example cacheFolder({ XDG_CACHE_HOME: '/var/cache' }) // /var/cache/everdial
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.EVERDIAL_CACHE) return resolve(env.EVERDIAL_CACHE);
  if (env.XDG_CACHE_HOME) return resolve(env.XDG_CACHE_HOME, 'everdial');
  return join(homedir(), '.cache', 'everdial');
}

/**
 * Runs a step that fills part of the cache, one process at a time. What it makes must appear by a rename, so
 * that nobody reads half of it.
 *
 * @param part names the part, so that different parts are filled side by side.
 * @throws what the step throws.
 * @example await fillCache('temporal-cli', progress, () => buildTemporalCli());
 */
export async function fillCache<T>(part: string, progress: Progress, step: () => Promise<T>): Promise<T> {
  const folder = cacheFolder();
  await mkdir(folder, { recursive: true });
  const held = await claim(`cache-${folder}-${part}`, () => {
    progress(`another process is filling the cache with ${part}: waiting for it`);
  });
  try {
    return await step();
  } finally {
    await held.release();
  }
}
