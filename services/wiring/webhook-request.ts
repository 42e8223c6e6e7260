import type { RetryBounds, SuccessCondition } from '../../domain/webhook-endpoint';
import type { WebhookEvent } from '../../domain/webhook-events';
import { ANY_SUCCESS } from '../../domain/webhook-success';
import type { DeliveryToTry } from '../../infra/db/deliveries/deliveries';
import { endpointRequest, type EndpointRequest } from '../../infra/webhook-http/endpoint-request';
import { signWebhook } from '../../infra/webhook-http/standard-webhooks';

const CALLBACK_TIMEOUT_MS = 10_000;
/** Campaign callbacks have no limits of their own. */
const CALLBACK_BOUNDS: RetryBounds = { retryLimit: null, totalTimeoutS: null };
/** Headers that show nothing secret in the log of tries; whatever else a customer has set is left out of it. */
const SHOWN_HEADERS = new Set(['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature']);

/** How a delivery is sent, and when it counts as delivered. */
export interface DeliveryTerms {
  readonly timeoutMs: number;
  readonly bounds: RetryBounds;
  readonly success: SuccessCondition;
}

/** What holds for a delivery: its endpoint's terms, or those of all campaign callbacks. */
export function termsOf({ endpoint }: DeliveryToTry): DeliveryTerms {
  if (!endpoint) return { timeoutMs: CALLBACK_TIMEOUT_MS, bounds: CALLBACK_BOUNDS, success: ANY_SUCCESS };
  return {
    timeoutMs: endpoint.timeout_s * 1_000,
    bounds: { retryLimit: endpoint.retry_limit, totalTimeoutS: endpoint.total_timeout_s },
    success: endpoint.success,
  };
}

/** The request of a delivery, but for what signs it: a callback's body as it is, an event as its endpoint wants it. */
export function requestOf(delivery: DeliveryToTry): EndpointRequest {
  // An event is stored whole, as it was announced.
  if (delivery.endpoint) return endpointRequest(delivery.endpoint, delivery.body as unknown as WebhookEvent);
  return {
    method: 'POST',
    url: delivery.url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(delivery.body),
    problem: null,
  };
}

/**
 * The headers of one try: the customer's, and ours, which win. A request without a body is signed as if its body was empty.
 *
 * @param timestampS whole seconds since the epoch.
 */
export function signedHeaders(
  request: EndpointRequest,
  { webhookId: id, secrets }: Pick<DeliveryToTry, 'webhookId' | 'secrets'>,
  timestampS: number,
): Record<string, string> {
  const lowerCase = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...(Object.fromEntries(lowerCase) as Record<string, string>),
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signWebhook({ secrets, id, timestampS, body: request.body ?? '' }),
  };
}

/** Headers as the log of tries shows them: the values of the customer's own are left out. */
export function maskedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SHOWN_HEADERS.has(name.toLowerCase()) ? value : '***']),
  );
}
