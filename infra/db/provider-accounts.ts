import type { Queryable } from './database';

const DEFAULT_ACCOUNT = 'default';

/** The account with a provider that numbers belong to unless told otherwise; made when it is not there yet. */
export async function ensureProviderAccount(db: Queryable, organizationId: number, provider: string): Promise<number> {
  await db
    .insertInto('provider_accounts')
    .values({ organization_id: organizationId, provider, name: DEFAULT_ACCOUNT })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db
    .selectFrom('provider_accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .where('name', '=', DEFAULT_ACCOUNT)
    .executeTakeFirstOrThrow();
  return id;
}
