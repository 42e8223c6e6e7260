import { sql, type Transaction } from 'kysely';
import type { Database, Queryable } from '../database';
import type { Schema } from '../schema';

/** How long a key of a lead batch is good for no other one. */
const KEPT_SINCE = sql<Date>`now() - interval '7 days'`;

/** A batch that wants to be stored. */
export interface LeadBatchClaim {
  readonly organizationId: number;
  readonly idempotencyKey: string;
  readonly requestId: string;
}

/**
 * Takes the key of a batch, in the transaction that stores its leads. Another one with the same key waits until that is
 * over: if it fails, the key is free.
 *
 * @returns the request that has the key: this one, or the one that took it within the last seven days.
 */
export async function claimLeadBatch(trx: Transaction<Schema>, claim: LeadBatchClaim): Promise<string> {
  const { organizationId, idempotencyKey, requestId } = claim;
  const counts = { accepted: 0, rejected: 0 };
  const claimed = await trx
    .insertInto('lead_batches')
    .values({ organization_id: organizationId, idempotency_key: idempotencyKey, request_id: requestId, ...counts })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'idempotency_key'])
        .doUpdateSet({ request_id: requestId, ...counts, created_at: sql<Date>`now()` })
        .where('lead_batches.created_at', '<', KEPT_SINCE),
    )
    .returning('request_id')
    .executeTakeFirst();
  if (claimed) return claimed.request_id;
  // The refused insert has locked it: it is not forgotten meanwhile.
  const first = await trx
    .selectFrom('lead_batches')
    .select('request_id')
    .where('organization_id', '=', organizationId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirstOrThrow();
  return first.request_id;
}

/** Notes what became of the leads of a batch. */
export async function recordLeadBatch(
  trx: Transaction<Schema>,
  requestId: string,
  counts: { readonly accepted: number; readonly rejected: number },
): Promise<void> {
  await trx.updateTable('lead_batches').set(counts).where('request_id', '=', requestId).execute();
}

/** Forgets the batches that are older than seven days. */
export async function deleteExpiredLeadBatches(db: Database): Promise<void> {
  await db.deleteFrom('lead_batches').where('created_at', '<', KEPT_SINCE).execute();
}

/** The numbers that campaigns of an organization call from, by campaign. Who is missing is no campaign of it. */
export async function numbersOfCampaigns(
  db: Queryable,
  organizationId: number,
  campaignIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .select(['campaigns.id', 'phone_numbers.number'])
    .where('campaigns.organization_id', '=', organizationId)
    .where('campaigns.is_direct', '=', false)
    .where(sql<boolean>`campaigns.id = any(${[...new Set(campaignIds)]}::bigint[])`)
    .execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** The newest campaign of an organization that takes contacts, a running one before a draft; null when there is none. */
export async function newestOpenCampaign(db: Queryable, organizationId: number): Promise<number | null> {
  const row = await db
    .selectFrom('campaigns')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('is_direct', '=', false)
    .where('status', 'not in', ['completed', 'cancelled', 'failed'])
    .where((where) => where.or([where('halt_requested', 'is', null), where('halt_requested', '=', 'pause')]))
    .orderBy(sql`status = 'draft'`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
