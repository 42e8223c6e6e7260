import type { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { callbackFigures } from '../../../infra/db/attempts/callbacks';
import { NO_ACTIVITY, readActivity, type CampaignActivity } from '../../../infra/db/campaigns/campaign-activity';
import { listCampaigns, type CampaignFilter } from '../../../infra/db/campaigns/campaign-list';
import { findCampaign, type CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import { countLinesByStatus, listLines } from '../../../infra/db/lines/lines';
import { campaignRecord, summarizeLines } from '../campaigns/campaign-record';
import { lineRecord } from '../contacts/line-record';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound } from '../http/problem';
import { createTurns } from '../http/turns';
import { campaignToken } from '../leads/token-record';
import { campaignDetailsAnswer, listCampaignsAnswer, listCampaignsQuery, liveStatusAnswer } from '../schemas/campaign';
import { pageOf } from '../schemas/common';

const FIRST_LINES = 150;
const NO_FILTER = { callStatus: null, interactionStatus: null, search: null };

const listOperation = defineOperation({
  id: 'listCampaigns',
  method: 'get',
  path: '/calls/bulk_call',
  tag: 'campaigns',
  summary: 'List campaigns, newest first',
  scope: 'read',
  query: listCampaignsQuery,
  answer: listCampaignsAnswer,
});

const getOperation = defineOperation({
  id: 'getCampaign',
  method: 'get',
  path: '/calls/bulk_call/{id}',
  tag: 'campaigns',
  summary: 'Show a campaign, with its counts and first lines',
  scope: 'read',
  answer: campaignDetailsAnswer,
});

const liveStatusOperation = defineOperation({
  id: 'getLiveStatus',
  method: 'get',
  path: '/bulk-call/{id}/live-status',
  tag: 'campaigns',
  summary: 'Count the contacts of a campaign by what has become of them',
  scope: 'read',
  answer: liveStatusAnswer,
});

/** Reading campaigns. */
export function campaignRoutes({ links, publicUrl }: ApiDependencies): Route[] {
  // Counting the lines of 150 campaigns takes a while: an organization holds one connection for that, however often it asks.
  const takeTurns = createTurns();
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const { rows, total } = await listCampaigns(db, caller.organizationId, filterOf(query), pageOf(query));
      const records = rows.map((row) => campaignRecord(row, links));
      if (query.include !== 'activity') return { status: 'success' as const, records, total_records: total };
      const activity = await takeTurns(`${caller.organizationId}`, () => readActivity(db, rows));
      return {
        status: 'success' as const,
        records: records.map((record) => ({ ...record, activity: activityRecord(activity.get(record.id)) })),
        total_records: total,
      };
    }),
    route(getOperation, async ({ id, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      const counts = summarizeLines(await countLinesByStatus(db, campaign.id));
      const callback_figures = await callbackFigures(db, campaign.id);
      const lines = await listLines(db, campaign.id, NO_FILTER, { after: 0, limit: FIRST_LINES });
      const token = await campaignToken(db, campaign, publicUrl);
      return {
        status: 'success' as const,
        details: { ...campaignRecord(campaign, links), counts, callback_figures, ...token },
        contact_list: lines.map(lineRecord),
      };
    }),
    route(liveStatusOperation, async ({ id, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      return {
        status: 'success' as const,
        bulk_call_id: campaign.id,
        campaign_status: campaign.status,
        summary: summarizeLines(await countLinesByStatus(db, campaign.id)),
      };
    }),
  ];
}

function filterOf({ status, statuses, type, search }: z.output<typeof listCampaignsQuery>): CampaignFilter {
  const wanted = statuses ?? CAMPAIGN_STATUSES;
  return {
    statuses: status || statuses ? wanted.filter((one) => status === undefined || one === status) : null,
    type: type ?? null,
    search: search ?? null,
  };
}

function activityRecord(activity: CampaignActivity = NO_ACTIVITY) {
  return {
    queued: activity.queued,
    in_progress: activity.inProgress,
    reached: activity.reached,
    last_activity_at: activity.lastActivityAt?.toISOString() ?? null,
  };
}

/**
 * A campaign of the caller's organization.
 *
 * @throws Problem 404.
 */
export async function requireCampaign(
  db: Queryable,
  organizationId: number,
  campaignId: number,
): Promise<CampaignWithNumber> {
  const campaign = await findCampaign(db, organizationId, campaignId);
  if (!campaign) throw notFound('campaign');
  return campaign;
}
