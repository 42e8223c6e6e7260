import type { DeliveryTryResult } from '../../activities/webhook-activities';
import type { Database } from '../../infra/db/database';
import { findDelivery, recordDeliveryTry } from '../../infra/db/deliveries/deliveries';
import type { WebhookResult, WebhookSender } from '../../infra/webhook-http/http-sender';
import { signWebhook } from '../../infra/webhook-http/standard-webhooks';

const TRY_TIMEOUT_MS = 10_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60 * 1_000;
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1_000;

/**
 * Makes one try to deliver a stored webhook: signed anew, with the id that stays the same over all tries. Anything but a
 * 2xx is a failed try; three days after it happened a webhook is given up.
 */
export async function tryDelivery(
  world: { readonly db: Database; readonly sender: WebhookSender },
  deliveryId: number,
): Promise<DeliveryTryResult> {
  const delivery = await findDelivery(world.db, deliveryId);
  if (!delivery || delivery.status === 'failed') return { kind: 'given_up' };
  if (delivery.status === 'delivered') return { kind: 'delivered' };
  const body = JSON.stringify(delivery.body);
  const timestampS = Math.floor(Date.now() / 1_000);
  const signature = signWebhook({ secrets: [delivery.callback_secret], id: delivery.webhook_id, timestampS, body });
  const result = await world.sender.send({
    url: delivery.url,
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': delivery.webhook_id,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': signature,
    },
    timeoutMs: TRY_TIMEOUT_MS,
  });
  const delivered = 'status' in result && result.status >= 200 && result.status < 300;
  const spent = Date.now() - delivery.created_at.getTime() > GIVE_UP_AFTER_MS;
  await recordDeliveryTry(world.db, deliveryId, {
    status: delivered ? 'delivered' : spent ? 'failed' : 'pending',
    httpStatus: 'status' in result ? result.status : null,
    error: 'status' in result ? null : result.error,
    durationMs: Math.round(result.durationMs),
  });
  if (delivered) return { kind: 'delivered' };
  if (spent) return { kind: 'given_up' };
  const reason = 'status' in result ? `The endpoint answered ${result.status}.` : `The endpoint: ${result.error}.`;
  return { kind: 'try_again', reason, retryAfterMs: retryAfterMsOf(result) };
}

/** Seconds or an HTTP date; null when the endpoint did not say. */
function retryAfterMsOf(result: WebhookResult): number | null {
  const asked = 'status' in result ? result.retryAfter : null;
  if (!asked) return null;
  const waitMs = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.now();
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 1_000), LONGEST_RETRY_AFTER_MS) : null;
}
