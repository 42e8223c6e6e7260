import type { Queryable } from '../../infra/db/database';
import { writeAudit } from '../../infra/db/organizations/audit-log';
import type { Caller } from '../../infra/db/organizations/callers';

/** Actions begin with what kind of object they are done to, but for these. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  calling_rules: 'organization',
  deliveries: 'delivery',
  webhook: 'webhook_endpoint',
  webhook_secret: 'organization',
};

/**
 * Notes that a caller has done something to an object; in the same transaction as what was done.
 *
 * @param objectId null where it is not one object.
 * @param data what changed: never a number or a name of a called person, nor a secret.
 * @example await audit(trx, caller, 'agent.update', agent.id, { fields: ['prompt'] });
 */
export async function audit(
  trx: Queryable,
  { organizationId, apiKeyId }: Caller,
  action: `${string}.${string}`,
  objectId: number | null,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const [kind = action] = action.split('.');
  const objectType = OTHER_TYPES[kind] ?? kind;
  await writeAudit(trx, { organizationId, apiKeyId, action, objectType, objectId, data });
}
