import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import {
  endDashboardSession,
  findDashboardSession,
  openDashboardSession,
  type DashboardSession,
} from '../../../infra/db/organizations/dashboard-sessions';
import type { ApiDependencies } from '../dependencies';
import { invalidKey, type Doors } from '../http/authentication';
import { parseJson, withoutNulls } from '../http/json-text';
import { Problem } from '../http/problem';
import { readRawBody, requireJson } from '../http/request-body';
import { readBody } from '../http/validation';
import { requireOwnOrigin } from './own-origin';
import { clearSessionCookie, csrfTokenOf, sessionTokenOf, setSessionCookie } from './session-cookie';

const IS_TOKEN = 'This is a webhook token, which is good for POST /api/v1/leads alone. Sign in with an API key.';

const signInBody = z.strictObject({ api_key: z.string().trim().min(1) });

/** `POST`, `GET` and `DELETE /session`: signs in to the dashboard, says who is signed in, signs out. */
export function createSessionRouter(deps: Pick<ApiDependencies, 'db' | 'links'> & Doors): Router {
  const { db, links, publicUrl, lookUpKey, lookUpSession } = deps;
  const record = (token: string, session: DashboardSession) => recordOf(token, session, links.ui);
  const router = Router();
  router.use((request, _response, next) => {
    requireOwnOrigin(request, publicUrl);
    next();
  });
  router.post('/', async (request, response) => {
    const caller = await lookUpKey(await keyOf(request, response));
    if (!caller) throw invalidKey();
    if (caller.apiKeyId === null) throw invalidKey(IS_TOKEN);
    const former = sessionTokenOf(request);
    if (former !== null) await endDashboardSession(db, former);
    const token = await openDashboardSession(db, caller.apiKeyId);
    const session = await findDashboardSession(db, token);
    if (!session) throw invalidKey();
    setSessionCookie(response, token, publicUrl);
    response.json(record(token, session));
  });
  router.get('/', async (request, response) => {
    const token = sessionTokenOf(request);
    const session = token !== null && (await lookUpSession(token)) ? await findDashboardSession(db, token) : null;
    // Not signed in is an answer, and no error: a page asks before it shows where to sign in.
    response.json(token !== null && session ? record(token, session) : null);
  });
  router.delete('/', async (request, response) => {
    const token = sessionTokenOf(request);
    if (token !== null && (await lookUpSession(token))) await endDashboardSession(db, token);
    clearSessionCookie(response, publicUrl);
    response.status(204).end();
  });
  router.all('/', () => {
    const headers = { Allow: 'GET, POST, DELETE' };
    throw new Problem(405, 'method_not_allowed', 'This address answers GET, POST, DELETE.', { headers });
  });
  return router;
}

async function keyOf(request: Request, response: Response): Promise<string> {
  const bytes = await readRawBody(request, response, 'normal');
  requireJson(request);
  return readBody(signInBody, withoutNulls(parseJson(bytes))).api_key;
}

function recordOf(token: string, session: DashboardSession, temporalUi: string | null) {
  const { organization, scopes, key, isSimulated } = session;
  return {
    organization,
    scopes,
    key: { id: key.id, name: key.name, prefix: key.prefix, last_four: key.lastFour },
    csrf_token: csrfTokenOf(token),
    temporal_ui_url: temporalUi,
    simulated: isSimulated,
  };
}
