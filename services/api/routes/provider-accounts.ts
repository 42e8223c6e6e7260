import { noteCredentialsTaken } from '../../../infra/db/numbers/account-changes';
import {
  deleteProviderAccount,
  findProviderAccount,
  listProviderAccounts,
  type AccountLimits,
  type ShownAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Queryable } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import type { Caller } from '../../../infra/db/organizations/callers';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { accountRecord } from '../accounts/account-record';
import { accountChanged, approveChange, changeAccount } from '../accounts/change-account';
import { checkCredentials, type Asking } from '../accounts/check-credentials';
import { readAccount, requireAdapter } from '../accounts/read-account';
import { approveAccount, storeAccount } from '../accounts/store-account';
import { inClear, readStored } from '../accounts/stored-account';
import type { ApiDependencies, AskingDependencies } from '../dependencies';
import { preparedRoute, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { pageOf } from '../schemas/common';
import type { CheckQuery } from '../schemas/provider-account';
import {
  checkProviderAccountOperation,
  createProviderAccountOperation,
  deleteProviderAccountOperation,
  getProviderAccountOperation,
  listProviderAccountsOperation,
  updateProviderAccountOperation,
} from './provider-account-operations';

const status = 'success' as const;

/** Accounts with providers: what they call with, and what their numbers share. */
export function providerAccountRoutes(deps: AskingDependencies): Route[] {
  return [...readingRoutes(deps), ...changingRoutes(deps), deletingRoute(), checkRoute(deps)];
}

function readingRoutes(deps: ApiDependencies): Route[] {
  return [
    route(listProviderAccountsOperation, async ({ query, caller, db }) => {
      const { rows, total } = await listProviderAccounts(db, caller.organizationId, pageOf(query));
      return { status, records: rows.map((row) => accountRecord(deps, row)), total_records: total };
    }),
    route(getProviderAccountOperation, async ({ id, caller, db }) =>
      answerOf(deps, await requireAccount(db, caller, id())),
    ),
  ];
}

function changingRoutes(deps: AskingDependencies): Route[] {
  return [
    preparedRoute(
      createProviderAccountOperation,
      async ({ body, query, caller }) => {
        const given = { credentials: body.credentials, settings: body.settings ?? {} };
        return approveAccount(deps, body.provider, given, askingOf(query, caller));
      },
      async ({ body, caller, db }, approved) => {
        const wishes = { name: body.name, limits: limitsOf(body) };
        const { row, created } = await withTransaction(db, (trx) => storeAccount(trx, caller, approved, wishes));
        const message = created
          ? 'The account was added.'
          : 'The account was there already, and has these credentials now.';
        return { ...answerOf(deps, row), message, created };
      },
    ),
    preparedRoute(
      updateProviderAccountOperation,
      async ({ id, body, query, caller, db }) => {
        const account = await requireAccount(db, caller, id());
        const change = { ...body, limits: limitsOf(body) };
        return { change, approval: await approveChange(deps, db, account, change, askingOf(query, caller)) };
      },
      async ({ id, caller, db }, prepared) =>
        answerOf(deps, await retryOnDeadlock(db, (trx) => changeAccount(trx, caller, id(), prepared))),
    ),
  ];
}

function deletingRoute(): Route {
  return route(deleteProviderAccountOperation, async ({ id, caller, db }) => {
    const accountId = id();
    await withTransaction(db, async (trx) => {
      const outcome = await deleteProviderAccount(trx, caller.organizationId, accountId);
      if (outcome === 'absent') throw notFound('provider account');
      if (outcome === 'in_use') {
        const detail = 'Numbers belong to this account, or somebody is called over it now. Move or delete them first.';
        throw new Problem(409, 'account_in_use', detail);
      }
      await audit(trx, caller, 'provider_account.delete', accountId);
    });
    return { status, message: 'The account was deleted, with its credentials.', id: accountId };
  });
}

function checkRoute(deps: AskingDependencies): Route {
  return preparedRoute(
    checkProviderAccountOperation,
    async ({ id, caller, db }) => {
      const account = await requireAccount(db, caller, id());
      const adapter = requireAdapter(deps, account.provider);
      const stored = await readStored(db, account);
      const read = readAccount(adapter, { credentials: inClear(deps, stored), settings: stored.settings });
      const { kind } = await checkCredentials(deps, caller.organizationId, read);
      return { account, stored, kind, title: adapter.title };
    },
    async ({ caller, db }, { account, stored, kind, title }) => {
      const { id } = account;
      const message = {
        accepted: `${title} takes the credentials.`,
        refused: `${title} refuses the credentials. Give new ones: PUT /api/v1/provider_accounts/${id}.`,
        unasked: 'Nobody was asked: the settings of this account have no `check`.',
        unknown: `${title} could not be asked. Try again in a moment.`,
      }[kind];
      if (kind !== 'accepted') return { ...answerOf(deps, account), message, credentials: kind };
      const shown = await noteCredentialsTaken(db, caller.organizationId, id, stored);
      if (!shown) throw accountChanged();
      return { ...answerOf(deps, shown), message, credentials: kind };
    },
  );
}

function askingOf({ check }: CheckQuery, { organizationId }: Caller): Asking {
  return { check: check !== 'false', organizationId };
}

async function requireAccount(db: Queryable, { organizationId }: Caller, accountId: number): Promise<ShownAccount> {
  const account = await findProviderAccount(db, organizationId, accountId);
  if (!account) throw notFound('provider account');
  return account;
}

function limitsOf(body: { concurrency_limit?: number | null; calls_per_second?: number | null }): AccountLimits {
  const { concurrency_limit, calls_per_second } = body;
  return {
    ...(concurrency_limit !== undefined && { concurrency_limit }),
    ...(calls_per_second !== undefined && { calls_per_second }),
  };
}

function answerOf(deps: ApiDependencies, row: ShownAccount) {
  return { status, id: row.id, provider_account: accountRecord(deps, row) };
}
