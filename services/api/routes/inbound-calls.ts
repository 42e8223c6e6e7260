import { Router } from 'express';
import { answerCaller } from '../../wiring/inbound-desk';
import type { ApiDependencies } from '../dependencies';
import { notFound } from '../http/problem';
import { providerOf, readWebhook, verified } from './provider-webhooks';

/**
 * `POST /providers/{provider}/{account}/inbound`, and without an account for the simulator: somebody calls one of our
 * numbers, and the provider asks who speaks to them. It is answered in the provider's own format, within the seconds that it
 * waits.
 */
export function createInboundCallsRouter(deps: ApiDependencies): Router {
  const router = Router();
  router.post(['/:provider/inbound', '/:provider/:account/inbound'], async (request, response) => {
    const { provider, source } = await providerOf(deps, request);
    const { inbound } = provider;
    if (!inbound) throw notFound('address');
    const webhook = await readWebhook(deps, request, response);
    const call = verified(() => inbound.read(webhook));
    const { status, contentType, body } = inbound.answer(await answerCaller(deps, source, call));
    response.status(status).type(contentType).send(body);
  });
  return router;
}
