import type { z } from 'zod';
import type { DeliveryRow, DeliveryTryRow } from '../../../infra/db/webhook-tables';
import type { deliveryAnswer, deliveryRecord as deliverySchema } from '../schemas/delivery';

type DeliveryRecord = z.input<typeof deliverySchema>;
type TryRecord = z.input<typeof deliveryAnswer>['delivery']['tries_log'][number];

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** Where a delivery is told of with all its tries. */
export function deliveryUrl(publicUrl: string, deliveryId: number): string {
  return `${publicUrl}/api/v1/deliveries/${deliveryId}`;
}

/** A delivery as lists show it. */
export function deliveryRecord(row: DeliveryRow, publicUrl: string): DeliveryRecord {
  return {
    delivery_id: row.id,
    campaign_id: row.campaign_id,
    line_id: row.line_id,
    attempt_id: row.attempt_id,
    endpoint_id: row.endpoint_id,
    webhook_id: row.webhook_id,
    kind: row.kind,
    event_type: row.event_type,
    url: row.url,
    status: row.status,
    tries: row.tries,
    last_status: row.last_status,
    last_error: row.last_error,
    last_duration_ms: row.last_duration_ms,
    next_try_at: row.status === 'pending' ? iso(row.due_at) : null,
    replays: row.replays,
    delivery_url: deliveryUrl(publicUrl, row.id),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    delivered_at: iso(row.delivered_at),
  };
}

/** One try: what was sent, and what came back. */
export function tryRecord(row: DeliveryTryRow): TryRecord {
  return {
    try_no: row.try_no,
    method: row.method,
    url: row.url,
    request_headers: row.request_headers,
    request_body: row.request_body,
    response_status: row.status,
    response_body: row.response_body,
    error: row.error,
    duration_ms: row.duration_ms,
    created_at: row.created_at.toISOString(),
  };
}
