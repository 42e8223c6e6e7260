import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import { Problem } from '../http/problem';

/** What the build has compressed, best first, by the name that HTTP has for it. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;
const COMPRESSED = /\.(?:br|gz)$/;
const COMPRESSIBLE = /^\/[\w/.-]+\.(?:js|css|html|svg|json|txt)$/;
const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Serves files that the build has made. Where a compressed one lies beside a file (`index.js.br`, `index.js.gz`) and the
 * browser takes it, that is sent. Whatever is no file here goes on to the next handler.
 *
 * @param folder absolute.
 * @param isHashed whether a file's name changes with its contents: such a file is kept by browsers for ever, any other is
 *   asked for again each time.
 */
export function serveBuiltFiles(folder: string, isHashed: (path: string) => boolean = () => false) {
  const serve = express.static(folder, {
    index: 'index.html',
    redirect: false,
    extensions: ['html'],
    cacheControl: false,
    // Nobody asks for a part of them, and one that there is not would be taken for a file that is not there.
    acceptRanges: false,
    setHeaders: (response, path) => describeFile(response, path, isHashed),
  });
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const asked = request.url;
    request.url = await bestOf(folder, request, response);
    serve(request, response, (error: unknown) => {
      request.url = asked;
      next(error);
    });
  };
}

function describeFile(response: Response, path: string, isHashed: (path: string) => boolean): void {
  const plain = path.replace(COMPRESSED, '');
  if (plain !== path) {
    response.type(plain.slice(plain.lastIndexOf('.')));
    response.setHeader('Content-Encoding', path.endsWith('.br') ? 'br' : 'gzip');
  }
  response.setHeader('Cache-Control', isHashed(plain) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
}

/** The address of the smallest form of a file that the browser takes. */
async function bestOf(folder: string, request: Request, response: Response): Promise<string> {
  const path = request.path.endsWith('/') ? `${request.path}index.html` : request.path;
  if (!COMPRESSIBLE.test(path) || path.includes('..')) return request.url;
  response.vary('Accept-Encoding');
  for (const { name, suffix } of ENCODINGS) {
    if (!request.acceptsEncodings(name)) continue;
    if (await isFile(join(folder, `${path}${suffix}`))) return `${path}${suffix}`;
  }
  return path;
}

/** Whether there is such a file. */
export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}

/** 404: the page is made by the build, which has not been run. */
export function notBuilt(what: string): Problem {
  return new Problem(
    404,
    'not_built',
    `${what} not built yet. Run "npm run build" in the checkout, then load this again.`,
  );
}
