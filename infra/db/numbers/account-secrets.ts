import type { Queryable } from '../database';

/** The accounts that have credentials of their own, with these as they are stored: encrypted. */
export async function listAccountSecrets(
  db: Queryable,
): Promise<ReadonlyArray<{ readonly id: number; readonly credentials: string }>> {
  return db
    .selectFrom('provider_accounts')
    .select(['id', 'credentials'])
    .where('credentials', 'is not', null)
    .orderBy('id')
    .$narrowType<{ credentials: string }>()
    .execute();
}

/** What an account calls with, as stored: encrypted. */
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
