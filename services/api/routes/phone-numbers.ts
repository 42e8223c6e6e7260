import { findAgent } from '../../../infra/db/organizations/agents';
import type { Queryable } from '../../../infra/db/database';
import {
  deletePhoneNumber,
  findPhoneNumber,
  hasLivingCampaign,
  insertPhoneNumber,
  listPhoneNumbers,
  updatePhoneNumber,
} from '../../../infra/db/numbers/phone-numbers';
import type { PhoneNumberRow } from '../../../infra/db/tables';
import { withTransaction } from '../../../infra/db/transaction';
import { readPhoneNumber } from '../../../infra/phone-numbers/read-phone-number';
import { notSupportedYet } from '../campaigns/unsupported-features';
import { aliasOf, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { pageOf } from '../schemas/common';
import {
  attachAgentOperation,
  createPhoneNumberOperation,
  deletePhoneNumberOperation,
  detachAgentOperation,
  getPhoneNumberOperation,
  importTwilioOperation,
  listPhoneNumbersOperation,
  updatePhoneNumberOperation,
} from './phone-number-operations';

const SIMULATOR = 'simulator';

/** The numbers that campaigns call from. */
export function phoneNumberRoutes(): Route[] {
  return [...readingRoutes(), ...changingRoutes(), ...attachingRoutes()];
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
      answerOf(await findPhoneNumber(db, caller.organizationId, id())),
    ),
  ];
}

function changingRoutes(): Route[] {
  return [
    route(createPhoneNumberOperation, async ({ body, caller, db }) => {
      const number = readNumber(body.number ?? body.phone_number);
      if (body.provider !== undefined && body.provider !== SIMULATOR) {
        const detail = 'Only simulated numbers can be added so far: provider "simulator".';
        throw invalidRequest([notSupportedYet('/provider', detail)]);
      }
      if (body.agent_id !== undefined) await requireAgent(db, caller.organizationId, body.agent_id);
      const added = { number, name: body.name ?? number, provider: SIMULATOR, agentId: body.agent_id ?? null };
      const row = await insertPhoneNumber(db, caller.organizationId, added);
      if (!row) throw new Problem(409, 'number_exists', 'This number has been added already.');
      return answerOf(row);
    }),
    route(updatePhoneNumberOperation, async ({ id, body, caller, db }) => {
      if (body.agent_id !== undefined) await requireAgent(db, caller.organizationId, body.agent_id);
      return answerOf(await updatePhoneNumber(db, caller.organizationId, id(), body));
    }),
    route(deletePhoneNumberOperation, async ({ id, caller, db }) => {
      const phoneNumberId = id();
      const outcome = await deletePhoneNumber(db, caller.organizationId, phoneNumberId);
      if (outcome === 'absent') throw notFound('phone number');
      if (outcome === 'in_use') {
        throw new Problem(409, 'number_in_use', 'A campaign calls, or has called, from this number. It stays.');
      }
      return { status: 'success' as const, message: 'The number was deleted.', id: phoneNumberId };
    }),
  ];
}

function attachingRoutes(): Route[] {
  return [
    route(attachAgentOperation, async ({ body, caller, db }) => {
      await requireAgent(db, caller.organizationId, body.agent_id);
      const fields = { agent_id: body.agent_id };
      return answerOf(await updatePhoneNumber(db, caller.organizationId, body.phone_number_id, fields));
    }),
    route(detachAgentOperation, async ({ body, caller, db }) =>
      withTransaction(db, async (trx) => {
        const row = await updatePhoneNumber(trx, caller.organizationId, body.phone_number_id, { agent_id: null });
        if (row && (await hasLivingCampaign(trx, row.id))) {
          const detail = 'A campaign calls from this number and needs its agent. Attach another one instead.';
          throw new Problem(409, 'number_in_use', detail);
        }
        return answerOf(row);
      }),
    ),
    route(importTwilioOperation, async () => {
      throw invalidRequest([notSupportedYet('', 'Numbers of Twilio cannot be imported yet.')]);
    }),
  ];
}

function readNumber(text: string | undefined): string {
  const read = text === undefined ? null : readPhoneNumber(text);
  if (read) return read.e164;
  const detail = 'Give a number with its country code, like +15550100002.';
  throw invalidRequest([{ pointer: '/number', code: text === undefined ? 'required' : 'invalid_phone', detail }]);
}

async function requireAgent(db: Queryable, organizationId: number, agentId: number): Promise<void> {
  if (await findAgent(db, organizationId, agentId)) return;
  const detail = 'There is no such agent. GET /api/v1/agents lists them.';
  const fault = { pointer: '/agent_id', code: 'agent_not_found', detail };
  throw new Problem(404, 'agent_not_found', detail, { errors: [fault] });
}

function answerOf(row: PhoneNumberRow | undefined) {
  if (!row) throw notFound('phone number');
  return { status: 'success' as const, id: row.id, phone_number: phoneNumberRecord(row) };
}

function phoneNumberRecord(row: PhoneNumberRow) {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    provider: row.provider,
    agent_id: row.agent_id,
    concurrency_limit: row.concurrency_limit,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
