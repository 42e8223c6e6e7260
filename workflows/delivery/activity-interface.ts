import type { DeliveryEnd } from './contract';

/** Activities of a delivery, on the queue of the workers that reach customers. */
export interface DeliveryActivities {
  /**
   * Makes one try. Fails, with the delay until the next one, while the delivery can be tried again; answers once it is
   * delivered or given up. A delivery that has ended is not sent again.
   */
  deliverWebhook(input: { readonly deliveryId: number }): Promise<{ readonly status: DeliveryEnd }>;
}
