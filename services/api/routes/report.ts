import { z } from 'zod';
import { reportCsv } from '../../../infra/csv/report-csv';
import { reportRows } from '../../../infra/db/campaigns/report';
import { defineOperation, streamRoute, type Route } from '../http/operation';
import { requireCampaign } from './campaigns';

const reportOperation = defineOperation({
  id: 'getReport',
  method: 'get',
  path: '/calls/bulk_call/{id}/report.csv',
  tag: 'campaigns',
  summary: 'Get every contact and attempt of a campaign as CSV',
  description:
    'One row for each attempt; a contact that was never called has one row. Safe to open in a spreadsheet: texts that look ' +
    'like a formula begin with an apostrophe. Written as it is read, so that it may have any length.',
  scope: 'read',
  streams: 'text/csv',
  answer: z.string(),
});

/** The report of a campaign. */
export function reportRoute(): Route {
  return streamRoute(reportOperation, async ({ id, caller, db }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    return { fileName: `campaign-${campaign.id}-report.csv`, chunks: reportCsv(reportRows(db, campaign.id)) };
  });
}
