import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { signedInRoute } from '../app/root-routes';
import { idIn, oneOf } from '../app/search-values';
import { campaignListSearch, lineSearch } from './search';

const getParentRoute = () => signedInRoute;

export const campaignListRoute = createRoute({
  getParentRoute,
  path: '/campaigns',
  validateSearch: campaignListSearch,
  component: lazyRouteComponent(() => import('./list/campaign-list-page'), 'CampaignListPage'),
});

export const WIZARD_STEPS = ['details', 'contacts', 'schedule', 'review'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** `new` makes a draft of it as soon as something is written. */
export const newCampaignRoute = createRoute({
  getParentRoute,
  path: '/campaigns/new',
  component: lazyRouteComponent(() => import('./wizard/new-draft-page'), 'NewDraftPage'),
});

export const wizardRoute = createRoute({
  getParentRoute,
  path: '/campaigns/new/$draft/$step',
  parseParams: ({ draft, step }) => {
    const known = { draft: idIn(draft), step: oneOf(WIZARD_STEPS, step) };
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (known.draft === undefined || known.step === undefined) throw notFound();
    return { draft: known.draft, step: known.step };
  },
  stringifyParams: ({ draft, step }) => ({ draft: String(draft), step }),
  component: lazyRouteComponent(() => import('./wizard/wizard-page'), 'WizardPage'),
});

/** A campaign; its tabs are the pages below. */
export const campaignRoute = createRoute({
  getParentRoute,
  path: '/campaigns/$id',
  parseParams: (params) => {
    const id = idIn(params.id);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (id === undefined) throw notFound();
    return { id };
  },
  stringifyParams: ({ id }) => ({ id: String(id) }),
  component: lazyRouteComponent(() => import('./page/campaign-layout'), 'CampaignLayout'),
});

const getCampaign = () => campaignRoute;

export const campaignOverviewRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/',
  component: lazyRouteComponent(() => import('./page/overview-page'), 'OverviewPage'),
});

export const campaignLinesRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/lines',
  validateSearch: lineSearch,
  component: lazyRouteComponent(() => import('./lines/lines-page'), 'LinesPage'),
});

export const campaignSettingsRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/settings',
  component: lazyRouteComponent(() => import('./page/settings-page'), 'SettingsPage'),
});

export const campaignPreviewRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/preview',
  component: lazyRouteComponent(() => import('./page/preview-page'), 'PreviewPage'),
});

export const campaignSendRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/send',
  component: lazyRouteComponent(() => import('./send/send-page'), 'SendPage'),
});

export const campaignRoutes = [
  campaignListRoute,
  newCampaignRoute,
  wizardRoute,
  campaignRoute.addChildren([
    campaignOverviewRoute,
    campaignLinesRoute,
    campaignSettingsRoute,
    campaignPreviewRoute,
    campaignSendRoute,
  ]),
];
