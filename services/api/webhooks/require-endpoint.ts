import type { Queryable } from '../../../infra/db/database';
import { findEndpoint } from '../../../infra/db/deliveries/endpoints';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { WebhookEndpointRow } from '../../../infra/db/webhook-tables';
import { audit } from '../audit';
import { notFound, Problem } from '../http/problem';

/** How long the secret before goes on signing after a rotation. */
export const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1_000;

/**
 * An endpoint of the caller's organization. Locked for changes when `db` is a transaction.
 *
 * @throws Problem 404.
 */
export async function requireEndpoint(db: Queryable, caller: Caller, endpointId: number): Promise<WebhookEndpointRow> {
  const endpoint = await findEndpoint(db, caller.organizationId, endpointId);
  if (!endpoint) throw notFound('webhook');
  return endpoint;
}

/**
 * Nothing is sent to an endpoint that is disabled, or not active.
 *
 * @throws Problem 409.
 */
export function requireOpen({ disabled_at, disabled_reason, is_active }: WebhookEndpointRow): void {
  if (disabled_at !== null) throw disabledProblem(disabled_reason);
  if (!is_active) {
    const detail = 'The webhook is not active, so nothing is sent to it. Set is_active, or POST .../enable.';
    throw new Problem(409, 'webhook_inactive', detail);
  }
}

function disabledProblem(reason: string | null): Problem {
  const detail = `The webhook is disabled${reason === null ? '' : ` (${reason.replace(/\.$/, '')})`}. POST .../enable first.`;
  return new Problem(409, 'webhook_disabled', detail);
}

/** Notes what somebody did to an endpoint; never a secret or the value of a header. */
export async function auditEndpoint(
  db: Queryable,
  caller: Caller,
  action: `webhook.${string}`,
  endpoint: Pick<WebhookEndpointRow, 'id' | 'name'>,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await audit(db, caller, action, endpoint.id, { name: endpoint.name, ...data });
}
