import { createHash } from 'node:crypto';
import { createQueryBatcher } from '../query-batcher';
import type { ApiScope } from '../organization-tables';

/** What a caller may do. Webhook tokens have `leads`, API keys never. */
export type CallerScope = ApiScope | 'leads';

/** Whoever sent a request. */
export interface Caller {
  readonly organizationId: number;
  /** Null for a webhook token. */
  readonly apiKeyId: number | null;
  readonly scopes: readonly CallerScope[];
}

/** A caller, and the hash of what it identified itself with. */
export interface CallerRow {
  readonly hash: string;
  /** The id of its API key. */
  readonly id: number | null;
  readonly organization_id: number;
  readonly scopes: readonly CallerScope[];
}

/** Keys and tokens are stored and found by this. They are long random strings, so a plain hash is enough. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Finds out who holds a key, or a token of any kind; null when nobody does, or not any more. Nothing is cached: what is
 * revoked stops working at once; requests that arrive together share one query, so whoever sends keys at random takes no
 * connections away.
 *
 * @param find those of these hashes that stand for somebody, in any order.
 * @example const caller = await createCallerLookup((hashes) => holders(db, hashes))('evd_...');
 */
export function createCallerLookup(
  find: (hashes: readonly string[]) => Promise<readonly CallerRow[]>,
): (key: string) => Promise<Caller | null> {
  const ask = createQueryBatcher(
    async (hashes: readonly string[]) => {
      const rows = await find([...new Set(hashes)]);
      const callers = new Map(rows.map((row) => [row.hash, callerOf(row)]));
      return hashes.map((hash) => callers.get(hash) ?? null);
    },
    { maxItems: 500, maxInFlight: 2 },
  );
  return (key) => ask(hashKey(key));
}

function callerOf(row: CallerRow): Caller {
  return { organizationId: row.organization_id, apiKeyId: row.id, scopes: row.scopes };
}
