import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { World } from '../context';
import { usageFault } from '../failure';

/** A file that can be sent from its beginning more than once. */
export interface Source {
  readonly bytes: number;
  readonly gzipped: boolean;
  open(): Readable;
  /** The same for the same bytes and names: what is sent again under it is not added again. */
  key(names: readonly string[]): Promise<string>;
  /** Removes what was made for it. */
  close(): void;
}

/**
 * Opens a file. What comes from stdin is kept in a temporary one: a connection that breaks begins again at its beginning.
 *
 * @param file `-` is stdin.
 * @throws CliFailure when it cannot be read.
 */
export async function openSource(world: World, file: string): Promise<Source> {
  if (file !== '-') return sourceOf(file, () => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'everdial-push-'));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'contacts.csv');
    await pipeline(world.stdin, createWriteStream(copy, { mode: 0o600 }), { signal: world.signal });
    return sourceOf(copy, close);
  } catch (error) {
    close();
    throw error;
  }
}

function sourceOf(file: string, close: () => void): Source {
  return {
    bytes: sizeOf(file),
    gzipped: /\.gz$/i.test(file),
    open: () => createReadStream(file),
    key: async (names) => {
      const hash = createHash('sha256').update(JSON.stringify(names));
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
      return `push-${hash.digest('hex').slice(0, 40)}`;
    },
    close,
  };
}

function sizeOf(file: string): number {
  try {
    const { size, isFile } = ((stat) => ({ size: stat.size, isFile: stat.isFile() }))(statSync(file));
    if (isFile) return size;
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${(error as Error).message}`);
  }
  throw usageFault(`${file} is no file.`);
}
