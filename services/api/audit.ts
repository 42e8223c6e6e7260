import type { Queryable } from '../../infra/db/database';
import { writeAudit } from '../../infra/db/organizations/audit-log';
import type { Caller } from '../../infra/db/organizations/callers';

/**
 * Notes that a caller has done something to an object; in the same transaction as what was done.
 *
 * @param action begins with what kind of object it is.
 * @param data what changed: never a number or a name of a called person, nor a secret.
 * @example await audit(trx, caller, 'agent.update', agent.id, { fields: ['prompt'] });
 */
export async function audit(
  trx: Queryable,
  { organizationId, apiKeyId }: Caller,
  action: `${string}.${string}`,
  objectId: number,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const [objectType = action] = action.split('.');
  await writeAudit(trx, { organizationId, apiKeyId, action, objectType, objectId, data });
}
