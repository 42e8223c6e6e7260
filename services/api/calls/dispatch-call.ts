import { openDirectCampaign } from '../../../infra/db/campaigns/direct-campaigns';
import type { Queryable } from '../../../infra/db/database';
import { insertDirectCall, type DirectCallAnswer } from '../../../infra/db/lines/direct-lines';
import { findCallingNumber, findPhoneNumber } from '../../../infra/db/numbers/phone-numbers';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import type { AgentRow, PhoneNumberRow } from '../../../infra/db/organization-tables';
import { withTransaction } from '../../../infra/db/transaction';
import { originOf } from '../../../infra/phone-numbers/read-phone-number';
import { agentFits, requireAgentFit, requireFittingAgent } from '../accounts/agent-fit';
import { tellCampaign } from '../campaigns/tell-campaign';
import { lineOf, type ContactWarning } from '../contacts/read-contact';
import type { ApiDependencies } from '../dependencies';
import { invalidRequest, Problem } from '../http/problem';
import type { DispatchInput } from '../schemas/call';

/** A call that was stored, for its campaign to be told. */
export interface DispatchedCall {
  readonly call: Extract<DirectCallAnswer, { kind: 'stored' }>;
  readonly campaign: CampaignRow;
  readonly warnings: readonly ContactWarning[];
}

const NOT_DISPATCHED = 'The call was not dispatched. Ask for it again when Temporal is back.';

/**
 * Stores a call outside of campaigns, in one transaction.
 *
 * @throws Problem 404 without such an agent or number, 422 when there is nothing to call from or to, or the agent is one of
 * another provider, 409 when the number is never to be called, 503 when calls from the number were halted and Temporal is
 * away.
 */
export async function dispatchCall(
  deps: ApiDependencies,
  db: Queryable,
  organizationId: number,
  body: DispatchInput,
): Promise<DispatchedCall> {
  return withTransaction(db, async (trx) => {
    const agent = await requireFittingAgent(trx, deps, organizationId, { agentId: body.agent_id, providers: [] });
    const number = await numberToCallFrom(trx, deps, agent, body.from_number_id);
    requireAgentFit(deps, agent, [number.provider], '/agent_id');
    const { to_number, call_context = {}, metadata = {} } = body;
    const contact = { to_number, custom_variables: call_context, metadata };
    const read = lineOf(contact, { organizationId, campaignId: 0, origin: originOf(number.number) });
    if (!read.ok) throw invalidRequest(read.faults);

    const now = Date.now();
    const { campaign, resumed } = await openDirectCampaign(trx, number, now);
    const call = await insertDirectCall(trx, campaign, { ...read.line, agentId: agent.id }, now);
    if (call.kind === 'refused') throw refusal(call.reason);
    // Only now: a call that is refused resumes nothing.
    if (resumed) await tellCampaign(deps.campaigns.resume(campaign.id, now), NOT_DISPATCHED);
    return { call, campaign, warnings: read.warnings };
  });
}

async function numberToCallFrom(
  db: Queryable,
  deps: ApiDependencies,
  agent: AgentRow,
  given: number | undefined,
): Promise<PhoneNumberRow> {
  const organizationId = agent.organization_id;
  if (given === undefined) {
    const unfit = [...deps.adapters.keys()].filter((provider) => !agentFits(deps, agent, provider));
    const found = await findCallingNumber(db, organizationId, { agentId: agent.id, unfit });
    if (found) return found;
    const detail = 'There is no number to call from. Add one: POST /api/v1/phone_numbers.';
    throw invalidRequest([{ pointer: '/from_number_id', code: 'no_phone_number', detail }]);
  }
  const found = await findPhoneNumber(db, organizationId, given);
  if (found) return found;
  const detail = 'There is no such phone number. GET /api/v1/phone_numbers lists them.';
  const fault = { pointer: '/from_number_id', code: 'phone_number_not_found', detail };
  throw new Problem(404, 'phone_number_not_found', detail, { errors: [fault] });
}

function refusal(reason: 'suppressed' | 'no_calling_hours'): Problem {
  if (reason === 'suppressed') {
    const detail = 'This number is suppressed: nobody of your organization calls it. GET /api/v1/suppressions has why.';
    return new Problem(409, 'suppressed', detail);
  }
  const detail = 'There is no hour in which this number may be called. Its hours are in GET /api/v1/calling_rules.';
  return new Problem(409, 'no_calling_hours', detail);
}
