import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database';
import { createQueryBatcher } from '../query-batcher';
import type { ApiScope } from '../tables';

/** What a caller may do. Webhook tokens have `leads`, API keys never. */
export type CallerScope = ApiScope | 'leads';

/** Whoever sent a request. */
export interface Caller {
  readonly organizationId: number;
  /** Null for a webhook token. */
  readonly apiKeyId: number | null;
  readonly scopes: readonly CallerScope[];
}

/** Keys and tokens are stored and found by this. They are long random strings, so a plain hash is enough. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Finds out who holds a key or a webhook token. Nothing is cached: a revoked key stops working at once; requests that arrive together
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
  const wanted = [...new Set(hashes)];
  const { rows } = await sql<KeyRow>`
    select id, organization_id, key_hash, scopes from api_keys
    where key_hash = any(${wanted}::text[]) and revoked_at is null
    union all
    select null, organization_id, token_hash, array['leads'] from webhook_tokens
    where token_hash = any(${wanted}::text[]) and revoked_at is null
  `.execute(db);
  const byHash = new Map(
    rows.map((row) => [
      row.key_hash,
      { organizationId: row.organization_id, apiKeyId: row.id, scopes: row.scopes } satisfies Caller,
    ]),
  );
  return hashes.map((hash) => byHash.get(hash) ?? null);
}

interface KeyRow {
  readonly id: number | null;
  readonly organization_id: number;
  readonly key_hash: string;
  readonly scopes: CallerScope[];
}
