import type { Queryable } from '../database';

/** What an account calls with, as stored: encrypted. The only place that selects it. */
export async function findAccountSecrets(
  db: Queryable,
  provider: string,
  accountId: number,
): Promise<{ readonly credentials: string | null; readonly settings: Record<string, unknown> } | undefined> {
  return db
    .selectFrom('provider_accounts')
    .select(['credentials', 'settings'])
    .where('id', '=', accountId)
    .where('provider', '=', provider)
    .executeTakeFirst();
}
