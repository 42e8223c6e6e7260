import { defineSignal } from '@temporalio/workflow';

/** The workflow type, as it is registered and shown. */
export const DELIVERY_WORKFLOW = 'delivery';

/** @example deliveryWorkflowId(17) // 'delivery-17' */
export function deliveryWorkflowId(deliveryId: number): string {
  return `delivery-${deliveryId}`;
}

/** The inverse of `deliveryWorkflowId`; null for any other id. */
export function deliveryIdOf(workflowId: string): number | null {
  const match = /^delivery-(\d+)$/.exec(workflowId);
  return match ? Number(match[1]) : null;
}

/** What a delivery is started with. */
export interface DeliveryInput {
  readonly deliveryId: number;
  readonly organizationId: number;
  /** Null for what belongs to no campaign. */
  readonly campaignId: number | null;
  /** Null for a campaign's callback. */
  readonly endpointId: number | null;
  /** The event's type, or the callback's: `call.ended`, `call_status`. */
  readonly what: string;
  /** How often it had been replayed when this began. */
  readonly replays: number;
}

/** Somebody has asked for it once more: it is tried now. Sent when a delivery is replayed. */
export interface Replayed {
  /** How often it has been replayed by now; one that is known already changes nothing. */
  readonly replays: number;
}
export const replayedSignal = defineSignal<[Replayed]>('replayed');

/** How a delivery ended. */
export type DeliveryEnd = 'delivered' | 'failed';
