import type { Transaction } from 'kysely';
import type { Queryable } from '../../../infra/db/database';
import {
  ensureProviderAccount,
  findProviderAccount,
  holdProviderAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { Schema } from '../../../infra/db/schema';
import { invalidRequest, Problem } from '../http/problem';
import type { Asking } from './check-credentials';
import { requireAdapter } from './read-account';
import { approveAccount, storeAccount, type AccountDependencies, type ApprovedAccount } from './store-account';

/** How a request says whose number it is. */
export interface AccountChoice {
  readonly provider?: string | undefined;
  readonly provider_account_id?: number | undefined;
  readonly credentials?: Readonly<Record<string, unknown>> | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Where the credentials stand in the body; `/credentials` unless told. */
  readonly credentialsAt?: string;
}

/** The account that a number is to belong to, read and asked about. */
export type ChosenAccount =
  | { readonly kind: 'known'; readonly provider: string; readonly accountId: number }
  | { readonly kind: 'given'; readonly provider: string; readonly approved: ApprovedAccount }
  /** Of providers that need none. */
  | { readonly kind: 'default'; readonly provider: string };

const SIMULATOR = 'simulator';

/**
 * Finds the account that a number is to belong to, or reads it and asks its provider about it.
 *
 * @throws Problem 404 for an account of somebody else, 422 when it is of another provider or none is named, and as
 *   `approveAccount`.
 */
export async function chooseAccount(
  deps: AccountDependencies,
  db: Queryable,
  choice: AccountChoice,
  asking: Asking,
): Promise<ChosenAccount> {
  const { provider_account_id: accountId, credentials, settings, credentialsAt = '/credentials' } = choice;
  if (accountId !== undefined) {
    if (credentials !== undefined || settings !== undefined) {
      const detail = 'Name an account, or give credentials, not both. PUT /api/v1/provider_accounts/{id} rotates them.';
      throw invalidRequest([{ pointer: '/credentials', code: 'two_accounts', detail }]);
    }
    const account = await findProviderAccount(db, asking.organizationId, accountId);
    if (!account) throw noSuchAccount();
    requireSameProvider(account.provider, choice.provider);
    return { kind: 'known', provider: account.provider, accountId };
  }
  const provider = choice.provider ?? SIMULATOR;
  if (provider === SIMULATOR && credentials === undefined && settings === undefined) {
    return { kind: 'default', provider };
  }
  requireAdapter(deps, provider);
  if (credentials === undefined) throw accountRequired(provider);
  const given = { credentials, settings: settings ?? {}, credentialsAt };
  const approved = await approveAccount(deps, provider, given, asking);
  return { kind: 'given', provider, approved };
}

/**
 * The id of a chosen account, made when it is not there yet.
 *
 * @throws Problem 404 when it is gone by now.
 */
export async function storeChosenAccount(
  trx: Transaction<Schema>,
  caller: Caller,
  chosen: ChosenAccount,
): Promise<number> {
  switch (chosen.kind) {
    case 'known':
      if (!(await holdProviderAccount(trx, caller.organizationId, chosen.accountId))) throw noSuchAccount();
      return chosen.accountId;
    case 'default':
      return ensureProviderAccount(trx, caller.organizationId, chosen.provider);
    case 'given':
      return (await storeAccount(trx, caller, chosen.approved, { limits: {} })).row.id;
  }
}

function requireSameProvider(ofAccount: string, asked: string | undefined): void {
  if (asked === undefined || asked === ofAccount) return;
  const detail = `This account is with another provider: "${ofAccount}".`;
  throw invalidRequest([{ pointer: '/provider_account_id', code: 'other_provider', detail }]);
}

function accountRequired(provider: string): Problem {
  const detail =
    `Numbers of "${provider}" belong to an account with it. Give its provider_account_id (GET /api/v1/provider_accounts ` +
    'lists them), or its credentials.';
  return invalidRequest([{ pointer: '/provider_account_id', code: 'account_required', detail }]);
}

function noSuchAccount(): Problem {
  const detail = 'There is no such account. GET /api/v1/provider_accounts lists them.';
  const fault = { pointer: '/provider_account_id', code: 'provider_account_not_found', detail };
  return new Problem(404, 'provider_account_not_found', detail, { errors: [fault] });
}
