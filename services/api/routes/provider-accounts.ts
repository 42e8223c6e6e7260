import { writeAudit } from '../../../infra/db/organizations/audit-log';
import {
  findProviderAccount,
  listProviderAccounts,
  updateProviderAccount,
} from '../../../infra/db/numbers/provider-accounts';
import type { ProviderAccountRow } from '../../../infra/db/provider-tables';
import { withTransaction } from '../../../infra/db/transaction';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound } from '../http/problem';
import { pageOf, pageQuery } from '../schemas/common';
import { listProviderAccountsAnswer, providerAccountAnswer, updateProviderAccountInput } from '../schemas/organization';

const tag = 'organization';

const listOperation = defineOperation({
  id: 'listProviderAccounts',
  method: 'get',
  path: '/provider_accounts',
  tag,
  summary: 'List the accounts with providers',
  scope: 'read',
  query: pageQuery,
  answer: listProviderAccountsAnswer,
});

const getOperation = defineOperation({
  id: 'getProviderAccount',
  method: 'get',
  path: '/provider_accounts/{id}',
  tag,
  summary: 'Show an account with a provider',
  scope: 'read',
  answer: providerAccountAnswer,
});

const updateOperation = defineOperation({
  id: 'updateProviderAccount',
  method: 'put',
  path: '/provider_accounts/{id}',
  tag,
  summary: 'Limit the calls of an account with a provider',
  description: 'Campaigns that call from its numbers share what it allows. Fields left out keep their value.',
  scope: 'campaigns:admin',
  body: updateProviderAccountInput,
  answer: providerAccountAnswer,
});

/** What the numbers of one account with a provider share. */
export function providerAccountRoutes(): Route[] {
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const { rows, total } = await listProviderAccounts(db, caller.organizationId, pageOf(query));
      return { status: 'success' as const, records: rows.map(accountRecord), total_records: total };
    }),
    route(getOperation, async ({ id, caller, db }) =>
      answerOf(await findProviderAccount(db, caller.organizationId, id())),
    ),
    route(updateOperation, async ({ id, body, caller, db }) => {
      const accountId = id();
      return withTransaction(db, async (trx) => {
        const answer = answerOf(await updateProviderAccount(trx, caller.organizationId, accountId, body));
        await writeAudit(trx, {
          organizationId: caller.organizationId,
          apiKeyId: caller.apiKeyId,
          action: 'provider_account.update',
          objectType: 'provider_account',
          objectId: accountId,
          data: body,
        });
        return answer;
      });
    }),
  ];
}

function answerOf(row: ProviderAccountRow | undefined) {
  if (!row) throw notFound('provider account');
  return { status: 'success' as const, id: row.id, provider_account: accountRecord(row) };
}

function accountRecord(row: ProviderAccountRow) {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    concurrency_limit: row.concurrency_limit,
    calls_per_second: row.calls_per_second,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
