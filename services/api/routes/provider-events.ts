import { Router } from 'express';
import { CallNotNamedYet } from '../../wiring/provider-events';
import type { ApiDependencies } from '../dependencies';
import { temporarilyUnavailable } from '../http/problem';
import { providerOf, readWebhook, verified } from './provider-webhooks';

/**
 * `POST /providers/{provider}/events`, `/providers/{provider}/{account}/events`: what providers report about calls. The
 * signature covers the bytes as they came, at some of them with the URL; the answer follows one write.
 */
export function createProviderEventsRouter(deps: ApiDependencies): Router {
  const router = Router();
  router.post(['/:provider/events', '/:provider/:account/events'], async (request, response) => {
    const { provider, source } = await providerOf(deps, request);
    const webhook = await readWebhook(deps, request, response);
    for (const event of verified(() => provider.readEvents(webhook))) {
      await deps.providerEvents.ingest(event, source).catch((error: unknown) => {
        if (!(error instanceof CallNotNamedYet)) throw error;
        throw temporarilyUnavailable('call_not_named_yet', error.message, error);
      });
    }
    response.status(200).json({ status: 'success' });
  });
  return router;
}
