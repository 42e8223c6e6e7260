import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { createKeyLookup } from '../../infra/db/organizations/api-keys';
import { createSessionLookup } from '../../infra/db/organizations/dashboard-sessions';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { apiRoutes } from './api-routes';
import { createRequestNotes } from './contacts/request-notes';
import { createDashboardRouter } from './dashboard/pages';
import { createSessionRouter } from './dashboard/session';
import type { ApiDependencies } from './dependencies';
import { createDocumentsRouter } from './documents/documents';
import { compressAnswers } from './http/compressed-answers';
import { createApiRouter } from './http/dispatcher';
import { createErrorHandler } from './http/error-handler';
import { notFound } from './http/problem';
import { assignRequestId } from './http/request-id';
import { createRequestLog } from './http/request-log';
import { createRequestMetrics } from './http/request-metrics';
import { createOpenApiDocument } from './openapi';
import { createHealthRouter } from './routes/health';
import { createInboundCallsRouter } from './routes/inbound-calls';
import { createProviderEventsRouter } from './routes/provider-events';
import { createReportsRouter } from './routes/reports';
import { createSecurityHeaders } from './security-headers';

/** Where the build puts all that browsers load. */
const WEB_FOLDER = join(PROJECT_FOLDER, 'dist', 'web');

/**
 * Builds the API without listening.
 *
 * @example createApp(deps).listen(8080);
 */
export function createApp(deps: ApiDependencies): Express {
  const routes = apiRoutes(deps);
  const { db, secretKey, publicUrl, webFolder = WEB_FOLDER } = deps;
  const document = createOpenApiDocument(routes, publicUrl);
  const app = express();
  app.disable('x-powered-by');
  // Answers are read by programs that do not ask twice for the same thing.
  app.disable('etag');
  // `/API/v1` is no address of ours: each way to write one would be measured by itself.
  app.enable('case sensitive routing');
  app.use(assignRequestId, createRequestMetrics(deps.metrics), createRequestLog(deps.logger));
  app.use(createSecurityHeaders(publicUrl));

  app.use(createHealthRouter(deps));
  app.use(compressAnswers());
  app.use('/providers', createProviderEventsRouter(deps), createInboundCallsRouter(deps));
  app.use('/reports', createReportsRouter(deps));
  const doors = { lookUpKey: createKeyLookup(db), lookUpSession: createSessionLookup(db), publicUrl };
  const { requestNotes: notes = createRequestNotes(db) } = deps;
  app.use('/api/v1', keepPrivate, createApiRouter({ db, secretKey, notes, ...doors }, routes));
  app.use('/session', keepPrivate, createSessionRouter({ ...deps, ...doors }));
  app.use(createDocumentsRouter({ routes, document, publicUrl, webFolder }));
  app.use(createDashboardRouter(join(webFolder, 'dashboard')));

  app.use(() => {
    throw notFound('address');
  });
  app.use(createErrorHandler(deps.logger, publicUrl));
  return app;
}

/** Caches leave answers to an `Authorization` alone, but not those to a cookie. */
function keepPrivate(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
