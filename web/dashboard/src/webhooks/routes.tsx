import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { signedInRoute } from '../app/root-routes';

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
  parseParams: ({ id }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router says it
    if (!/^[1-9]\d{0,14}$/.test(id)) throw notFound();
    return { id: Number(id) };
  },
  stringifyParams: ({ id }) => ({ id: String(id) }),
  component: lazyRouteComponent(() => import('./webhook-page'), 'WebhookPage'),
});

/** What the log of deliveries is filtered by, and which one's drawer is open. */
export interface DeliverySearch {
  readonly status?: string;
  readonly endpoint?: number;
  readonly campaign?: number;
  readonly line?: number;
  readonly event?: string;
  readonly delivery?: number;
}

export const deliveriesRoute = createRoute({
  getParentRoute,
  path: '/deliveries',
  validateSearch: (search: Record<string, unknown>): DeliverySearch => ({
    ...textOf('status', search),
    ...textOf('event', search),
    ...idOf('endpoint', search),
    ...idOf('campaign', search),
    ...idOf('line', search),
    ...idOf('delivery', search),
  }),
  component: lazyRouteComponent(() => import('./deliveries-page'), 'DeliveriesPage'),
});

export const webhookRoutes = [webhookListRoute, newWebhookRoute, webhookRoute, deliveriesRoute];

function textOf<Name extends string>(name: Name, search: Record<string, unknown>): { [name in Name]?: string } {
  const value = search[name];
  return (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as { [name in Name]?: string };
}

function idOf<Name extends string>(name: Name, search: Record<string, unknown>): { [name in Name]?: number } {
  const value = Number(search[name]);
  return (value > 0 ? { [name]: Math.floor(value) } : {}) as { [name in Name]?: number };
}
