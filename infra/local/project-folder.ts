import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout: where package.json lies, whether this runs from the sources or from `dist`. */
export const PROJECT_FOLDER = findProjectFolder(__dirname);

/**
 * The built file of a source file.
 *
 * @param path relative to the checkout, ending in `.js`.
 * @throws Error when it has not been built yet.
 * @example builtFile('services/api/main.js') // <checkout>/dist/services/api/main.js
 */
export function builtFile(path: string): string {
  const file = join(PROJECT_FOLDER, 'dist', path);
  if (!existsSync(file)) throw new Error(`dist/${path} is missing. Build first: npm run build`);
  return file;
}

function findProjectFolder(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json was not found above the running code');
  return findProjectFolder(parent);
}
