import type { Queryable } from '../../../infra/db/database';
import type { AccountAsRead } from '../../../infra/db/numbers/account-changes';
import { findAccountSecrets } from '../../../infra/db/numbers/account-secrets';
import type { ShownAccount } from '../../../infra/db/numbers/provider-accounts';
import { decryptSecret } from '../../../infra/db/organizations/secrets';
import { notFound, Problem } from '../http/problem';
import { requireSecretKey, type AccountDependencies } from './store-account';

/** Credentials and settings of an account, read at once: they belong together. */
export interface StoredAccount extends AccountAsRead {
  readonly id: number;
}

/**
 * What an account calls with, as it is stored.
 *
 * @throws Problem 404 when it is gone.
 */
export async function readStored(
  db: Queryable,
  { id, provider }: Pick<ShownAccount, 'id' | 'provider'>,
): Promise<StoredAccount> {
  const stored = await findAccountSecrets(db, provider, id);
  if (!stored) throw notFound('provider account');
  return { id, ...stored };
}

/**
 * Its credentials in clear.
 *
 * @throws Problem 409 when it has none, or they cannot be read.
 */
export function inClear(deps: Pick<AccountDependencies, 'secretKey'>, { id, credentials }: StoredAccount): unknown {
  if (!credentials) {
    const detail = `This account has no credentials. Give it some: PUT /api/v1/provider_accounts/${id}.`;
    throw new Problem(409, 'credentials_missing', detail);
  }
  const text = decryptSecret(credentials, requireSecretKey(deps));
  if (text !== null) return JSON.parse(text) as unknown;
  const detail = `The credentials were stored under another EVERDIAL_SECRET_KEY. Give them again: PUT /api/v1/provider_accounts/${id}.`;
  throw new Problem(409, 'credentials_unreadable', detail);
}
