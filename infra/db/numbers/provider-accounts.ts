import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { ProviderAccountRow } from '../provider-tables';

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

/** A page of an organization's accounts with providers, with how many there are. */
export async function listProviderAccounts(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: ProviderAccountRow[]; readonly total: number }> {
  const ofOrganization = db.selectFrom('provider_accounts').where('organization_id', '=', organizationId);
  const rows = await ofOrganization.selectAll().orderBy('id').offset(page.offset).limit(page.limit).execute();
  const { total } = await ofOrganization
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** One account of an organization; undefined for anybody else's. */
export async function findProviderAccount(
  db: Queryable,
  organizationId: number,
  accountId: number,
): Promise<ProviderAccountRow | undefined> {
  return db
    .selectFrom('provider_accounts')
    .selectAll()
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** Changes what its numbers share; null for no limit, absent for as before. */
export async function updateProviderAccount(
  db: Queryable,
  organizationId: number,
  accountId: number,
  limits: { readonly concurrency_limit?: number | null; readonly calls_per_second?: number | null },
): Promise<ProviderAccountRow | undefined> {
  return db
    .updateTable('provider_accounts')
    .set({ ...limits, updated_at: sql<Date>`now()` })
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .returningAll()
    .executeTakeFirst();
}
