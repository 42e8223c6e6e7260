import type { Request } from 'express';
import { Problem } from '../http/problem';

/**
 * Refuses what a page of another origin sends with our cookie. Ours are PUBLIC_URL and the address that the request itself
 * was sent to, which no page can choose for a browser.
 *
 * @throws Problem 403 `foreign_origin`.
 */
export function requireOwnOrigin(request: Request, publicUrl: string): void {
  const origin = request.get('origin');
  if (origin === undefined) return;
  if (origin !== 'null' && origin === new URL(publicUrl).origin) return;
  if (origin === `${request.protocol}://${request.get('host')}`) return;
  const detail =
    'This request comes from a page of another origin, and the session of the dashboard is good for its own pages only. ' +
    'Programs send an API key. If this is the dashboard, PUBLIC_URL is not the address under which it is opened.';
  throw new Problem(403, 'foreign_origin', detail);
}
