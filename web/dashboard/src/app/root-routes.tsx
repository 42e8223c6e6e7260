import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { currentSession } from '../api/session-store';
import { loadSession } from '../api/session';
import { Shell } from './shell';

/** Above every page. */
export const rootRoute = createRootRoute({ component: Outlet });

/** Where whoever is not signed in lands; `next` is where they wanted to go. */
export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const { next } = search;
    // Only pages of ours: an address of somebody else's would be a trap.
    return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('./sign-in-page'), 'SignInPage'),
});

/** Above every page that needs a key. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    if (currentSession() ?? (await loadSession())) return;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
  component: Shell,
});

/** `/` is the list of campaigns. */
export const indexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/campaigns', replace: true });
  },
});
