import { createRouter } from '@tanstack/react-router';
import { campaignRoutes } from '../campaigns/routes';
import { organizationRoutes } from '../organization/routes';
import { webhookRoutes } from '../webhooks/routes';
import { ErrorPage } from './error-page';
import { NotFoundPage } from './not-found-page';
import { indexRoute, rootRoute, signInRoute, signedInRoute } from './root-routes';

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([indexRoute, ...campaignRoutes, ...webhookRoutes, ...organizationRoutes]),
]);

/** Every page has an address; what is looked at (filters, an open drawer) stands in it. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
