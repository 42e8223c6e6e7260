import {
  countCampaignDrafts,
  deleteCampaignDraft,
  findCampaignDraft,
  insertCampaignDraft,
  listCampaignDrafts,
  updateCampaignDraft,
  type CampaignDraftRow,
} from '../../../infra/db/campaigns/campaign-drafts';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { deletedAnswer } from '../schemas/agent';
import {
  campaignDraftAnswer,
  campaignDraftChange,
  campaignDraftInput,
  listCampaignDraftsAnswer,
  listCampaignDraftsQuery,
} from '../schemas/campaign-draft';
import { pageOf } from '../schemas/common';

const MAX_DRAFTS = 200;

const tag = 'campaigns';
const path = '/campaign_drafts/{id}';

const listOperation = defineOperation({
  id: 'listCampaignDrafts',
  method: 'get',
  path: '/campaign_drafts',
  tag,
  summary: 'List the drafts of the wizard, newest first',
  description: 'Campaigns that somebody is still writing in the dashboard. They are no campaigns yet.',
  scope: 'read',
  query: listCampaignDraftsQuery,
  answer: listCampaignDraftsAnswer,
});

const createOperation = defineOperation({
  id: 'createCampaignDraft',
  method: 'post',
  path: '/campaign_drafts',
  tag,
  summary: 'Keep a draft of the wizard',
  description: 'At most 200 in an organization.',
  scope: 'campaigns:admin',
  body: campaignDraftInput,
  answer: campaignDraftAnswer,
});

const getOperation = defineOperation({
  id: 'getCampaignDraft',
  method: 'get',
  path,
  tag,
  summary: 'Show a draft of the wizard',
  scope: 'read',
  answer: campaignDraftAnswer,
});

const updateOperation = defineOperation({
  id: 'updateCampaignDraft',
  method: 'put',
  path,
  tag,
  summary: 'Keep a draft of the wizard as it is now',
  description:
    'As a whole: what was kept before is gone. With the `updated_at` that you read, only if nobody else has changed it.',
  scope: 'campaigns:admin',
  body: campaignDraftChange,
  answer: campaignDraftAnswer,
});

const deleteOperation = defineOperation({
  id: 'deleteCampaignDraft',
  method: 'delete',
  path,
  tag,
  summary: 'Throw a draft of the wizard away',
  scope: 'campaigns:admin',
  answer: deletedAnswer,
});

/** Campaigns that are still being written: a form, which nobody but its own page reads. */
export function campaignDraftRoutes(): Route[] {
  return [
    route(listOperation, async ({ query, caller, db }) => {
      const { rows, total } = await listCampaignDrafts(db, caller.organizationId, pageOf(query));
      return { status: 'success' as const, records: rows.map(summaryOf), total_records: total };
    }),
    route(createOperation, async ({ body, caller, db }) => {
      if ((await countCampaignDrafts(db, caller.organizationId)) >= MAX_DRAFTS) {
        throw new Problem(409, 'too_many_drafts', `There are ${MAX_DRAFTS} drafts already. Delete one.`);
      }
      return answerOf(await insertCampaignDraft(db, caller.organizationId, body));
    }),
    route(getOperation, async ({ id, caller, db }) =>
      answerOf(await findCampaignDraft(db, caller.organizationId, id())),
    ),
    route(updateOperation, async ({ id, body: { updated_at: readAt = null, ...fields }, caller, db }) => {
      const stored = await updateCampaignDraft(db, caller.organizationId, id(), fields, readAt);
      if (stored === 'absent') throw notFound('draft');
      if (stored === 'changed') {
        throw new Problem(409, 'draft_changed', 'Somebody else has changed this draft since you read it.');
      }
      return answerOf(stored);
    }),
    route(deleteOperation, async ({ id, caller, db }) => {
      const draftId = id();
      if (!(await deleteCampaignDraft(db, caller.organizationId, draftId))) throw notFound('draft');
      return { status: 'success' as const, message: 'The draft was deleted.', id: draftId };
    }),
  ];
}

function answerOf(row: CampaignDraftRow | undefined) {
  if (!row) throw notFound('draft');
  return { status: 'success' as const, ...summaryOf(row), form: row.form };
}

function summaryOf(row: Omit<CampaignDraftRow, 'form'>) {
  return {
    id: row.id,
    name: row.name,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
