import { readFigures } from '../campaigns/figures';
import { defineOperation, route, type Route } from '../http/operation';
import { createTurns } from '../http/turns';
import { campaignFiguresAnswer } from '../schemas/campaign-figures';
import { requireCampaign } from './campaigns';

const figuresOperation = defineOperation({
  id: 'getCampaignFigures',
  method: 'get',
  path: '/calls/bulk_call/{id}/figures',
  tag: 'campaigns',
  summary: 'Tell how a campaign is doing: counts, calls a minute, answer rate, what is due',
  scope: 'read',
  answer: campaignFiguresAnswer,
});

/** The figures of a campaign. */
export function figuresRoute(): Route {
  // As with lists: an organization holds one connection while lines are counted, however often it asks.
  const takeTurns = createTurns();
  return route(figuresOperation, async ({ id, caller, db }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    const figures = await takeTurns(`${caller.organizationId}`, () => readFigures(db, campaign.id, Date.now()));
    return { status: 'success' as const, ...figures };
  });
}
