import { Router, type Request, type Response } from 'express';
import type { Database } from '../../../infra/db/database';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { ContactOperation } from '../../../infra/db/organizations/contact-requests';
import type { NotedRequest, RequestNotes } from '../contacts/request-notes';
import { authenticate, type Doors } from './authentication';
import {
  addressOf,
  handleDirectly,
  handleOnce,
  hashRequest,
  idempotencyKeyOf,
  type Arrived,
  type Outcome,
} from './idempotency';
import { parseJson, withoutNulls } from './json-text';
import type { AnyOperation, Route } from './operation';
import { Problem } from './problem';
import { readRawBody, requireJson } from './request-body';
import { openUpload, sendStream, type StreamedAnswer } from './streams';
import { handleUpload } from './upload-once';

/** What every request passes through. */
export interface DispatcherDependencies extends Doors {
  readonly db: Database;
  /** EVERDIAL_SECRET_KEY; null where none is configured. */
  readonly secretKey: Buffer | null;
  readonly notes: RequestNotes;
}

/** Mounts operations: authentication, body, idempotency, handler, what follows the commit, answer. */
export function createApiRouter(deps: DispatcherDependencies, routes: readonly Route[]): Router {
  const router = Router({ caseSensitive: true });
  for (const { path, served } of byPath(routes)) {
    const expressPath = path.replace(/\{(\w+)\}/g, ':$1');
    for (const entry of served) {
      router[entry.operation.method](expressPath, (request, response) => serve(deps, entry, request, response));
    }
    const allowed = served.map(({ operation }) => operation.method.toUpperCase()).join(', ');
    router.all(expressPath, () => {
      throw new Problem(405, 'method_not_allowed', `This address answers ${allowed}.`, { headers: { Allow: allowed } });
    });
  }
  return router;
}

/** Fixed addresses before those with parameters, so that `create` is never read as an id. */
function byPath(routes: readonly Route[]): Array<{ path: string; served: Route[] }> {
  const paths = new Map<string, Route[]>();
  for (const entry of routes) paths.set(entry.operation.path, [...(paths.get(entry.operation.path) ?? []), entry]);
  return [...paths]
    .map(([path, served]) => ({ path, served }))
    .sort((left, right) => Number(left.path.includes('{')) - Number(right.path.includes('{')));
}

async function serve(deps: DispatcherDependencies, entry: Route, request: Request, response: Response): Promise<void> {
  const { operation } = entry;
  const identify = (): Promise<Caller> => authenticate(request, deps, operation.scope);
  const caller = await identify();
  const noteBody =
    operation.notedAs && deps.notes.watch(response, notedRequest(operation, operation.notedAs, caller, request));
  const key = operation.ignoresIdempotencyKey ? null : idempotencyKeyOf(request);
  const arrived: Arrived = {
    caller,
    params: request.params as Record<string, string>,
    url: request.originalUrl,
    gone: goneSignal(response),
    isStillAllowed: () => identify().then(() => true, refusedNow),
    lastEventId: request.get('last-event-id'),
  };
  if (operation.upload) {
    const file = openUpload(request, response, operation.upload);
    const upload = { file, key, address: addressOf(request) };
    return answer(response, operation, await handleUpload(deps.db, upload, arrived, entry.handle));
  }
  const hasBody = operation.method === 'post' || operation.method === 'put';
  const rawBody = hasBody ? await readRawBody(request, response, operation.bodyLimit ?? 'normal') : Buffer.alloc(0);
  noteBody?.(rawBody);
  if (rawBody.length > 0) requireJson(request);
  const json = hasBody ? withoutNulls(parseJson(rawBody)) : undefined;

  const call = { ...arrived, json };
  const hashed = () => hashRequest(request, rawBody, operation.holdsSecrets ? deps.secretKey : null);
  const outcome =
    key === null
      ? await handleDirectly(deps.db, call, entry)
      : await handleOnce(deps.db, { text: key, requestHash: hashed() }, call, entry);
  await answer(response, operation, outcome);
}

async function answer(response: Response, operation: AnyOperation, outcome: Outcome): Promise<void> {
  for (const hook of outcome.hooks) await hook();
  if (operation.streams) return sendStream(response, operation.streams, outcome.body as StreamedAnswer);
  if (outcome.replayed) response.setHeader('Idempotency-Replayed', 'true');
  response.status(operation.successStatus ?? 200).json(outcome.body);
}

function notedRequest(
  { campaignsIn }: AnyOperation,
  operation: ContactOperation,
  { organizationId, apiKeyId }: Caller,
  { params }: Request,
): NotedRequest {
  const { id = '' } = params as Record<string, string>;
  const ofAddress = /^[1-9]\d{0,14}$/.test(id) ? [Number(id)] : [];
  return { operation, organizationId, apiKeyId, campaignsIn: campaignsIn ?? (() => ofAddress) };
}

/** @throws what is no refusal: then nobody can tell. */
function refusedNow(error: unknown): false {
  if (error instanceof Problem && error.status < 500) return false;
  throw error;
}

function goneSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
