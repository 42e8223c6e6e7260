import type { Transaction } from 'kysely';
import type { Queryable } from '../../../infra/db/database';
import { findAccountSecrets } from '../../../infra/db/numbers/account-secrets';
import {
  findByIdentity,
  hasNumbers,
  updateProviderAccount,
  type AccountLimits,
  type ShownAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Caller } from '../../../infra/db/organizations/api-keys';
import { writeAudit } from '../../../infra/db/organizations/audit-log';
import { decryptSecret } from '../../../infra/db/organizations/secrets';
import type { Schema } from '../../../infra/db/tables';
import { invalidRequest, notFound, Problem } from '../http/problem';
import type { GivenAccount } from './read-account';
import {
  approveAccount,
  nameTaken,
  requireSecretKey,
  type AccountDependencies,
  type ApprovedAccount,
} from './store-account';

/** What is to become of an account; what is absent stays. */
export interface AccountChange {
  readonly name?: string | undefined;
  readonly credentials?: unknown;
  readonly settings?: unknown;
  readonly limits: AccountLimits;
}

/**
 * Joins what is given with what is stored, and asks the provider about it.
 *
 * @returns null when neither credentials nor settings are given.
 * @throws Problem as `approveAccount`; 409 when what is stored cannot be read.
 */
export async function approveChange(
  deps: AccountDependencies,
  db: Queryable,
  account: ShownAccount,
  { credentials, settings }: AccountChange,
  options: { readonly check: boolean },
): Promise<ApprovedAccount | null> {
  if (credentials === undefined && settings === undefined) return null;
  const { provider } = account;
  if (!deps.adapters.has(provider)) {
    const detail = `Accounts with the ${provider} have neither credentials nor settings.`;
    const pointer = credentials === undefined ? '/settings' : '/credentials';
    throw invalidRequest([{ pointer, code: 'no_credentials_needed', detail }]);
  }
  const given: GivenAccount = {
    credentials: credentials ?? (await storedCredentials(deps, db, account)),
    settings: settings ?? account.settings,
  };
  return approveAccount(deps, provider, given, options);
}

/**
 * The credentials of an account in clear.
 *
 * @throws Problem 409 when it has none, or they cannot be read.
 */
export async function storedCredentials(
  deps: Pick<AccountDependencies, 'secretKey'>,
  db: Queryable,
  { id, provider }: Pick<ShownAccount, 'id' | 'provider'>,
): Promise<unknown> {
  const stored = await findAccountSecrets(db, provider, id);
  if (!stored?.credentials) {
    const detail = `This account has no credentials. Give it some: PUT /api/v1/provider_accounts/${id}.`;
    throw new Problem(409, 'credentials_missing', detail);
  }
  const text = decryptSecret(stored.credentials, requireSecretKey(deps));
  if (text !== null) return JSON.parse(text) as unknown;
  const detail = `The credentials were stored under another EVERDIAL_SECRET_KEY. Give them again: PUT /api/v1/provider_accounts/${id}.`;
  throw new Problem(409, 'credentials_unreadable', detail);
}

/**
 * Stores a change.
 *
 * @param approved from `approveChange`.
 * @throws Problem 404; 409 when the name is taken, when the credentials are of another account and numbers belong to this
 *   one, or when they are those of another account that is there already.
 */
export async function changeAccount(
  trx: Transaction<Schema>,
  { organizationId, apiKeyId }: Caller,
  account: ShownAccount,
  change: AccountChange,
  approved: ApprovedAccount | null,
): Promise<ShownAccount> {
  if (approved) await refuseOtherAccount(trx, account, approved);
  const { name, limits } = change;
  const row = await updateProviderAccount(trx, organizationId, account.id, {
    ...limits,
    ...(name !== undefined && { name }),
    ...(approved && { secrets: approved.secrets }),
  });
  if (!row) throw notFound('provider account');
  if (row === 'name_taken') throw nameTaken();
  await writeAudit(trx, {
    organizationId,
    apiKeyId,
    action: approved ? 'provider_account.credentials' : 'provider_account.update',
    objectType: 'provider_account',
    objectId: account.id,
    // Never what the credentials are.
    data: { ...limits, ...(name !== undefined && { name }), ...(approved && auditOf(change, approved)) },
  });
  return row;
}

function auditOf({ credentials, settings }: AccountChange, { secrets }: ApprovedAccount) {
  return {
    changed: [...(credentials === undefined ? [] : ['credentials']), ...(settings === undefined ? [] : ['settings'])],
    checked: secrets.checkedAt !== null,
  };
}

async function refuseOtherAccount(
  trx: Transaction<Schema>,
  account: ShownAccount,
  { read: { adapter }, secrets: { identity } }: ApprovedAccount,
): Promise<void> {
  if (account.identity === null || account.identity === identity) return;
  const known = await findByIdentity(trx, account.organization_id, account.provider, identity);
  if (known !== undefined) {
    const detail = `These credentials are those of the provider account ${known}. Move the numbers there instead.`;
    throw new Problem(409, 'account_exists', detail);
  }
  if (adapter.identityMayChange || !(await hasNumbers(trx, account.id))) return;
  const detail =
    `These credentials are of another account with ${adapter.title}, which does not own the numbers of this one. ` +
    'Add it as an account of its own: POST /api/v1/provider_accounts.';
  throw new Problem(409, 'other_account', detail);
}
