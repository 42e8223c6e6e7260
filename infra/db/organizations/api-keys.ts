import { createHash } from 'node:crypto';
import type { Database } from '../database';
import { createQueryBatcher } from '../query-batcher';
import type { ApiScope } from '../tables';

/** Whoever sent a request. */
export interface Caller {
  readonly organizationId: number;
  readonly apiKeyId: number;
  readonly scopes: readonly ApiScope[];
}

/** Keys and tokens are stored and found by this. They are long random strings, so a plain hash is enough. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Finds out who holds a key. Nothing is cached: a revoked key stops working at once; requests that arrive together
 * share one query.
 *
 * @example const caller = await createKeyLookup(db)('evd_...'); // null when nobody holds it, or it was revoked
 */
export function createKeyLookup(db: Database): (key: string) => Promise<Caller | null> {
  const ask = createQueryBatcher((hashes: readonly string[]) => findCallers(db, hashes), {
    maxItems: 500,
    maxInFlight: 2,
  });
  return (key) => ask(hashKey(key));
}

async function findCallers(db: Database, hashes: readonly string[]): Promise<Array<Caller | null>> {
  const rows = await db
    .selectFrom('api_keys')
    .select(['id', 'organization_id', 'key_hash', 'scopes'])
    .where('key_hash', 'in', [...new Set(hashes)])
    .where('revoked_at', 'is', null)
    .execute();
  const byHash = new Map(
    rows.map((row) => [
      row.key_hash,
      { organizationId: row.organization_id, apiKeyId: row.id, scopes: row.scopes } satisfies Caller,
    ]),
  );
  return hashes.map((hash) => byHash.get(hash) ?? null);
}
