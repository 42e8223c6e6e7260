import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { signedInRoute } from '../app/root-routes';

const getParentRoute = () => signedInRoute;

/** What the list of campaigns is filtered by; part of its address. */
export interface CampaignListSearch {
  readonly status?: string;
  readonly type?: 'dynamic' | 'finite';
  readonly q?: string;
  readonly page?: number;
}

export const campaignListRoute = createRoute({
  getParentRoute,
  path: '/campaigns',
  validateSearch: ({ status, type, q, page }: Record<string, unknown>): CampaignListSearch => ({
    ...(typeof status === 'string' && status !== '' && { status }),
    ...((type === 'dynamic' || type === 'finite') && { type }),
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
    ...(Number(page) > 1 && { page: Math.floor(Number(page)) }),
  }),
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
    const known = WIZARD_STEPS.find((name) => name === step);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (!known || !isId(draft)) throw notFound();
    return { draft: Number(draft), step: known };
  },
  stringifyParams: ({ draft, step }) => ({ draft: String(draft), step }),
  component: lazyRouteComponent(() => import('./wizard/wizard-page'), 'WizardPage'),
});

/** A campaign; its tabs are the pages below. */
export const campaignRoute = createRoute({
  getParentRoute,
  path: '/campaigns/$id',
  parseParams: ({ id }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (!isId(id)) throw notFound();
    return { id: Number(id) };
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

/** What the lines of a campaign are filtered by, and which one's drawer is open. */
export interface LineSearch {
  readonly status?: string;
  readonly interaction?: string;
  readonly q?: string;
  readonly line?: number;
}

export const campaignLinesRoute = createRoute({
  getParentRoute: getCampaign,
  path: '/lines',
  validateSearch: ({ status, interaction, q, line }: Record<string, unknown>): LineSearch => ({
    ...(typeof status === 'string' && status !== '' && { status }),
    ...(typeof interaction === 'string' && interaction !== '' && { interaction }),
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
    ...(Number(line) > 0 && { line: Math.floor(Number(line)) }),
  }),
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

function isId(text: string): boolean {
  return /^[1-9]\d{0,14}$/.test(text);
}
