import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { WebhookActivities } from '../workflows/contact/activity-interface';
import type { DeliveryActivities } from '../workflows/delivery/activity-interface';
import { expectedFailure, FAILURE_TYPES } from './failures';

/** How one try to deliver went. */
export type DeliveryTryResult =
  | { readonly kind: 'delivered' }
  /** It is tried again after so many milliseconds. */
  | { readonly kind: 'again'; readonly reason: string; readonly delayMs: number }
  /** Its limits are used up, or the endpoint is gone. */
  | { readonly kind: 'given_up' };

/** What delivering needs of the world. A delivery that is no longer pending is not sent again. */
export interface WebhookDependencies {
  /** Makes the first try, beside the course of a contact or campaign. What fails is left to the outbox; never throws. */
  tryFirst(deliveryId: number): Promise<void>;
  /**
   * Makes one try, and logs it.
   *
   * @param looks how often it was looked at, from 1: where there is no room for a try the delay grows with it.
   */
  tryDelivery(deliveryId: number, looks: number): Promise<DeliveryTryResult>;
}

const HEARTBEAT_MS = 2_000;
/** After a fault of ours: soon, and not all at once. The policy counts looks without a try too, and may be at an hour. */
const AFTER_FAULT_MS = { least: 5_000, most: 30_000 };

/** The activities that reach customers. */
export function createWebhookActivities({
  tryFirst,
  tryDelivery,
}: WebhookDependencies): WebhookActivities & DeliveryActivities {
  return {
    async deliverWebhooks({ deliveryIds }) {
      await whileHeard(() => Promise.all(deliveryIds.map((deliveryId) => tryFirst(deliveryId))));
    },
    async deliverWebhook({ deliveryId }) {
      const looks = Context.current().info.attempt;
      const tried = await whileHeard(() => tryDelivery(deliveryId, looks)).catch((error: unknown) => {
        throw faultOfOurs(deliveryId, error);
      });
      if (tried.kind === 'again') throw expectedFailure(FAILURE_TYPES.delivery, tried.reason, tried.delayMs);
      return { status: tried.kind === 'delivered' ? 'delivered' : 'failed' };
    },
  };
}

/** Postgres was away for a moment, or what nobody foresaw: nothing that the endpoint should wait for. */
function faultOfOurs(deliveryId: number, error: unknown): ApplicationFailure {
  Context.current().log.warn('a try to deliver was not made; it is made again', { deliveryId, error });
  const { least, most } = AFTER_FAULT_MS;
  return ApplicationFailure.create({
    type: FAILURE_TYPES.delivery,
    message: 'The try was not made: a fault of ours, not of the endpoint.',
    cause: error instanceof Error ? error : new Error(String(error)),
    nextRetryDelay: Math.round(least + (most - least) * Math.random()),
  });
}

/** Heartbeats, so that a worker that dies is noticed long before the longest try would end. */
async function whileHeard<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
