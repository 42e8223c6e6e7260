import {
  DEFAULT_ORGANIZATION_RULES,
  rulesWithDefaults,
  type OrganizationRules,
} from '../../../domain/organization-rules';
import type { Queryable } from '../database';

/**
 * What an organization says about calling people; what it has not changed is as in `DEFAULT_ORGANIZATION_RULES`.
 *
 * @throws when there is no such organization.
 */
export async function readOrganizationRules(db: Queryable, organizationId: number): Promise<OrganizationRules> {
  const { calling_rules } = await db
    .selectFrom('organizations')
    .select('calling_rules')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return rulesWithDefaults(calling_rules);
}

/**
 * Keeps what differs from the defaults, so that a default changed by a later release reaches whoever left it alone.
 *
 * @throws when there is no such organization.
 */
export async function storeOrganizationRules(
  trx: Queryable,
  organizationId: number,
  rules: OrganizationRules,
): Promise<void> {
  const changed = {
    contactHours: changedOf(rules.contactHours, DEFAULT_ORGANIZATION_RULES.contactHours),
    numberCaps: changedOf(rules.numberCaps, DEFAULT_ORGANIZATION_RULES.numberCaps),
  };
  await trx
    .updateTable('organizations')
    .set({ calling_rules: JSON.stringify(changed) })
    .where('id', '=', organizationId)
    .returning('id')
    .executeTakeFirstOrThrow();
}

function changedOf<T extends object>(rules: T, defaults: T): Partial<T> {
  const entries = Object.entries(rules).filter(([name, value]) => value !== defaults[name as keyof T]);
  return Object.fromEntries(entries) as Partial<T>;
}
