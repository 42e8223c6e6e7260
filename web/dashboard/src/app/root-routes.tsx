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
  // Named also where it is not taken: the router would hand on what stands in the address.
  validateSearch: ({ next }: Record<string, unknown>): { next?: string | undefined } => ({ next: ownPage(next) }),
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

/** A page of ours; an address that leads to somebody else would be a trap. */
function ownPage(address: unknown): string | undefined {
  const { origin } = window.location;
  // As the browser reads it: tabs, line breaks and backslashes are not what they seem.
  if (typeof address !== 'string' || !address.startsWith('/') || !URL.canParse(address, origin)) return undefined;
  const page = new URL(address, origin);
  const isOurs = page.origin === origin && !page.pathname.startsWith('//');
  return isOurs ? `${page.pathname}${page.search}${page.hash}` : undefined;
}
