import { createHash, createHmac } from 'node:crypto';
import type { Request } from 'express';
import type { Database, Queryable } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import {
  claimIdempotencyKey,
  findIdempotentAnswer,
  storeIdempotentAnswer,
  type StoredAnswer,
} from '../../../infra/db/organizations/idempotency-keys';
import type { RawCall, Route } from './operation';
import { Problem } from './problem';

/** What a handler answered, and what is to be done about it now that it is committed. */
export interface Outcome {
  readonly body: unknown;
  readonly replayed: boolean;
  readonly hooks: ReadonlyArray<() => Promise<void> | void>;
}

/** How a request is handled. */
export type Handling = Pick<Route, 'prepare' | 'handle'>;

/** A request that is ready to be handled, without what depends on the transaction. */
export type PreparedCall = Omit<RawCall, 'db' | 'afterCommit' | 'prepared'>;

/** A request whose body has not been read yet. */
export type Arrived = Omit<PreparedCall, 'json' | 'file'>;

/**
 * The key of a POST.
 *
 * @throws Problem 422 when it is empty, longer than 255 characters or not printable ASCII.
 */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.get('idempotency-key');
  if (request.method !== 'POST' || key === undefined) return null;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(422, 'invalid_idempotency_key', 'Idempotency-Key takes 1 to 255 printable characters, no spaces.');
}

/**
 * Hashes what makes two requests the same: method, path with query, and the body's bytes.
 *
 * @param secretKey for a body with credentials: nobody who reads the hash can try out which they are. Null without one.
 */
export function hashRequest(request: Request, rawBody: Buffer, secretKey: Buffer | null): string {
  const hash = secretKey ? createHmac('sha256', secretKey) : createHash('sha256');
  return hash.update(addressOf(request)).update(rawBody).digest('hex');
}

/** What a request's hash begins with. */
export function addressOf(request: Request): string {
  return `${request.method}\n${request.originalUrl}\n`;
}

/**
 * Handles a request once for its key: the handler's writes and the stored answer are one transaction. A handler that
 * throws stores nothing, and the key may be used again; one that Postgres has ended to resolve a deadlock is run again.
 * What has to be prepared is, before the transaction.
 *
 * @throws Problem 409 while another request with this key runs, 422 when the key belongs to another request.
 */
export async function handleOnce(
  db: Database,
  key: { readonly text: string; readonly requestHash: string },
  call: PreparedCall,
  { prepare, handle }: Handling,
): Promise<Outcome> {
  const { organizationId } = call.caller;
  const { requestHash } = key;
  let prepared: unknown;
  if (prepare) {
    const known = await findIdempotentAnswer(db, organizationId, key.text);
    if (known) return replayOf(known, requestHash);
    prepared = await prepare({ ...call, db, afterCommit: () => undefined });
  }
  return retryOnDeadlock(db, async (trx): Promise<Outcome> => {
    const claimed = await claimIdempotencyKey(trx, organizationId, key.text);
    if (claimed === 'busy') throw stillRunning();
    if (claimed) return replayOf(claimed, requestHash);
    const { hooks, afterCommit } = collectHooks();
    const body = await handle({ ...call, prepared, db: trx, afterCommit });
    const answer = { requestHash, status: 200, body: body as Record<string, unknown> };
    const store = (within: Queryable): Promise<void> => storeIdempotentAnswer(within, organizationId, key.text, answer);
    await store(trx);
    return { body, replayed: false, hooks: hooks.flatMap(({ run, kept }) => (kept ? [run, () => store(db)] : [run])) };
  });
}

function replayOf({ requestHash, body }: StoredAnswer, asked: string): Outcome {
  if (requestHash !== asked) throw keyReused();
  return { body, replayed: true, hooks: [] };
}

function collectHooks() {
  const hooks: Array<{ readonly run: () => Promise<void> | void; readonly kept: boolean }> = [];
  const afterCommit: RawCall['afterCommit'] = (run, options) => void hooks.push({ run, kept: options?.kept === true });
  return { hooks, afterCommit };
}

/** 409: another request has the key and is not done. */
export function stillRunning(): Problem {
  const detail = 'A request with this Idempotency-Key is still running. Ask again in a moment.';
  return new Problem(409, 'request_in_progress', detail, { headers: { 'Retry-After': '1' } });
}

/** 422: the key belongs to another request. */
export function keyReused(): Problem {
  const detail = 'This Idempotency-Key was used for another request. Use a new key for a new request.';
  return new Problem(422, 'idempotency_key_reused', detail);
}

/** Handles a request without a key. */
export async function handleDirectly(
  db: Database,
  call: PreparedCall,
  { prepare, handle }: Handling,
): Promise<Outcome> {
  const { hooks, afterCommit } = collectHooks();
  const prepared = await prepare?.({ ...call, db, afterCommit });
  const body = await handle({ ...call, prepared, db, afterCommit });
  return { body, replayed: false, hooks: hooks.map(({ run }) => run) };
}
