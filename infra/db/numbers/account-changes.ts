import { sql, type Transaction } from 'kysely';
import type { Queryable } from '../database';
import type { Schema } from '../schema';
import { SHOWN, type ShownAccount } from './provider-accounts';

/** What was read of an account before its provider was asked about it. */
export interface AccountAsRead {
  /** Encrypted. */
  readonly credentials: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Locks an account until the transaction ends; undefined when it is gone, or somebody has changed what was read of it. */
export async function holdUnchangedAccount(
  trx: Transaction<Schema>,
  organizationId: number,
  accountId: number,
  read: AccountAsRead,
): Promise<ShownAccount | undefined> {
  return trx
    .selectFrom('provider_accounts')
    .select(SHOWN)
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .where(isAsRead(read))
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Notes that the provider has just taken an account's credentials.
 *
 * @returns undefined when the account is gone, or has others by now.
 */
export async function noteCredentialsTaken(
  db: Queryable,
  organizationId: number,
  accountId: number,
  read: AccountAsRead,
): Promise<ShownAccount | undefined> {
  return db
    .updateTable('provider_accounts')
    .set({ credentials_checked_at: sql<Date>`now()` })
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .where(isAsRead(read))
    .returning(SHOWN)
    .executeTakeFirst();
}

/** Whether numbers belong to an account. */
export async function hasNumbers(db: Queryable, accountId: number): Promise<boolean> {
  const number = await db
    .selectFrom('phone_numbers')
    .select('id')
    .where('account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst();
  return number !== undefined;
}

/** Whether a provider has been asked for calls over an account, and has not said yet whether it took them. */
export async function hasUnansweredCalls(db: Queryable, accountId: number): Promise<boolean> {
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('account_id', '=', accountId)
    .where('status', '=', 'placing')
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return attempt !== undefined;
}

/** Encryption is never the same twice: whoever rotates credentials, or gives the same ones again, changes the text. */
function isAsRead({ credentials, settings }: AccountAsRead) {
  return sql<boolean>`credentials is not distinct from ${credentials} and settings = ${JSON.stringify(settings)}::jsonb`;
}
