import type { z } from 'zod';
import type { Caller } from '../../../infra/db/api-keys';
import type { Queryable } from '../../../infra/db/database';
import type { ApiScope } from '../../../infra/db/tables';
import { readBody, readId, readQuery } from './validation';
import type { BodyLimit } from './request-body';

/** One entry of the API: the router and the OpenAPI document are both made from it. */
export interface Operation<Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/api/v1`, parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly scope: ApiScope;
  readonly body?: Body;
  readonly bodyLimit?: BodyLimit;
  readonly query?: Query;
  readonly answer: Answer;
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
   */
  readonly afterCommit: (hook: () => Promise<void> | void) => void;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly url: string;
  readonly json: unknown;
}

/** What a handler gets. */
export interface Call<Body, Query> extends Omit<RawCall, 'json' | 'url' | 'params'> {
  readonly body: Body;
  readonly query: Query;
  /**
   * An id of the path.
   *
   * @throws Problem 404 when it is no id.
   */
  id(parameter?: string): number;
}

/** An operation with its handler. */
export interface Route {
  readonly operation: AnyOperation;
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
  const handle = async ({ json, url, params, ...rest }: RawCall): Promise<z.input<Answer>> => {
    const id = (parameter = 'id'): number => readId(params[parameter], NAMES[parameter] ?? operation.tag);
    return handler({
      ...rest,
      id,
      // An operation without a schema has no such part: its type is never.
      query: (operation.query ? readQuery(operation.query, url) : undefined) as z.output<Query>,
      body: (operation.body ? readBody(operation.body, json) : undefined) as z.output<Body>,
    });
  };
  return { operation, handle };
}

const NAMES: Record<string, string> = { line_id: 'line' };

/** The same operation under another address, for existing clients. */
export function aliasOf(
  original: Route,
  alias: { readonly id: string; readonly path: string; readonly method?: AnyOperation['method'] },
): Route {
  return { ...original, operation: { ...original.operation, ...alias } };
}
