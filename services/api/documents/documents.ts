import { join } from 'node:path';
import { Router } from 'express';
import { isFile, notBuilt, serveBuiltFiles } from '../dashboard/built-files';
import type { Route } from '../http/operation';
import { notFound } from '../http/problem';
import type { createOpenApiDocument } from '../openapi';
import { createLlmsText } from './llms-text';

/** What the documents are made of. */
export interface DocumentSources {
  readonly routes: readonly Route[];
  readonly document: ReturnType<typeof createOpenApiDocument>;
  readonly publicUrl: string;
  /** Where the build has put `docs` and `problems`. */
  readonly webFolder: string;
}

/** `/openapi.json`, the reference at `/docs`, a page for each code below `/problems`, and `/llms.txt`. */
export function createDocumentsRouter({ routes, document, publicUrl, webFolder }: DocumentSources): Router {
  const router = Router();
  const llmsText = createLlmsText(routes, publicUrl);
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/llms.txt', (_request, response) => {
    response.type('text/plain').send(llmsText);
  });
  for (const { address, what } of PAGES) {
    const folder = join(webFolder, address);
    router.use(address, serveBuiltFiles(folder), async () => {
      throw (await isFile(join(folder, 'index.html'))) ? notFound('address') : notBuilt(what);
    });
  }
  return router;
}

const PAGES = [
  { address: '/docs', what: 'The API reference is' },
  { address: '/problems', what: 'The pages about problems are' },
];
