import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../app/root-routes';
import { pageIn } from '../app/search-values';

const getParentRoute = () => signedInRoute;

export const numbersRoute = createRoute({
  getParentRoute,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./numbers/numbers-page'), 'NumbersPage'),
});

export const agentsRoute = createRoute({
  getParentRoute,
  path: '/agents',
  component: lazyRouteComponent(() => import('./agents/agents-page'), 'AgentsPage'),
});

export const accountsRoute = createRoute({
  getParentRoute,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./accounts/accounts-page'), 'AccountsPage'),
});

export const suppressionsRoute = createRoute({
  getParentRoute,
  path: '/suppressions',
  component: lazyRouteComponent(() => import('./suppressions/suppressions-page'), 'SuppressionsPage'),
});

export const keysRoute = createRoute({
  getParentRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys/keys-page'), 'KeysPage'),
});

export const auditRoute = createRoute({
  getParentRoute,
  path: '/audit',
  validateSearch: ({ page }: { readonly page?: unknown }): { page?: number | undefined } => ({ page: pageIn(page) }),
  component: lazyRouteComponent(() => import('./audit/audit-page'), 'AuditPage'),
});

export const organizationRoutes = [numbersRoute, agentsRoute, accountsRoute, suppressionsRoute, keysRoute, auditRoute];
