import type { Transaction } from 'kysely';
import {
  deletePhoneNumber,
  findPhoneNumber,
  insertPhoneNumber,
  listPhoneNumbers,
  needsItsAgent,
  updatePhoneNumber,
} from '../../../infra/db/numbers/phone-numbers';
import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import type { Schema } from '../../../infra/db/schema';
import { withTransaction } from '../../../infra/db/transaction';
import { readPhoneNumber } from '../../../infra/phone-numbers/read-phone-number';
import { requireFittingAgent, requireNumberReference } from '../accounts/agent-fit';
import { chooseAccount, storeChosenAccount, type ChosenAccount } from '../accounts/number-account';
import { phoneNumberAnswerOf, phoneNumberRecord } from '../accounts/phone-number-record';
import { audit } from '../audit';
import type { ApiDependencies, AskingDependencies } from '../dependencies';
import { aliasOf, preparedRoute, route, type Call, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { pageOf } from '../schemas/common';
import type { CheckQuery } from '../schemas/provider-account';
import type { UpdatePhoneNumberInput } from '../schemas/phone-number';
import { importTwilioRoute } from './import-twilio';
import {
  attachAgentOperation,
  createPhoneNumberOperation,
  deletePhoneNumberOperation,
  detachAgentOperation,
  getPhoneNumberOperation,
  listPhoneNumbersOperation,
  updatePhoneNumberOperation,
} from './phone-number-operations';

/** The numbers that campaigns call from. */
export function phoneNumberRoutes(deps: AskingDependencies): Route[] {
  return [...readingRoutes(), ...changingRoutes(deps), ...attachingRoutes(deps), importTwilioRoute(deps)];
}

function readingRoutes(): Route[] {
  const list = route(listPhoneNumbersOperation, async ({ query, caller, db }) => {
    const { rows, total } = await listPhoneNumbers(db, caller.organizationId, pageOf(query));
    return { status: 'success' as const, records: rows.map(phoneNumberRecord), total_records: total };
  });
  return [
    list,
    aliasOf(list, { id: 'listPhoneNumbersAlias', path: '/phone_number/list' }),
    route(getPhoneNumberOperation, async ({ id, caller, db }) =>
      phoneNumberAnswerOf(await findPhoneNumber(db, caller.organizationId, id())),
    ),
  ];
}

function changingRoutes(deps: AskingDependencies): Route[] {
  return [
    preparedRoute(
      createPhoneNumberOperation,
      async ({ body, query, caller, db }) => {
        const number = readNumber(body.number ?? body.phone_number);
        const asking = { check: query.check !== 'false', organizationId: caller.organizationId };
        const chosen = await chooseAccount(deps, db, body, asking);
        const providerReference = body.provider_reference || null;
        requireNumberReference(deps, chosen.provider, providerReference);
        return { number, chosen, providerReference };
      },
      async ({ body, caller, db }, { number, chosen, providerReference }) =>
        withTransaction(db, async (trx) => {
          const { organizationId } = caller;
          if (body.agent_id !== undefined) {
            const fits = { agentId: body.agent_id, providers: [chosen.provider] };
            await requireFittingAgent(trx, deps, organizationId, fits);
          }
          const row = await insertPhoneNumber(trx, organizationId, {
            number,
            name: body.name ?? number,
            provider: chosen.provider,
            accountId: await storeChosenAccount(trx, caller, chosen),
            providerReference,
            agentId: body.agent_id ?? null,
          });
          if (!row) throw new Problem(409, 'number_exists', 'This number has been added already.');
          await audit(trx, caller, 'phone_number.create', row.id, { number: row.number, provider: row.provider });
          return phoneNumberAnswerOf(row);
        }),
    ),
    preparedRoute(
      updatePhoneNumberOperation,
      (call) => prepareChange(deps, call),
      (call, prepared) => changeNumber(deps, call, prepared),
    ),
    route(deletePhoneNumberOperation, async ({ id, caller, db }) => {
      const phoneNumberId = id();
      const outcome = await withTransaction(db, async (trx) => {
        const deleted = await deletePhoneNumber(trx, caller.organizationId, phoneNumberId);
        if (deleted === 'deleted') await audit(trx, caller, 'phone_number.delete', phoneNumberId);
        return deleted;
      });
      if (outcome === 'absent') throw notFound('phone number');
      if (outcome === 'in_use') {
        throw new Problem(409, 'number_in_use', 'Calls are made, or were made, from this number. It stays.');
      }
      return { status: 'success' as const, message: 'The number was deleted.', id: phoneNumberId };
    }),
  ];
}

type ChangeCall = Call<UpdatePhoneNumberInput, CheckQuery>;

interface PreparedChange {
  readonly before: PhoneNumberRow;
  /** Null: it stays with its account. */
  readonly chosen: ChosenAccount | null;
}

async function prepareChange(
  deps: AskingDependencies,
  { id, body, query, caller, db }: Omit<ChangeCall, 'afterCommit'>,
): Promise<PreparedChange> {
  const { organizationId } = caller;
  const before = await findPhoneNumber(db, organizationId, id());
  if (!before) throw notFound('phone number');
  const { credentials, settings, provider_account_id, provider_reference } = body;
  if (provider_reference !== undefined) {
    requireNumberReference(deps, before.provider, provider_reference || null);
  }
  const names = [credentials, settings, provider_account_id].some((part) => part !== undefined);
  const choice = { provider: before.provider, provider_account_id, credentials, settings };
  const asking = { check: query.check !== 'false', organizationId };
  return { before, chosen: names ? await chooseAccount(deps, db, choice, asking) : null };
}

async function changeNumber(
  deps: ApiDependencies,
  { body, caller, db }: ChangeCall,
  { before, chosen }: PreparedChange,
) {
  const { agent_id, name, concurrency_limit, provider_reference } = body;
  return withTransaction(db, async (trx) => {
    if (agent_id !== undefined) await requireAgentOf(trx, deps, before, agent_id);
    const change = {
      ...(name !== undefined && { name }),
      ...(agent_id !== undefined && { agent_id }),
      ...(concurrency_limit !== undefined && { concurrency_limit }),
      ...(provider_reference !== undefined && { provider_reference: provider_reference || null }),
      ...(chosen && { account_id: await storeChosenAccount(trx, caller, chosen) }),
    };
    const row = await updatePhoneNumber(trx, caller.organizationId, before.id, change);
    await audit(trx, caller, 'phone_number.update', before.id, change);
    return phoneNumberAnswerOf(row);
  });
}

function attachingRoutes(deps: ApiDependencies): Route[] {
  return [
    route(attachAgentOperation, async ({ body, caller, db }) =>
      withTransaction(db, async (trx) => {
        const number = await findPhoneNumber(trx, caller.organizationId, body.phone_number_id);
        if (!number) throw notFound('phone number');
        await requireAgentOf(trx, deps, number, body.agent_id);
        const change = { agent_id: body.agent_id };
        const row = await updatePhoneNumber(trx, caller.organizationId, number.id, change);
        await audit(trx, caller, 'phone_number.update', number.id, change);
        return phoneNumberAnswerOf(row);
      }),
    ),
    route(detachAgentOperation, async ({ body, caller, db }) =>
      withTransaction(db, async (trx) => {
        const change = { agent_id: null };
        const row = await updatePhoneNumber(trx, caller.organizationId, body.phone_number_id, change);
        if (row && (await needsItsAgent(trx, row.id))) {
          const detail = 'A campaign calls from this number and needs its agent. Attach another one instead.';
          throw new Problem(409, 'number_in_use', detail);
        }
        if (row) await audit(trx, caller, 'phone_number.update', row.id, change);
        return phoneNumberAnswerOf(row);
      }),
    ),
  ];
}

async function requireAgentOf(
  trx: Transaction<Schema>,
  deps: ApiDependencies,
  { organization_id, provider }: PhoneNumberRow,
  agentId: number,
): Promise<void> {
  await requireFittingAgent(trx, deps, organization_id, { agentId, providers: [provider] });
}

function readNumber(text: string | undefined): string {
  const read = text === undefined ? null : readPhoneNumber(text);
  if (read) return read.e164;
  const detail = 'Give a number with its country code, like +15550100002.';
  throw invalidRequest([{ pointer: '/number', code: text === undefined ? 'required' : 'invalid_phone', detail }]);
}
