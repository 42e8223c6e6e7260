import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { signedInRoute } from '../app/root-routes';
import { idIn } from '../app/search-values';
import { deliverySearch } from './delivery-search';

const getParentRoute = () => signedInRoute;

export const webhookListRoute = createRoute({
  getParentRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhook-list-page'), 'WebhookListPage'),
});

export const newWebhookRoute = createRoute({
  getParentRoute,
  path: '/webhooks/new',
  component: lazyRouteComponent(() => import('./webhook-page'), 'NewWebhookPage'),
});

export const webhookRoute = createRoute({
  getParentRoute,
  path: '/webhooks/$id',
  parseParams: (params) => {
    const id = idIn(params.id);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (id === undefined) throw notFound();
    return { id };
  },
  stringifyParams: ({ id }) => ({ id: String(id) }),
  component: lazyRouteComponent(() => import('./webhook-page'), 'WebhookPage'),
});

export const deliveriesRoute = createRoute({
  getParentRoute,
  path: '/deliveries',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(() => import('./deliveries-page'), 'DeliveriesPage'),
});

export const webhookRoutes = [webhookListRoute, newWebhookRoute, webhookRoute, deliveriesRoute];
