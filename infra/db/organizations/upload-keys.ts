import { sql, type Updateable } from 'kysely';
import type { Database } from '../database';
import { claimIdempotencyKey, type StoredAnswer } from './idempotency-keys';
import type { Schema } from '../schema';

/** Of a key whose upload is not done: no answer has it. */
const RUNNING = 102;
/** A process that was killed keeps nobody waiting for longer. */
const STALE_AFTER_S = 60;

/** A key that an upload holds while it runs. */
export interface UploadClaim {
  readonly organizationId: number;
  readonly key: string;
  /** Tells this run from one that took the key over. */
  readonly token: string;
}

/**
 * Takes a key for as long as an upload runs, without a transaction that stays open. It has to be held on to
 * (`holdUploadKey`), and ends with `finishUploadKey` or `releaseUploadKey`.
 *
 * @returns `busy` while another request holds it; the stored answer, if the key was used in the last 24 hours.
 */
export async function claimUploadKey(
  db: Database,
  claim: UploadClaim,
  requestHash: string,
): Promise<'busy' | 'claimed' | StoredAnswer> {
  return db.transaction().execute(async (trx) => {
    const found = await claimIdempotencyKey(trx, claim.organizationId, claim.key);
    if (found === 'busy') return found;
    if (found && found.status !== RUNNING) return found;
    const { numAffectedRows } = await sql`
      insert into idempotency_keys (organization_id, key, request_hash, response_status, response_body)
      values (${claim.organizationId}, ${claim.key}, ${requestHash}, ${RUNNING}, ${JSON.stringify({ token: claim.token })})
      on conflict (organization_id, key) do update set request_hash = excluded.request_hash,
        response_status = excluded.response_status, response_body = excluded.response_body, created_at = now()
      where idempotency_keys.response_status <> ${RUNNING}
        or idempotency_keys.created_at < now() - make_interval(secs => ${STALE_AFTER_S})
    `.execute(trx);
    return numAffectedRows === 1n ? 'claimed' : 'busy';
  });
}

/** Says that the upload still runs; to be repeated well within a minute. */
export async function holdUploadKey(db: Database, claim: UploadClaim): Promise<void> {
  await held(db, claim, {});
}

/** Keeps the answer of an upload that is done. A claim that was taken over meanwhile keeps nothing. */
export async function finishUploadKey(db: Database, claim: UploadClaim, answer: StoredAnswer): Promise<void> {
  await held(db, claim, {
    request_hash: answer.requestHash,
    response_status: answer.status,
    response_body: JSON.stringify(answer.body),
  });
}

/** Gives the key of an upload back that was refused or broke off: it may be used again. */
export async function releaseUploadKey(db: Database, claim: UploadClaim): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('organization_id', '=', claim.organizationId)
    .where('key', '=', claim.key)
    .where(sql<boolean>`response_status = ${RUNNING} and response_body ->> 'token' = ${claim.token}`)
    .execute();
}

async function held(
  db: Database,
  claim: UploadClaim,
  values: Omit<Updateable<Schema['idempotency_keys']>, 'created_at'>,
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ ...values, created_at: sql<Date>`now()` })
    .where('organization_id', '=', claim.organizationId)
    .where('key', '=', claim.key)
    .where(sql<boolean>`response_status = ${RUNNING} and response_body ->> 'token' = ${claim.token}`)
    .execute();
}
