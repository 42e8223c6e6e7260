import {
  deleteAgent,
  findAgent,
  insertAgent,
  listAgents,
  updateAgent,
  type AgentFields,
} from '../../../infra/db/organizations/agents';
import { providersOfAgent } from '../../../infra/db/numbers/phone-numbers';
import type { AgentRow } from '../../../infra/db/organization-tables';
import { withTransaction } from '../../../infra/db/transaction';
import { requireAgentFit } from '../accounts/agent-fit';
import { audit } from '../audit';
import { urlFaults } from '../campaigns/settings-faults';
import type { ApiDependencies } from '../dependencies';
import { aliasOf, defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import {
  agentAnswer,
  createAgentInput,
  deletedAnswer,
  listAgentsAnswer,
  listAgentsQuery,
  updateAgentInput,
  type AgentInput,
} from '../schemas/agent';
import { pageOf } from '../schemas/common';

const tag = 'agents';
const path = '/agents/{id}';

const listOperation = defineOperation({
  id: 'listAgents',
  method: 'get',
  path: '/agents',
  tag,
  summary: 'List agents',
  scope: 'read',
  query: listAgentsQuery,
  answer: listAgentsAnswer,
});
const createOperation = defineOperation({
  id: 'createAgent',
  method: 'post',
  path: '/agents',
  tag,
  summary: 'Create an agent',
  scope: 'campaigns:admin',
  body: createAgentInput,
  answer: agentAnswer,
});
const getOperation = defineOperation({
  id: 'getAgent',
  method: 'get',
  path,
  tag,
  summary: 'Show an agent',
  scope: 'read',
  answer: agentAnswer,
});
const updateOperation = defineOperation({
  id: 'updateAgent',
  method: 'put',
  path,
  tag,
  summary: 'Change an agent',
  description: 'Absent fields keep their value. Each further call uses the agent as it is then.',
  scope: 'campaigns:admin',
  body: updateAgentInput,
  answer: agentAnswer,
});
const deleteOperation = defineOperation({
  id: 'deleteAgent',
  method: 'delete',
  path,
  tag,
  summary: 'Delete an agent',
  scope: 'campaigns:admin',
  answer: deletedAnswer,
});

/** Agents: who speaks when a call is answered. */
export function agentRoutes(deps: ApiDependencies): Route[] {
  const create = route(createOperation, async ({ body, caller, db }) => {
    refuseUrl(body, deps);
    const { name, ...given } = fieldsOf(body);
    return withTransaction(db, async (trx) => {
      const fields = { ...NO_FIELDS, ...given, name: name ?? body.name };
      const row = await insertAgent(trx, caller.organizationId, fields);
      await audit(trx, caller, 'agent.create', row.id, { name: row.name });
      return answerOf(row);
    });
  });
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const { rows, total } = await listAgents(db, caller.organizationId, pageOf(query));
      return { status: 'success' as const, records: rows.map(agentRecord), total_records: total };
    }),
    create,
    aliasOf(create, { id: 'createAgentAlias', path: '/agents/create' }),
    route(getOperation, async ({ id, caller, db }) => answerOf(await findAgent(db, caller.organizationId, id()))),
    route(updateOperation, async ({ id, body, caller, db }) => {
      refuseUrl(body, deps);
      return withTransaction(db, async (trx) => {
        const fields = fieldsOf(body);
        const row = await updateAgent(trx, caller.organizationId, id(), fields);
        // Before the update others may have attached it; after it nobody does until the commit.
        const providers = row ? await providersOfAgent(trx, caller.organizationId, row.id) : [];
        if (row && body.provider_reference !== undefined) {
          requireAgentFit(deps, row, providers, '/provider_reference');
        }
        if (row) await audit(trx, caller, 'agent.update', row.id, { fields: Object.keys(fields) });
        return answerOf(row);
      });
    }),
    route(deleteOperation, async ({ id, caller, db }) => {
      const agentId = id();
      const outcome = await withTransaction(db, async (trx) => {
        const deleted = await deleteAgent(trx, caller.organizationId, agentId);
        if (deleted === 'deleted') await audit(trx, caller, 'agent.delete', agentId);
        return deleted;
      });
      if (outcome === 'absent') throw notFound('agent');
      if (outcome === 'in_use') {
        const detail =
          'A campaign calls with this agent: attach another one to its number, or cancel it. Or a call that was ' +
          'dispatched with it is not over yet.';
        throw new Problem(409, 'agent_in_use', detail);
      }
      return { status: 'success' as const, message: 'The agent was deleted.', id: agentId };
    }),
  ];
}

const NO_FIELDS: Omit<AgentFields, 'name'> = {
  provider_reference: null,
  welcome_message: '',
  prompt: '',
  pre_call_webhook_url: null,
  webhook_direction: null,
};

/** What is given; an empty text takes a reference or a URL away. */
function fieldsOf({ context_breakdown: parts, ...body }: AgentInput): Partial<AgentFields> {
  const prompt = body.prompt ?? parts?.map(({ title, body: text }) => `# ${title}\n${text}`).join('\n\n');
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.provider_reference !== undefined && { provider_reference: body.provider_reference || null }),
    ...(body.welcome_message !== undefined && { welcome_message: body.welcome_message }),
    ...(prompt !== undefined && { prompt }),
    ...(body.pre_call_webhook_url !== undefined && { pre_call_webhook_url: body.pre_call_webhook_url || null }),
    ...(body.webhook_direction !== undefined && { webhook_direction: body.webhook_direction }),
  };
}

function refuseUrl(body: AgentInput, deps: ApiDependencies): void {
  const faults = urlFaults('/pre_call_webhook_url', body.pre_call_webhook_url, deps.addresses);
  if (faults.length > 0) throw invalidRequest(faults);
}

function answerOf(row: AgentRow | undefined) {
  if (!row) throw notFound('agent');
  return { status: 'success' as const, id: row.id, agent: agentRecord(row) };
}

function agentRecord(row: AgentRow) {
  return {
    id: row.id,
    name: row.name,
    provider_reference: row.provider_reference,
    welcome_message: row.welcome_message,
    prompt: row.prompt,
    pre_call_webhook_url: row.pre_call_webhook_url,
    webhook_direction: row.webhook_direction,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
