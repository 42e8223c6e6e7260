import type { Request, Response } from 'express';
import type { ReceivedWebhook, TelephonyProvider } from '../../../infra/telephony/provider';
import type { EventSource } from '../../wiring/provider-events';
import type { ApiDependencies } from '../dependencies';
import { notFound, Problem } from '../http/problem';
import { readRawBody } from '../http/request-body';

/**
 * Who has made a request, by its path.
 *
 * @throws Problem 404 when there is no such provider or account.
 */
export async function providerOf(
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

/** A request as its sender has made it: under the URL that providers are given. */
export async function readWebhook(
  { providerUrl }: ApiDependencies,
  request: Request,
  response: Response,
): Promise<ReceivedWebhook> {
  const rawBody = await readRawBody(request, response, 'bulk');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  return { url: `${providerUrl}${request.originalUrl}`, rawBody, headers };
}

/** @throws Problem 401 when the signature does not hold, 422 when what is signed cannot be read. */
export function verified<T>(read: () => T | null): T {
  let found: T | null;
  try {
    found = read();
  } catch (error) {
    throw new Problem(422, 'unreadable_event', 'The event is signed, but cannot be read.', { cause: error });
  }
  if (found === null) throw new Problem(401, 'invalid_signature', 'The signature of this event does not hold.');
  return found;
}
