import type { Transaction } from 'kysely';
import type { Caller } from '../../../infra/db/organizations/callers';
import { encryptSecret } from '../../../infra/db/organizations/secrets';
import {
  saveProviderAccount,
  type AccountLimits,
  type AccountSecrets,
  type ShownAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Schema } from '../../../infra/db/schema';
import { audit } from '../audit';
import { Problem } from '../http/problem';
import { shortened } from './account-record';
import { requireAccepted, type AskedProviders, type Asking } from './check-credentials';
import { readAccount, requireAdapter, type GivenAccount, type ReadAccount } from './read-account';

/** What storing an account takes from the API's dependencies. */
export type AccountDependencies = AskedProviders & { readonly secretKey: Buffer | null };

/** An account that may be stored: its provider was asked, unless somebody wished otherwise. */
export interface ApprovedAccount {
  readonly read: ReadAccount;
  readonly secrets: AccountSecrets;
}

/**
 * Reads an account's own, and asks its provider about it.
 *
 * @throws Problem 409 without a key to encrypt with, 422 for faults and for credentials that are refused, 429 when too many
 *   ask, 503 when the provider could not be asked.
 */
export async function approveAccount(
  deps: AccountDependencies,
  provider: string,
  given: GivenAccount,
  { check, organizationId }: Asking,
): Promise<ApprovedAccount> {
  const adapter = requireAdapter(deps, provider);
  const secretKey = requireSecretKey(deps);
  const read = readAccount(adapter, given);
  const checkedAt = check ? await requireAccepted(deps, organizationId, read, given.credentialsAt) : null;
  const credentials = encryptSecret(JSON.stringify(read.credentials), secretKey);
  return { read, secrets: { credentials, settings: read.settings, identity: read.identity, checkedAt } };
}

/** How an account is to be called and limited. */
export interface AccountWishes {
  readonly name?: string | undefined;
  readonly limits: AccountLimits;
}

/**
 * Stores an approved account. One of the same identity gets the new credentials instead.
 *
 * @throws Problem 409 when another account of the provider has the name.
 */
export async function storeAccount(
  trx: Transaction<Schema>,
  caller: Caller,
  { read: { adapter, identity }, secrets }: ApprovedAccount,
  { name, limits }: AccountWishes,
): Promise<{ readonly row: ShownAccount; readonly created: boolean }> {
  const { concurrencyLimit, callsPerSecond } = adapter.defaults;
  const saved = await saveProviderAccount(trx, caller.organizationId, {
    ...secrets,
    provider: adapter.name,
    name: name ?? null,
    nameless: `${adapter.title} ${shortened(identity)}`,
    limits,
    defaults: { concurrency_limit: concurrencyLimit, calls_per_second: callsPerSecond },
  });
  if (!saved) throw nameTaken();
  const action = saved.created ? 'provider_account.create' : 'provider_account.credentials';
  // Never what they are.
  const noted = { provider: adapter.name, checked: secrets.checkedAt !== null, ...limits };
  await audit(trx, caller, action, saved.row.id, noted);
  return saved;
}

/** 409: accounts of a provider are told apart by their names. */
export function nameTaken(): Problem {
  return new Problem(409, 'account_name_taken', 'Another account with this provider has that name. Take another one.');
}

/**
 * The key that credentials are stored under.
 *
 * @throws Problem 409 where the installation has none.
 */
export function requireSecretKey({ secretKey }: Pick<AccountDependencies, 'secretKey'>): Buffer {
  if (secretKey) return secretKey;
  const detail =
    'Credentials are stored encrypted, and EVERDIAL_SECRET_KEY is not set. Ask whoever runs this installation.';
  throw new Problem(409, 'secret_key_missing', detail);
}
