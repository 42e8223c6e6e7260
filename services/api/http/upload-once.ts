import { createHash, randomUUID, type Hash } from 'node:crypto';
import type { Database } from '../../../infra/db/database';
import {
  claimUploadKey,
  finishUploadKey,
  holdUploadKey,
  releaseUploadKey,
  type UploadClaim,
} from '../../../infra/db/organizations/upload-keys';
import { handleDirectly, keyReused, stillRunning, type Arrived, type Outcome } from './idempotency';
import type { RawCall } from './operation';

const HOLD_EVERY_MS = 15_000;

/** A file on its way in, and how its sender names the request. */
export interface Upload {
  readonly file: AsyncIterable<Buffer>;
  readonly key: string | null;
  readonly address: string;
}

/**
 * Handles a request whose body is a file of any length, once for its key. A file is too long for one transaction, so the
 * key is taken first, and the answer is stored when the file has been read; what makes two files the same is the hash of
 * their bytes, taken while they are read.
 *
 * @throws Problem 409 while another request with this key runs, 422 when the key belongs to another request.
 */
export async function handleUpload(
  db: Database,
  upload: Upload,
  arrived: Arrived,
  handle: (call: RawCall) => Promise<unknown>,
): Promise<Outcome> {
  const run = (chunks: AsyncIterable<Buffer>, resumptionKey: string | null): Promise<Outcome> =>
    handleDirectly(db, { ...arrived, json: undefined, file: { chunks, resumptionKey } }, { handle });
  if (upload.key === null) return toTheEnd(upload.file, run(upload.file, null));

  const claim = { organizationId: arrived.caller.organizationId, key: upload.key, token: randomUUID() };
  const addressHash = createHash('sha256').update(upload.address).digest('hex');
  const claimed = await claimUploadKey(db, claim, addressHash);
  if (claimed === 'busy') throw stillRunning();
  const hash = createHash('sha256').update(upload.address);
  const chunks = hashed(upload.file, hash);
  if (claimed !== 'claimed') {
    await toTheEnd(chunks, null);
    if (claimed.requestHash !== hash.digest('hex')) throw keyReused();
    return { body: claimed.body, replayed: true, hooks: [] };
  }
  return whileHeld(db, claim, async () => {
    const resumptionKey = createHash('sha256').update(`${upload.key}\n${upload.address}`).digest('hex');
    const outcome = await toTheEnd(chunks, run(chunks, resumptionKey));
    const body = outcome.body as Record<string, unknown>;
    await finishUploadKey(db, claim, { requestHash: hash.digest('hex'), status: 200, body });
    return outcome;
  });
}

/** What follows a fault in a file is not handled. It is read all the same: its sender listens when it has sent all. */
async function toTheEnd<T>(chunks: AsyncIterable<Buffer>, handled: T): Promise<Awaited<T>> {
  const outcome = await handled;
  for await (const _chunk of chunks);
  return outcome;
}

async function whileHeld(db: Database, claim: UploadClaim, work: () => Promise<Outcome>): Promise<Outcome> {
  const holding = setInterval(() => {
    // Postgres is away: the work fails by itself.
    holdUploadKey(db, claim).catch(() => undefined);
  }, HOLD_EVERY_MS);
  try {
    return await work();
  } catch (error) {
    // A key that cannot be given back is free in a minute.
    await releaseUploadKey(db, claim).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(holding);
  }
}

/** Can be read on after its reader has stopped, and so is no generator, which stopping would end. */
function hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncIterable<Buffer> {
  const source = chunks[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Buffer>> => {
    const result = await source.next();
    if (result.done !== true) hash.update(result.value);
    return result;
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}
