import { z } from 'zod';
import { reportCsv } from '../../../infra/csv/report-csv';
import { reportRows } from '../../../infra/db/campaigns/report';
import type { Queryable } from '../../../infra/db/database';
import { defineOperation, streamRoute, type Route } from '../http/operation';
import type { StreamedAnswer } from '../http/streams';
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
    return campaignReport(db, campaign.id);
  });
}

/** A campaign's report as it is sent. */
export function campaignReport(db: Queryable, campaignId: number): StreamedAnswer {
  return { fileName: `campaign-${campaignId}-report.csv`, chunks: reportCsv(reportRows(db, campaignId)) };
}
