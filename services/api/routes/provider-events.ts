import { Router, type Request, type Response } from 'express';
import type { ReceivedWebhook, TelephonyProvider } from '../../../infra/telephony/provider';
import type { EventSource } from '../../wiring/provider-events';
import type { ApiDependencies } from '../dependencies';
import { notFound, Problem } from '../http/problem';
import { readRawBody } from '../http/request-body';

/**
 * `POST /providers/{provider}/events`, `/providers/{provider}/{account}/events`: what providers report about calls. The
 * signature covers the bytes as they came, at some of them with the URL; the answer follows one write.
 */
export function createProviderEventsRouter(deps: ApiDependencies): Router {
  const router = Router();
  router.post(['/:provider/events', '/:provider/:account/events'], async (request, response) => {
    const { provider, source } = await providerOf(deps, request);
    const webhook = await readWebhook(deps, request, response);
    for (const event of verified(() => provider.readEvents(webhook))) await deps.providerEvents.ingest(event, source);
    response.status(200).json({ status: 'success' });
  });
  return router;
}

/**
 * Who has made a request, by its path.
 *
 * @throws Problem 404 when there is no such provider or account.
 */
async function providerOf(
  { providers }: ApiDependencies,
  { params }: Request,
): Promise<{ provider: TelephonyProvider; source: EventSource }> {
  const name = String(params['provider']);
  const account = params['account'] as string | undefined;
  const accountId = account !== undefined && /^[1-9]\d{0,14}$/.test(account) ? Number(account) : null;
  const provider = (account === undefined) === (accountId === null) ? await providers.ofAccount(name, accountId) : null;
  if (!provider) throw notFound('provider');
  return { provider, source: { provider: name, accountId } };
}

/** A request as its sender has made it: under the public URL. */
async function readWebhook(
  { publicUrl }: ApiDependencies,
  request: Request,
  response: Response,
): Promise<ReceivedWebhook> {
  const rawBody = await readRawBody(request, response, 'normal');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  return { url: `${publicUrl}${request.originalUrl}`, rawBody, headers };
}

/** @throws Problem 401 when the signature does not hold, 422 when what is signed cannot be read. */
function verified<T>(read: () => T | null): T {
  let found: T | null;
  try {
    found = read();
  } catch (error) {
    throw new Problem(422, 'unreadable_event', 'The event is signed, but cannot be read.', { cause: error });
  }
  if (found === null) throw new Problem(401, 'invalid_signature', 'The signature of this event does not hold.');
  return found;
}
