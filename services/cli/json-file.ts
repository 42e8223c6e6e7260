import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { World } from './context';
import { usageFault } from './failure';

/**
 * Reads a file that holds one JSON object.
 *
 * @param file `-` is stdin.
 * @throws CliFailure that names the file.
 */
export async function readJsonFile({ stdin }: World, file: string): Promise<Readonly<Record<string, unknown>>> {
  let read: unknown;
  try {
    read = JSON.parse(file === '-' ? await text(stdin) : await readFile(file, 'utf8'));
  } catch (error) {
    throw usageFault(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  throw usageFault(`${file} has to hold one JSON object, like {"name": "Renewals"}.`);
}
