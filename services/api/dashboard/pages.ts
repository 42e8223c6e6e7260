import { join } from 'node:path';
import { Router } from 'express';
import { isFile, notBuilt, serveBuiltFiles } from './built-files';

/** Addresses that are somebody else's: what is not found below them is no page of the dashboard. */
const ELSEWHERE = [
  '/api',
  '/docs',
  '/healthz',
  '/llms.txt',
  '/metrics',
  '/openapi.json',
  '/problems',
  '/providers',
  '/readyz',
  '/reports',
  '/session',
];

/**
 * Serves the dashboard at `/`. Every address that a browser opens as a page, and that is nobody else's, is answered with
 * the same document: the page itself knows what to show there.
 *
 * @param folder what vite has built.
 */
export function createDashboardRouter(folder: string): Router {
  const document = join(folder, 'index.html');
  const assets = join(folder, 'assets/');
  const serve = serveBuiltFiles(folder, (file) => file.startsWith(assets));
  const router = Router();
  router.use((request, _response, next) => {
    next(ELSEWHERE.some((start) => isBelow(request.path, start)) ? 'router' : undefined);
  });
  router.use(serve);
  router.get('/{*page}', async (request, response, next) => {
    const isPage = request.path === '/' || request.accepts(['json', 'html']) === 'html';
    if (!isPage || isBelow(request.path, '/assets')) return next();
    if (!(await isFile(document))) throw notBuilt('The dashboard is');
    request.url = '/';
    await serve(request, response, next);
  });
  return router;
}

function isBelow(path: string, start: string): boolean {
  return path === start || path.startsWith(`${start}/`);
}
