import type { ApiDependencies } from './dependencies';
import type { Route } from './http/operation';
import { agentRoutes } from './routes/agents';
import { campaignActionRoutes } from './routes/campaign-actions';
import { concurrencyRoute } from './routes/campaign-settings';
import { campaignRoutes } from './routes/campaigns';
import { contactRoutes } from './routes/contacts';
import { createCampaignRoute } from './routes/create-campaign';
import { lineRoutes } from './routes/lines';
import { phoneNumberRoutes } from './routes/phone-numbers';
import { startDraftRoute } from './routes/start-draft';

/** Everything below `/api/v1`. */
export function apiRoutes(deps: ApiDependencies): Route[] {
  return [
    createCampaignRoute(deps),
    ...campaignRoutes(deps),
    ...campaignActionRoutes(deps),
    startDraftRoute(deps),
    concurrencyRoute(deps),
    ...contactRoutes(deps),
    ...lineRoutes(deps),
    ...phoneNumberRoutes(),
    ...agentRoutes(deps),
  ];
}
