import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';

const SOURCE = join(PROJECT_FOLDER, 'web', 'dashboard', 'src');
const FILE = /(?:^|[\\/])(?:root-)?routes\.tsx$/;

/** What stands before the address of a route, by how its file names its parent. */
const PARENTS: Readonly<Record<string, string>> = {
  getParentRoute: '',
  '() => rootRoute': '',
  '() => signedInRoute': '',
  getCampaign: '/campaigns/$id',
};

/** The addresses of every page, as the route files of the dashboard have them: `/campaigns/$id/lines`. */
export function routesOfTheDashboard(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => FILE.test(file));
  return files.flatMap((file) => routesIn(readFileSync(join(SOURCE, file), 'utf8')));
}

function routesIn(source: string): string[] {
  const [, ...blocks] = source.split('createRoute({');
  return blocks.flatMap((block) => {
    const path = /^\s+path: '([^']+)'/m.exec(block)?.[1];
    if (path === undefined) return [];
    const parent = /^\s+getParentRoute(?:: ([^,]+))?,/m.exec(block);
    const prefix = parent && PARENTS[parent[1] ?? 'getParentRoute'];
    if (typeof prefix !== 'string') throw new Error(`Say in PARENTS where this route is below: ${path}`);
    return [`${prefix}${path}`];
  });
}
