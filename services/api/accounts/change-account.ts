import type { Transaction } from 'kysely';
import { hasNumbers, hasUnansweredCalls, holdUnchangedAccount } from '../../../infra/db/numbers/account-changes';
import type { Queryable } from '../../../infra/db/database';
import {
  findByIdentity,
  findProviderAccount,
  updateProviderAccount,
  type AccountLimits,
  type ShownAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { Schema } from '../../../infra/db/schema';
import type { ProviderAdapter } from '../../../infra/telephony/adapter';
import { audit } from '../audit';
import { invalidRequest, notFound, Problem } from '../http/problem';
import type { Asking } from './check-credentials';
import { requireAdapter } from './read-account';
import { approveAccount, nameTaken, type AccountDependencies, type ApprovedAccount } from './store-account';
import { inClear, readStored, type StoredAccount } from './stored-account';

/** What is to become of an account; what is absent stays. */
export interface AccountChange {
  readonly name?: string | undefined;
  readonly credentials?: unknown;
  readonly settings?: unknown;
  readonly limits: AccountLimits;
}

/** A change that may be stored, unless somebody else has changed the account since. */
export interface ApprovedChange {
  readonly approved: ApprovedAccount;
  /** What it was joined with. */
  readonly before: StoredAccount;
}

/**
 * Joins what is given with what is stored, and asks the provider about it.
 *
 * @returns null when neither credentials nor settings are given.
 * @throws Problem as `approveAccount`; 409 when what is stored cannot be read; 422 when stored credentials would be sent to
 *   another address than before.
 */
export async function approveChange(
  deps: AccountDependencies,
  db: Queryable,
  { id, provider }: ShownAccount,
  { credentials, settings }: AccountChange,
  asking: Asking,
): Promise<ApprovedChange | null> {
  if (credentials === undefined && settings === undefined) return null;
  if (!deps.adapters.has(provider)) {
    const detail = `Accounts with the ${provider} have neither credentials nor settings.`;
    const pointer = credentials === undefined ? '/settings' : '/credentials';
    throw invalidRequest([{ pointer, code: 'no_credentials_needed', detail }]);
  }
  const before = await readStored(db, { id, provider });
  if (credentials === undefined) refuseOtherAddress(requireAdapter(deps, provider), before.settings, settings);
  const given = {
    credentials: credentials ?? inClear(deps, before),
    settings: settings ?? before.settings,
  };
  return { before, approved: await approveAccount(deps, provider, given, asking) };
}

/** Whoever changes an address would have credentials sent to it that were given for another one, and never shown. */
function refuseOtherAddress(adapter: ProviderAdapter, before: unknown, after: unknown): void {
  const then = destinationsOf(adapter, before);
  // Settings that cannot be read are refused as such.
  if (destinationsOf(adapter, after).every((destination) => then.includes(destination))) return;
  const detail = 'The address changes: give the credentials again.';
  throw invalidRequest([{ pointer: '/credentials', code: 'credentials_required', detail }]);
}

function destinationsOf({ settings: schema, destinationsOf: read }: ProviderAdapter, settings: unknown) {
  const parsed = schema.safeParse(settings);
  return parsed.success ? (read?.(parsed.data) ?? []) : [];
}

/**
 * Stores a change.
 *
 * @param change what was asked for, and what `approveChange` made of it.
 * @throws Problem 404; 409 when the name is taken, when somebody else has changed the account meanwhile, when the
 *   credentials are of another account and numbers belong to this one, or calls wait for its answer, or when they are those
 *   of another account that is there already.
 */
export async function changeAccount(
  trx: Transaction<Schema>,
  caller: Caller,
  accountId: number,
  { change, approval }: { readonly change: AccountChange; readonly approval: ApprovedChange | null },
): Promise<ShownAccount> {
  const { organizationId } = caller;
  const approved = approval?.approved;
  if (approval) await holdFitting(trx, organizationId, accountId, approval);
  const { name, limits } = change;
  const row = await updateProviderAccount(trx, organizationId, accountId, {
    ...limits,
    ...(name !== undefined && { name }),
    ...(approved && { secrets: approved.secrets }),
  });
  if (!row) throw notFound('provider account');
  if (row === 'name_taken') throw nameTaken();
  if (row === 'identity_taken') throw accountExists(null);
  const action = approved ? 'provider_account.credentials' : 'provider_account.update';
  // Never what the credentials are.
  const noted = { ...limits, ...(name !== undefined && { name }), ...(approved && auditOf(change, approved)) };
  await audit(trx, caller, action, accountId, noted);
  return row;
}

function auditOf({ credentials, settings }: AccountChange, { secrets }: ApprovedAccount) {
  return {
    changed: [...(credentials === undefined ? [] : ['credentials']), ...(settings === undefined ? [] : ['settings'])],
    checked: secrets.checkedAt !== null,
  };
}

async function holdFitting(
  trx: Transaction<Schema>,
  organizationId: number,
  accountId: number,
  { approved, before }: ApprovedChange,
): Promise<void> {
  const account = await holdUnchangedAccount(trx, organizationId, accountId, before);
  if (account) return refuseOtherAccount(trx, account, approved);
  if (!(await findProviderAccount(trx, organizationId, accountId))) throw notFound('provider account');
  throw accountChanged();
}

/** 409: what was read of an account is not what it is now. */
export function accountChanged(): Problem {
  const detail =
    'Somebody else has changed the credentials or settings of this account meanwhile. Look at it, and ask again.';
  return new Problem(409, 'account_changed', detail);
}

async function refuseOtherAccount(
  trx: Transaction<Schema>,
  account: ShownAccount,
  { read: { adapter }, secrets: { identity } }: ApprovedAccount,
): Promise<void> {
  if (account.identity === null || account.identity === identity) return;
  const known = await findByIdentity(trx, account.organization_id, account.provider, identity);
  if (known !== undefined) throw accountExists(known);
  if (adapter.identityMayChange) {
    if (await hasUnansweredCalls(trx, account.id)) throw callsInFlight(adapter.title);
    return;
  }
  if (!(await hasNumbers(trx, account.id))) return;
  const detail =
    `These credentials are of another account with ${adapter.title}, which does not own the numbers of this one. ` +
    'Add it as an account of its own: POST /api/v1/provider_accounts.';
  throw new Problem(409, 'other_account', detail);
}

function accountExists(accountId: number | null): Problem {
  const which = accountId === null ? 'another provider account' : `the provider account ${accountId}`;
  const detail = `These credentials are those of ${which}. Move the numbers there instead.`;
  return new Problem(409, 'account_exists', detail);
}

/** They would be looked for with credentials that may be of another workspace, where nobody has heard of them. */
function callsInFlight(title: string): Problem {
  const detail =
    `${title} has not said yet whether it took a call over this account, and would be asked about it with the new ` +
    'credentials. Try again in a minute; pause campaigns that call from its numbers if that does not help.';
  return new Problem(409, 'calls_in_flight', detail, { headers: { 'Retry-After': '60' } });
}
