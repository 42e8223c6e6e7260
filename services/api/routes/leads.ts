import { announceContacts } from '../contacts/stored-contacts';
import { skippedRow } from '../contacts/skipped-row';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { createTurns } from '../http/turns';
import { campaignsOfBatch } from '../leads/campaigns-of-batch';
import { storeLeadBatch } from '../leads/store-lead-batch';
import { leadBatchAnswer, leadBatchInput } from '../schemas/lead';

const addLeads = defineOperation({
  id: 'addLeads',
  method: 'post',
  path: '/leads',
  tag: 'contacts',
  summary: 'Add up to 1,000 leads to any number of campaigns',
  description:
    'Everything is stored when this is answered, in one transaction, or nothing; each lead stands alone. An ' +
    '`idempotency_key` is taken once in seven days: 409 `duplicate_request` has the `request_id` of the first request.',
  scope: 'leads',
  successStatus: 202,
  ignoresIdempotencyKey: true,
  notedAs: 'addLeads',
  campaignsIn: campaignsOfBatch,
  body: leadBatchInput,
  answer: leadBatchAnswer,
});

/** Lead batches: one request into many campaigns, sent with the webhook token. */
export function leadRoutes(deps: ApiDependencies): Route[] {
  const takeTurns = createTurns();
  return [
    route(addLeads, async ({ body, caller, afterCommit }) => {
      // Its own transaction, which can be repeated as a whole; no idempotency key opens one around it.
      const { organizationId } = caller;
      const { requestId, stored, rejected } = await takeTurns(`${organizationId} ${body.idempotency_key}`, () =>
        storeLeadBatch(deps.db, organizationId, body),
      );
      const counts = { accepted: stored.length, rejected: rejected.length };
      deps.logger.info({ organizationId, leadRequestId: requestId, ...counts }, 'a lead batch was stored');
      afterCommit(() =>
        announceContacts(
          deps.campaigns,
          stored.map(({ contact }) => contact),
        ),
      );
      const skipped = stored.flatMap(({ index, contact }) => skippedRow(index, contact));
      return {
        request_id: requestId,
        accepted: stored.length,
        rejected: [...rejected],
        ...(skipped.length > 0 && { skipped }),
      };
    }),
  ];
}
