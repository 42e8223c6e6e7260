import type { z } from 'zod';
import type { WebhookEndpointRow } from '../../../infra/db/webhook-tables';
import type { listEndpointsAnswer } from '../schemas/webhook';

type EndpointRecord = z.input<typeof listEndpointsAnswer>['records'][number];

/** Stands for a value that the reader may not see. */
export const MASK = '********';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/**
 * An endpoint as the API shows it.
 *
 * @param revealed whether the secret and the values of headers are shown.
 */
export function endpointRecord(row: WebhookEndpointRow, revealed: boolean): EndpointRecord {
  const masked = Object.fromEntries(Object.keys(row.headers).map((name) => [name, MASK]));
  return {
    id: row.id,
    name: row.name,
    campaign_id: row.campaign_id,
    method: row.method,
    url: row.url,
    headers: revealed ? row.headers : masked,
    body: row.body,
    variables: row.variables,
    events: row.events,
    timeout_s: row.timeout_s,
    retry_limit: row.retry_limit,
    total_timeout_s: row.total_timeout_s,
    is_active: row.is_active,
    success: row.success,
    secret: revealed ? row.secret : `whsec_${MASK}`,
    previous_secret_until: futureIso(row.previous_secret_until),
    failing_since: iso(row.failing_since),
    disabled_at: iso(row.disabled_at),
    disabled_reason: row.disabled_reason,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** Null for what has passed. */
export function futureIso(instant: Date | null): string | null {
  return instant !== null && instant.getTime() > Date.now() ? instant.toISOString() : null;
}
