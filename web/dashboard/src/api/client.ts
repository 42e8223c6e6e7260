import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '../../../client/schema';
import { ApiProblem, problemOf, unreachable } from './problem';
import { csrfToken, sessionEnded } from './session-store';

/** The types of the API's objects, as its OpenAPI document names them. */
export type Schemas = components['schemas'];

const PASSIVE = new Set(['GET', 'HEAD']);

const withSession: Middleware = {
  onRequest({ request }) {
    const token = csrfToken();
    if (!PASSIVE.has(request.method) && token !== null) request.headers.set('X-CSRF-Token', token);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) sessionEnded();
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return unreachable();
  },
};

/**
 * The API, typed by its OpenAPI document. Answers are unwrapped by `answerOf`.
 *
 * @example const { records } = await answerOf(api.GET('/api/v1/agents'));
 */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });
api.use(withSession);

interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of a successful answer.
 *
 * @throws ApiProblem for every other one.
 */
export async function answerOf<Data>(request: Promise<Result<Data>>): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await request;
  if (!response.ok) throw problemOf(response, error);
  return data as Exclude<Data, undefined>;
}

/**
 * The same for a request that no route of the document describes: files, the session.
 *
 * @throws ApiProblem
 */
export async function requestJson<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const token = csrfToken();
  const headers = new Headers(init.headers);
  if (!PASSIVE.has(init.method ?? 'GET') && token !== null) headers.set('X-CSRF-Token', token);
  const response = await fetch(path, { ...init, headers, credentials: 'same-origin' }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  });
  if (response.status === 401 && path !== '/session') sessionEnded();
  return bodyOf<Answer>(response);
}

/**
 * The JSON of a successful answer; undefined where it has none.
 *
 * @throws ApiProblem for every other answer.
 */
export async function bodyOf<Answer>(response: Response): Promise<Answer> {
  const body = parsed(await response.text());
  if (response.ok) return body as Answer;
  throw problemOf(response, body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The problem behind any error, to be shown. */
export function problemFrom(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : 'Something went wrong on this page. Load it again.';
  return new ApiProblem({ status: -1, code: '', detail });
}
