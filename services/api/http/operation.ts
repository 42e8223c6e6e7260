import type { z } from 'zod';
import type { Caller, CallerScope } from '../../../infra/db/organizations/callers';
import type { Queryable } from '../../../infra/db/database';
import type { ContactOperation } from '../../../infra/db/organizations/contact-requests';
import { readBody, readId, readQuery } from './validation';
import type { BodyLimit } from './request-body';
import type { StreamedAnswer, StreamedType } from './streams';

/** One entry of the API: the router and the OpenAPI document are both made from it. */
export interface Operation<Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/api/v1`, parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `leads` takes the webhook token, and no API key. */
  readonly scope: CallerScope;
  /** 200 unless told. */
  readonly successStatus?: 202;
  /** It has a key of its own in its body. */
  readonly ignoresIdempotencyKey?: true;
  /** Its body has credentials, so that what is kept of it is made with a key. */
  readonly holdsSecrets?: true;
  readonly body?: Body;
  readonly bodyLimit?: BodyLimit;
  readonly query?: Query;
  readonly answer: Answer;
  /** Requests are noted under this name, with their answers, for whoever looks what became of them. */
  readonly notedAs?: ContactOperation;
  /** The campaigns that such a request is about, as its body names them; otherwise the one of the address. */
  readonly campaignsIn?: (body: Buffer) => readonly number[];
  /** The body is a file that the handler reads as it comes (`uploadRoute`). */
  readonly upload?: StreamedType;
  /** The answer is not JSON, and written as it is made (`streamRoute`). */
  readonly streams?: StreamedType;
}

export type AnyOperation = Operation<z.ZodType, z.ZodType, z.ZodType>;

/** A request on its way through the HTTP edge. */
export interface RawCall {
  readonly caller: Caller;
  /**
   * Where the handler reads and writes. A transaction when the request carries an idempotency key: then all of it is
   * stored together with the answer, or nothing.
   */
  readonly db: Queryable;
  /**
   * Runs when everything is committed, before the answer is sent, and may still change the answer's wording. Not again
   * when the answer is replayed.
   *
   * @param options.kept true: what it changes is there again in a replay. Otherwise a replay has the answer as it was.
   */
  readonly afterCommit: (hook: () => Promise<void> | void, options?: { readonly kept: true }) => void;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly url: string;
  readonly json: unknown;
  /** The body of an operation that takes a file. */
  readonly file?: UploadedFile;
  /** Aborted when the client has gone away. */
  readonly gone: AbortSignal;
  /** Whether who has sent it could do so still: their key, or their session, works and has the scope. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** The last of a stream's events that the client has received. */
  readonly lastEventId?: string | undefined;
  /** What the route's `prepare` has found. */
  readonly prepared?: unknown;
}

/** A file on its way in. */
export interface UploadedFile {
  /** Its bytes as they come: reading slowly makes the sender wait. Reading throws Problem 400 when it breaks off. */
  readonly chunks: AsyncIterable<Buffer>;
  /**
   * The same for every request with the same idempotency key and address, so that one that broke off can be gone on with;
   * null without a key.
   */
  readonly resumptionKey: string | null;
}

/** What a handler gets. */
export interface Call<Body, Query> extends Omit<RawCall, 'json' | 'url' | 'params' | 'file' | 'prepared'> {
  readonly body: Body;
  readonly query: Query;
  /**
   * An id of the path.
   *
   * @throws Problem 404 when it is no id.
   */
  id(parameter?: string): number;
  /** A parameter of the path that is no id, decoded. */
  text(parameter: string): string;
}

/** An operation with its handler. */
export interface Route {
  readonly operation: AnyOperation;
  /** What takes long, and is to hold no transaction open; see `preparedRoute`. */
  readonly prepare?: (call: RawCall) => Promise<unknown>;
  readonly handle: (call: RawCall) => Promise<unknown>;
}

/** Keeps the schemas' types, which the router forgets. */
export function defineOperation<
  Body extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Answer extends z.ZodType = z.ZodNever,
>(operation: Operation<Body, Query, Answer>): Operation<Body, Query, Answer> {
  return operation;
}

/**
 * Joins an operation with its handler.
 *
 * @example route(getCampaign, async ({ id, caller, db }) => ({ status: 'success', ... }))
 */
export function route<Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType>(
  operation: Operation<Body, Query, Answer>,
  handler: (call: Call<z.output<Body>, z.output<Query>>) => Promise<z.input<Answer>>,
): Route {
  return { operation, handle: (raw) => handler(callOf(operation, raw)) };
}

/**
 * Joins an operation that asks somebody else first with its handler. `prepare` runs before the transaction of an
 * idempotency key, which would hold a database connection meanwhile; not for a request that is replayed. It writes nothing:
 * of two requests with the same key both may prepare.
 *
 * @param handler gets what `prepare` has found, also when it is run again because of a deadlock.
 */
export function preparedRoute<Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType, Prepared>(
  operation: Operation<Body, Query, Answer>,
  prepare: (call: Omit<Call<z.output<Body>, z.output<Query>>, 'afterCommit'>) => Promise<Prepared>,
  handler: (call: Call<z.output<Body>, z.output<Query>>, prepared: Prepared) => Promise<z.input<Answer>>,
): Route {
  return {
    operation,
    prepare: (raw) => prepare(callOf(operation, raw)),
    handle: (raw) => handler(callOf(operation, raw), raw.prepared as Prepared),
  };
}

/**
 * Joins an operation that takes a file (`upload`) with its handler. Its `db` is never a transaction: what was read before
 * the file breaks off may stay.
 */
export function uploadRoute<Query extends z.ZodType, Answer extends z.ZodType>(
  operation: Operation<z.ZodNever, Query, Answer>,
  handler: (call: Call<never, z.output<Query>>, file: UploadedFile) => Promise<z.input<Answer>>,
): Route {
  const handle = async (raw: RawCall): Promise<z.input<Answer>> => {
    if (!raw.file) throw new Error(`${operation.id} takes a file`);
    return handler(callOf(operation, raw), raw.file);
  };
  return { operation, handle };
}

/**
 * Joins an operation whose answer is written while it is made (`streams`) with its handler.
 *
 * @example streamRoute(report, async ({ id, db }) => ({ fileName: 'report.csv', chunks: csvOf(db, id()) }))
 */
export function streamRoute<Query extends z.ZodType, Answer extends z.ZodType>(
  operation: Operation<z.ZodNever, Query, Answer>,
  handler: (call: Call<never, z.output<Query>>) => Promise<StreamedAnswer>,
): Route {
  return { operation, handle: (raw) => handler(callOf(operation, raw)) };
}

function callOf<Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType>(
  operation: Operation<Body, Query, Answer>,
  { json, url, params, file: _file, prepared: _prepared, ...rest }: RawCall,
): Call<z.output<Body>, z.output<Query>> {
  return {
    ...rest,
    id: (parameter = 'id') => readId(params[parameter], NAMES[parameter] ?? operation.tag),
    text: (parameter) => params[parameter] ?? '',
    // An operation without a schema has no such part: its type is never.
    query: (operation.query ? readQuery(operation.query, url) : undefined) as z.output<Query>,
    body: (operation.body ? readBody(operation.body, json) : undefined) as z.output<Body>,
  };
}

const NAMES: Record<string, string> = { line_id: 'line', import_id: 'import' };

/** The same operation under another address, for existing clients. */
export function aliasOf(
  original: Route,
  alias: { readonly id: string; readonly path: string; readonly method?: AnyOperation['method'] },
): Route {
  return { ...original, operation: { ...original.operation, ...alias } };
}
