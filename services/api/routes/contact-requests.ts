import { listContactRequests } from '../../../infra/db/organizations/contact-requests';
import { defineOperation, route, type Route } from '../http/operation';
import { contactRequestsAnswer, contactRequestsQuery } from '../schemas/contact-request';
import { requireCampaign } from './campaigns';

const DEFAULT_LIMIT = 20;

const listOperation = defineOperation({
  id: 'listContactRequests',
  method: 'get',
  path: '/calls/bulk_call/{id}/requests',
  tag: 'contacts',
  summary: 'Show the last requests that brought contacts, with their answers',
  description:
    'Of add_contact, add_contacts and contacts.csv, accepted or refused. They are noted a moment after they were answered, ' +
    'twenty a second at most; the 50 newest are kept.',
  scope: 'read',
  query: contactRequestsQuery,
  answer: contactRequestsAnswer,
});

/** What was sent to a campaign, for whoever tries to find out why a contact is not there. */
export function contactRequestsRoute(): Route {
  return route(listOperation, async ({ id, query, caller, db }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    const rows = await listContactRequests(db, campaign.id, query.limit ?? DEFAULT_LIMIT);
    return {
      status: 'success' as const,
      records: rows.map((row) => ({ ...row, received_at: row.received_at.toISOString() })),
    };
  });
}
