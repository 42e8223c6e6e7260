import type { WebhookActivities } from '../workflows/contact/activity-interface';
import { expectedFailure, FAILURE_TYPES } from './failures';

/** How one try to deliver went. */
export type DeliveryTryResult =
  | { readonly kind: 'delivered' }
  /** It can be tried again, not before `retryAfterMs` where the endpoint said so. */
  | { readonly kind: 'try_again'; readonly reason: string; readonly retryAfterMs: number | null }
  /** Three days have passed, or the endpoint is gone. */
  | { readonly kind: 'given_up' };

/** What delivering needs of the world. */
export interface WebhookDependencies {
  /** Makes one try, and logs it. A delivery that is no longer pending is not sent again. */
  tryDelivery(deliveryId: number): Promise<DeliveryTryResult>;
}

/** The activities that reach customers. */
export function createWebhookActivities({ tryDelivery }: WebhookDependencies): WebhookActivities {
  return {
    async deliverWebhooks({ deliveryIds }) {
      const tries = await Promise.all(deliveryIds.map((deliveryId) => tryDelivery(deliveryId)));
      const failed = tries.filter((tried) => tried.kind === 'try_again');
      if (failed.length === 0) return;
      const retryAfterMs = Math.max(...failed.map((tried) => tried.retryAfterMs ?? 0));
      const reasons = failed.map((tried) => tried.reason).join(' ');
      throw expectedFailure(FAILURE_TYPES.delivery, reasons, retryAfterMs > 0 ? retryAfterMs : undefined);
    },
  };
}
