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
    async deliverWebhook({ deliveryId }) {
      const tried = await tryDelivery(deliveryId);
      if (tried.kind === 'delivered') return 'delivered';
      if (tried.kind === 'given_up') return 'failed';
      throw expectedFailure(FAILURE_TYPES.delivery, tried.reason, tried.retryAfterMs ?? undefined);
    },
  };
}
