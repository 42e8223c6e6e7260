import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../../domain/webhook-events';
import type { Schemas } from '../api/client';
import { idIn, oneOf, type Unread } from '../app/search-values';

export type DeliveryStatus = Schemas['Delivery']['status'];

export const DELIVERY_STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'failed'];

/** The three fixed callbacks of a campaign, as the log of deliveries names them. */
export const CALLBACK_KINDS = ['call_status', 'call_schedule', 'campaign_status'] as const;
export type CallbackKind = (typeof CALLBACK_KINDS)[number];

/** What the log of deliveries is filtered by, and which one's drawer is open. */
export interface DeliverySearch {
  readonly status?: DeliveryStatus | undefined;
  readonly endpoint?: number | undefined;
  readonly campaign?: number | undefined;
  readonly line?: number | undefined;
  readonly event?: WebhookEventType | CallbackKind | undefined;
  readonly delivery?: number | undefined;
}

/** Reads what an address says of it. */
export function deliverySearch(search: Unread<DeliverySearch>): DeliverySearch {
  return {
    status: oneOf(DELIVERY_STATUSES, search.status),
    endpoint: idIn(search.endpoint),
    campaign: idIn(search.campaign),
    line: idIn(search.line),
    event: oneOf([...WEBHOOK_EVENT_TYPES, ...CALLBACK_KINDS], search.event),
    delivery: idIn(search.delivery),
  };
}
