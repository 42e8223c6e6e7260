import { createCheckGate } from './accounts/check-gate';
import type { ApiDependencies } from './dependencies';
import type { Route } from './http/operation';
import { agentRoutes } from './routes/agents';
import { apiKeyRoutes } from './routes/api-keys';
import { auditRoutes } from './routes/audit';
import { callRoutes } from './routes/calls';
import { campaignActionRoutes } from './routes/campaign-actions';
import { campaignDraftRoutes } from './routes/campaign-drafts';
import { campaignEventsRoute } from './routes/campaign-events';
import { campaignNumberRoutes } from './routes/campaign-numbers';
import { campaignSettingsRoutes } from './routes/campaign-settings';
import { campaignRoutes } from './routes/campaigns';
import { checkCampaignRoute } from './routes/check-campaign';
import { contactRequestsRoute } from './routes/contact-requests';
import { contactRoutes } from './routes/contacts';
import { createCampaignRoute } from './routes/create-campaign';
import { csvContactRoutes } from './routes/csv-contacts';
import { deliveryRoutes } from './routes/deliveries';
import { figuresRoute } from './routes/figures';
import { forecastRoute } from './routes/forecast';
import { leadRoutes } from './routes/leads';
import { lineActionRoutes } from './routes/line-actions';
import { lineRoutes } from './routes/lines';
import { manualRetryRoute } from './routes/manual-retry';
import { organizationRoutes } from './routes/organization';
import { phoneNumberRoutes } from './routes/phone-numbers';
import { previewRoute } from './routes/preview';
import { providerAccountRoutes } from './routes/provider-accounts';
import { reportRoute } from './routes/report';
import { startDraftRoute } from './routes/start-draft';
import { suppressionRoutes } from './routes/suppressions';
import { webhookActionRoutes } from './routes/webhook-actions';
import { webhookPreviewRoute } from './routes/webhook-preview';
import { webhookSecretRoutes } from './routes/webhook-secret';
import { webhookRoutes } from './routes/webhooks';
import { webhookTokenRoutes } from './routes/webhook-token';

/** Everything below `/api/v1`. */
export function apiRoutes(deps: ApiDependencies): Route[] {
  const asking = { ...deps, checks: createCheckGate() };
  return [
    createCampaignRoute(deps),
    checkCampaignRoute(deps),
    ...campaignRoutes(deps),
    ...campaignDraftRoutes(),
    figuresRoute(),
    campaignEventsRoute(deps),
    ...campaignActionRoutes(deps),
    startDraftRoute(deps),
    ...campaignSettingsRoutes(deps),
    ...campaignNumberRoutes(),
    ...contactRoutes(deps),
    ...csvContactRoutes(deps),
    contactRequestsRoute(),
    ...leadRoutes(deps),
    ...callRoutes(deps),
    ...lineRoutes(deps),
    ...lineActionRoutes(deps),
    manualRetryRoute(deps),
    previewRoute(),
    forecastRoute(),
    reportRoute(),
    ...phoneNumberRoutes(asking),
    ...providerAccountRoutes(asking),
    ...organizationRoutes(),
    ...webhookTokenRoutes(deps),
    ...auditRoutes(),
    ...apiKeyRoutes(),
    ...suppressionRoutes(deps),
    ...agentRoutes(deps),
    ...webhookRoutes(deps),
    ...webhookActionRoutes(deps),
    webhookPreviewRoute(deps),
    ...webhookSecretRoutes(),
    ...deliveryRoutes(deps),
  ];
}
