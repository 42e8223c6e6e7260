import type { z } from 'zod';
import { countCalls, findCall, listCalls, type CallLogFilter } from '../../../infra/db/attempts/call-log';
import { readPhoneNumber } from '../../../infra/phone-numbers/read-phone-number';
import { callRecord } from '../calls/call-record';
import { dispatchCall, type DispatchedCall } from '../calls/dispatch-call';
import { startAfterCommit } from '../campaigns/start-campaign';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound } from '../http/problem';
import { dispatchAnswer, dispatchInput, listCallsAnswer, listCallsQuery } from '../schemas/call';
import { pageOf } from '../schemas/common';
import { requireCampaign } from './campaigns';

const tag = 'calls';

const dispatchOperation = defineOperation({
  id: 'dispatchCall',
  method: 'post',
  path: '/calls/dispatch',
  tag,
  summary: 'Make one call, outside of any campaign',
  description:
    'Answered when the call is stored. It is made as soon as there is room for it, once: it is not retried, and given up ' +
    'after 24 hours. The hours in which people may be called hold. Unknown fields are ignored.',
  scope: 'contacts:write',
  body: dispatchInput,
  answer: dispatchAnswer,
});

const listOperation = defineOperation({
  id: 'listCalls',
  method: 'get',
  path: '/calls/logs',
  tag,
  summary: 'List calls, those made and those that came in, newest first',
  scope: 'read',
  query: listCallsQuery,
  answer: listCallsAnswer,
});

const getOperation = defineOperation({
  id: 'getCall',
  method: 'get',
  path: '/calls/logs/{id}',
  tag,
  summary: 'Show a call',
  description: 'One that was dispatched is found from then on, with the status of its contact until it is made.',
  scope: 'read',
  answer: listCallsAnswer,
});

/** Calls outside of campaigns, and the log of all calls. */
export function callRoutes(deps: ApiDependencies): Route[] {
  return [
    route(dispatchOperation, async ({ body, caller, db, afterCommit }) => {
      const dispatched = await dispatchCall(deps, db, caller.organizationId, body);
      const answer = answerOf(dispatched);
      afterCommit(() => announce(deps, dispatched, answer));
      return answer;
    }),
    route(listOperation, async ({ query, caller, db }) => {
      const { organizationId } = caller;
      if (query.campaign_id !== undefined) await requireCampaign(db, organizationId, query.campaign_id);
      const filter = filterOf(query);
      const calls = await listCalls(db, organizationId, filter, pageOf(query));
      const total_records = await countCalls(db, organizationId, filter);
      return { status: 'success' as const, call_log_data: calls.map(callRecord), total_records };
    }),
    route(getOperation, async ({ id, caller, db }) => {
      const call = await findCall(db, caller.organizationId, id());
      if (!call) throw notFound('call');
      return { status: 'success' as const, call_log_data: [callRecord(call)], total_records: 1 };
    }),
  ];
}

function answerOf({ call, warnings }: DispatchedCall) {
  const { callId, lineId, deferredUntil } = call;
  return {
    status: 'success' as const,
    success: true as const,
    message: deferredUntil ? 'The call was accepted. It is made later.' : 'The call was accepted.',
    call_id: callId,
    line_id: lineId,
    requestId: lineId,
    ...(warnings.length > 0 && { warnings: [...warnings] }),
    ...(deferredUntil && { will_call_after: deferredUntil.toISOString(), reason: 'contact_hours' as const }),
  };
}

/** The first call from a number starts the workflow for all of them; it looks for its contacts by itself. */
async function announce(
  deps: ApiDependencies,
  { call, campaign }: DispatchedCall,
  answer: { message: string },
): Promise<void> {
  if (campaign.workflow_started_at === null) await startAfterCommit(deps, campaign, answer);
  else if (call.deferredUntil === null) {
    deps.campaigns.announceContacts(campaign.id, [{ lineId: call.lineId, priority: call.priority }]);
  }
}

function filterOf(query: z.output<typeof listCallsQuery>): CallLogFilter {
  const { agentid, call_status: status, campaign_id, line_id, to_number, direction, since, until } = query;
  return {
    ...(agentid !== undefined && { agentId: agentid }),
    ...(status && { status }),
    ...(campaign_id !== undefined && { campaignId: campaign_id }),
    ...(line_id !== undefined && { lineId: line_id }),
    ...(to_number !== undefined && { toNumber: numberOf(to_number) }),
    ...(direction && { direction }),
    ...(since && { since }),
    ...(until && { until }),
  };
}

/** A plus that nobody has encoded comes as a space. */
function numberOf(text: string): string {
  const number = readPhoneNumber(`+${text.replace(/^[\s+]+/, '')}`);
  if (number) return number.e164;
  const detail = 'This cannot be a phone number. Write it with its country code, like %2B15551234567.';
  throw invalidRequest([{ pointer: '?to_number', code: 'invalid_phone', detail }]);
}
