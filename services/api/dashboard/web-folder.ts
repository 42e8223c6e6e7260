import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the build puts all that browsers load, whether this runs from the sources or from `dist`. */
export const WEB_FOLDER = join(installationOf(__dirname), 'dist', 'web');

function installationOf(folder: string): string {
  const parent = dirname(folder);
  return existsSync(join(folder, 'package.json')) || parent === folder ? folder : installationOf(parent);
}
