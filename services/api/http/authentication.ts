import type { Request } from 'express';
import type { Caller, CallerScope } from '../../../infra/db/organizations/callers';
import { requireOwnOrigin } from '../dashboard/own-origin';
import { isCsrfTokenOf, sessionTokenOf } from '../dashboard/session-cookie';
import { Problem } from './problem';

/** Finds out who holds a key, a webhook token, or the token of a session; null when nobody does. */
export type CallerLookup = (secret: string) => Promise<Caller | null>;

/** The ways in. */
export interface Doors {
  readonly lookUpKey: CallerLookup;
  readonly lookUpSession: CallerLookup;
  /** Pages of this origin may use a session. */
  readonly publicUrl: string;
}

const PASSIVE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Finds out who sent a request, and whether they may. A session of the dashboard is as good as its key, where no
 * `Authorization` is sent.
 *
 * @throws Problem 401 without a key or session that works; 403 without the scope, for a token where a key is needed, and
 *   for a session's request that its page may not have sent.
 */
export async function authenticate(request: Request, doors: Doors, scope: CallerScope): Promise<Caller> {
  const caller = await callerOf(request, doors, scope);
  if (!caller.scopes.includes(scope)) throw notAllowed(caller, scope);
  return caller;
}

async function callerOf(request: Request, doors: Doors, scope: CallerScope): Promise<Caller> {
  const authorization = request.get('authorization');
  const session = sessionTokenOf(request);
  if (authorization === undefined && session !== null) return callerOfSession(request, doors, session);
  const match = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '');
  if (match?.[1] === undefined) throw missingKey(scope);
  const caller = await doors.lookUpKey(match[1]);
  if (!caller) throw invalidKey();
  return caller;
}

async function callerOfSession(request: Request, doors: Doors, token: string): Promise<Caller> {
  const caller = await doors.lookUpSession(token);
  if (!caller) throw notSignedIn();
  requireOwnOrigin(request, doors.publicUrl);
  if (PASSIVE_METHODS.has(request.method) || isCsrfTokenOf(token, request.get('x-csrf-token') ?? '')) return caller;
  const detail =
    'What a session of the dashboard changes needs the header X-CSRF-Token with the csrf_token of GET /session. Load the ' +
    'page again. Programs send an API key instead.';
  throw new Problem(403, 'csrf_token_required', detail);
}

function notAllowed({ scopes }: Caller, scope: CallerScope): Problem {
  if (scope === 'leads') {
    const detail =
      'Leads are posted with the webhook token of your organization, not with an API key. GET /api/v1/webhook_token ' +
      'tells whether there is one, POST /api/v1/webhook_token/reveal shows it.';
    return new Problem(403, 'webhook_token_required', detail);
  }
  if (scopes.includes('leads')) {
    const detail = 'This is a webhook token. It is good for POST /api/v1/leads alone; use an API key here.';
    return new Problem(403, 'api_key_required', detail);
  }
  return new Problem(403, 'missing_scope', `This key lacks the scope ${scope}. Use a key that has it.`);
}

function missingKey(scope: CallerScope): Problem {
  const detail = `Send your ${scope === 'leads' ? 'webhook token' : 'API key'} as "Authorization: Bearer KEY".`;
  return new Problem(401, 'missing_key', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="everdial"' } });
}

/** 401: nobody holds the key. */
export function invalidKey(detail = 'This key does not exist, or it has been revoked.'): Problem {
  const headers = { 'WWW-Authenticate': 'Bearer realm="everdial", error="invalid_token"' };
  return new Problem(401, 'invalid_key', detail, { headers });
}

/** 401: there is no session, or it is over. */
function notSignedIn(): Problem {
  const detail = 'Nobody is signed in here, or the session has ended. Sign in to the dashboard with an API key.';
  return new Problem(401, 'not_signed_in', detail);
}
