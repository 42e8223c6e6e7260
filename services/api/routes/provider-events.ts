import { Router } from 'express';
import type { ProviderEvent, TelephonyProvider } from '../../../infra/telephony/provider';
import type { ApiDependencies } from '../dependencies';
import { notFound, Problem } from '../http/problem';
import { readRawBody } from '../http/request-body';

/**
 * `POST /providers/{provider}/events`: what providers report about calls. The signature covers the bytes as they came;
 * the answer follows one write.
 */
export function createProviderEventsRouter({ providers, providerEvents }: ApiDependencies): Router {
  const router = Router();
  router.post('/:provider/events', async (request, response) => {
    const provider = providers.get(request.params.provider);
    if (!provider) throw notFound('provider');
    const rawBody = await readRawBody(request, response, 'normal');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    );
    await providerEvents.ingest(readEvent(provider, rawBody, headers));
    response.status(200).json({ status: 'success' });
  });
  return router;
}

function readEvent(
  provider: TelephonyProvider,
  rawBody: Buffer,
  headers: Record<string, string | undefined>,
): ProviderEvent {
  let event: ProviderEvent | null;
  try {
    event = provider.readEvent(rawBody, headers);
  } catch (error) {
    throw new Problem(422, 'unreadable_event', 'The event is signed, but cannot be read.', { cause: error });
  }
  if (!event) throw new Problem(401, 'invalid_signature', 'The signature of this event does not hold.');
  return event;
}
