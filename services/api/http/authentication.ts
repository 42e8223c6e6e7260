import type { Request } from 'express';
import type { Caller } from '../../../infra/db/organizations/api-keys';
import type { ApiScope } from '../../../infra/db/tables';
import { Problem } from './problem';

/** Finds out who holds a key; null when nobody does. */
export type KeyLookup = (key: string) => Promise<Caller | null>;

/**
 * Finds out who sent a request, and whether they may.
 *
 * @throws Problem 401 without a key that works, 403 without the scope.
 */
export async function authenticate(request: Request, lookUp: KeyLookup, scope: ApiScope): Promise<Caller> {
  const match = /^Bearer +(\S+)$/i.exec(request.get('authorization')?.trim() ?? '');
  const caller = match?.[1] === undefined ? null : await lookUp(match[1]);
  if (!caller) throw notAuthenticated(match !== null);
  if (!caller.scopes.includes(scope)) {
    throw new Problem(403, 'missing_scope', `This key lacks the scope ${scope}. Use a key that has it.`);
  }
  return caller;
}

function notAuthenticated(keyGiven: boolean): Problem {
  const detail = keyGiven
    ? 'This key does not exist, or it has been revoked.'
    : 'Send your API key as "Authorization: Bearer KEY".';
  const challenge = keyGiven ? 'Bearer realm="everdial", error="invalid_token"' : 'Bearer realm="everdial"';
  return new Problem(401, keyGiven ? 'invalid_key' : 'missing_key', detail, {
    headers: { 'WWW-Authenticate': challenge },
  });
}
