import { listAuditEntries } from '../../../infra/db/organizations/audit-log';
import { defineOperation, route, type Route } from '../http/operation';
import { pageOf } from '../schemas/common';
import { auditAnswer, auditQuery } from '../schemas/organization';

const listAudit = defineOperation({
  id: 'listAudit',
  method: 'get',
  path: '/audit',
  tag: 'organization',
  summary: 'List who changed what, newest first',
  scope: 'campaigns:admin',
  query: auditQuery,
  answer: auditAnswer,
});

/** Who changed what. */
export function auditRoutes(): Route[] {
  return [
    route(listAudit, async ({ query, caller, db }) => {
      const { rows, total } = await listAuditEntries(db, caller.organizationId, pageOf(query));
      const records = rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
      return { status: 'success' as const, records, total_records: total };
    }),
  ];
}
