import { chmodSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a file that only its owner may read, in one rename: a reader sees the old one or the new one.
 *
 * @example writePrivateJson('.everdial/stack.json', { api_url: 'http://127.0.0.1:8080' });
 */
export function writePrivateJson(file: string, value: unknown): void {
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  // The mode above is masked, and does nothing for a file that an interrupted run left.
  chmodSync(partial, 0o600);
  renameSync(partial, file);
}
