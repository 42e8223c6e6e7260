import type { Request } from 'express';
import type { Caller, CallerScope } from '../../../infra/db/organizations/api-keys';
import { Problem } from './problem';

/** Finds out who holds a key or a webhook token; null when nobody does. */
export type KeyLookup = (key: string) => Promise<Caller | null>;

/**
 * Finds out who sent a request, and whether they may.
 *
 * @throws Problem 401 without a key that works, 403 without the scope, or for a token where a key is needed.
 */
export async function authenticate(request: Request, lookUp: KeyLookup, scope: CallerScope): Promise<Caller> {
  const match = /^Bearer +(\S+)$/i.exec(request.get('authorization')?.trim() ?? '');
  const caller = match?.[1] === undefined ? null : await lookUp(match[1]);
  if (!caller) throw notAuthenticated(match !== null, scope);
  if (!caller.scopes.includes(scope)) throw notAllowed(caller, scope);
  return caller;
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

function notAuthenticated(keyGiven: boolean, scope: CallerScope): Problem {
  const detail = keyGiven
    ? 'This key does not exist, or it has been revoked.'
    : `Send your ${scope === 'leads' ? 'webhook token' : 'API key'} as "Authorization: Bearer KEY".`;
  const challenge = keyGiven ? 'Bearer realm="everdial", error="invalid_token"' : 'Bearer realm="everdial"';
  return new Problem(401, keyGiven ? 'invalid_key' : 'missing_key', detail, {
    headers: { 'WWW-Authenticate': challenge },
  });
}
