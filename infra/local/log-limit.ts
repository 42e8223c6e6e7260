import { copyFileSync, existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const CHECK_EVERY_MS = 60_000;
const LARGEST_BYTES = 50 * 1024 * 1024;

/**
 * Keeps the logs of a folder from filling the disk: one that has grown past 50 MB becomes `<name>.log.1`, and
 * begins again. Processes append, so they need not know.
 *
 * @returns stops watching.
 */
export function limitLogs(folder: string): () => void {
  rotateLargeLogs(folder, LARGEST_BYTES);
  const timer = setInterval(() => rotateLargeLogs(folder, LARGEST_BYTES), CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Rotates every `.log` larger than `largestBytes`. */
export function rotateLargeLogs(folder: string, largestBytes: number): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.log'))) {
    const file = join(folder, name);
    if (statSync(file).size <= largestBytes) continue;
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  }
}
