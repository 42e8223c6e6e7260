import {
  deleteProviderAccount,
  findProviderAccount,
  listProviderAccounts,
  noteCredentialsTaken,
  type AccountLimits,
  type ShownAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { Queryable } from '../../../infra/db/database';
import type { Caller } from '../../../infra/db/organizations/api-keys';
import { writeAudit } from '../../../infra/db/organizations/audit-log';
import { withTransaction } from '../../../infra/db/transaction';
import { accountRecord } from '../accounts/account-record';
import { approveChange, changeAccount, storedCredentials } from '../accounts/change-account';
import { checkCredentials } from '../accounts/check-credentials';
import { readAccount, requireAdapter } from '../accounts/read-account';
import { approveAccount, storeAccount } from '../accounts/store-account';
import type { ApiDependencies } from '../dependencies';
import { route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { pageOf } from '../schemas/common';
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
export function providerAccountRoutes(deps: ApiDependencies): Route[] {
  return [...readingRoutes(deps), ...changingRoutes(deps), checkRoute(deps)];
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

function changingRoutes(deps: ApiDependencies): Route[] {
  return [
    route(createProviderAccountOperation, async ({ body, query, caller, db }) => {
      const given = { credentials: body.credentials, settings: body.settings ?? {} };
      const approved = await approveAccount(deps, body.provider, given, { check: query.check !== 'false' });
      const wishes = { name: body.name, limits: limitsOf(body) };
      const { row, created } = await withTransaction(db, (trx) => storeAccount(trx, caller, approved, wishes));
      const message = created
        ? 'The account was added.'
        : 'The account was there already, and has these credentials now.';
      return { ...answerOf(deps, row), message, created };
    }),
    route(updateProviderAccountOperation, async ({ id, body, query, caller, db }) => {
      const account = await requireAccount(db, caller, id());
      const change = { ...body, limits: limitsOf(body) };
      const approved = await approveChange(deps, db, account, change, { check: query.check !== 'false' });
      const row = await withTransaction(db, (trx) => changeAccount(trx, caller, account, change, approved));
      return answerOf(deps, row);
    }),
    route(deleteProviderAccountOperation, async ({ id, caller, db }) => {
      const accountId = id();
      await withTransaction(db, async (trx) => {
        const outcome = await deleteProviderAccount(trx, caller.organizationId, accountId);
        if (outcome === 'absent') throw notFound('provider account');
        if (outcome === 'in_use') {
          const detail =
            'Numbers belong to this account, or somebody is called over it now. Move or delete them first.';
          throw new Problem(409, 'account_in_use', detail);
        }
        const { organizationId, apiKeyId } = caller;
        const deleted = { objectType: 'provider_account', objectId: accountId };
        await writeAudit(trx, { organizationId, apiKeyId, action: 'provider_account.delete', ...deleted });
      });
      return { status, message: 'The account was deleted, with its credentials.', id: accountId };
    }),
  ];
}

function checkRoute(deps: ApiDependencies): Route {
  return route(checkProviderAccountOperation, async ({ id, caller, db }) => {
    const account = await requireAccount(db, caller, id());
    const adapter = requireAdapter(deps, account.provider);
    const credentials = await storedCredentials(deps, db, account);
    const { kind } = await checkCredentials(deps, readAccount(adapter, { credentials, settings: account.settings }));
    const shown = kind === 'accepted' ? await noteCredentialsTaken(db, caller.organizationId, account.id) : account;
    const message = {
      accepted: `${adapter.title} takes the credentials.`,
      refused: `${adapter.title} refuses the credentials. Give new ones: PUT /api/v1/provider_accounts/${account.id}.`,
      unknown: `${adapter.title} could not be asked. Try again in a moment.`,
    }[kind];
    return { ...answerOf(deps, shown ?? account), message, credentials: kind };
  });
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
