import express, { type Express } from 'express';
import helmet from 'helmet';
import { createKeyLookup } from '../../infra/db/organizations/api-keys';
import { apiRoutes } from './api-routes';
import type { ApiDependencies } from './dependencies';
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

/**
 * Builds the API without listening.
 *
 * @example createApp(deps).listen(8080);
 */
export function createApp(deps: ApiDependencies): Express {
  const routes = apiRoutes(deps);
  const document = createOpenApiDocument(routes, deps.publicUrl);
  const app = express();
  app.disable('x-powered-by');
  // Answers are read by programs that do not ask twice for the same thing.
  app.disable('etag');
  app.use(assignRequestId, createRequestMetrics(deps.metrics), createRequestLog(deps.logger), helmet());

  app.use(createHealthRouter(deps));
  app.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  app.use('/providers', createProviderEventsRouter(deps), createInboundCallsRouter(deps));
  app.use('/reports', createReportsRouter(deps));
  const { db, secretKey } = deps;
  app.use('/api/v1', createApiRouter({ db, secretKey, lookUpKey: createKeyLookup(db) }, routes));

  app.use(() => {
    throw notFound('address');
  });
  app.use(createErrorHandler(deps.logger));
  return app;
}
