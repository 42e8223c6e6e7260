import { createHash, randomBytes } from 'node:crypto';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Database, Queryable } from '../database';
import { createQueryBatcher } from '../query-batcher';
import type { ApiKeyTable, ApiScope, Schema } from '../tables';

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

export type ApiKeyRow = Selectable<ApiKeyTable>;

const PREFIX = 'evd_';
const RANDOM_BYTES = 24;
const ADMIN: ApiScope = 'campaigns:admin';

/** Every key of an organization, newest first, those revoked too. */
export async function listApiKeys(db: Queryable, organizationId: number): Promise<ApiKeyRow[]> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id', 'desc')
    .execute();
}

/** Makes a key. @returns `key`: all of it, which is stored nowhere. */
export async function createApiKey(
  db: Queryable,
  organizationId: number,
  { name, scopes }: { readonly name: string; readonly scopes: readonly ApiScope[] },
): Promise<{ readonly row: ApiKeyRow; readonly key: string }> {
  const key = `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  const row = await db
    .insertInto('api_keys')
    .values({
      organization_id: organizationId,
      name,
      key_hash: hashKey(key),
      prefix: key.slice(0, 8),
      last_four: key.slice(-4),
      scopes: [...scopes],
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row, key };
}

/**
 * Ends a key at once; one that has ended stays as it is. The last one with `campaigns:admin` is kept: nobody could make
 * another.
 */
export async function revokeApiKey(
  trx: Transaction<Schema>,
  organizationId: number,
  keyId: number,
): Promise<'revoked' | 'revoked_before' | 'absent' | 'last_admin'> {
  // Two at once follow each other: the last two cannot both be taken for the last but one.
  await trx.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute();
  const keys = await listApiKeys(trx, organizationId);
  const wanted = keys.find(({ id }) => id === keyId);
  if (!wanted) return 'absent';
  if (wanted.revoked_at !== null) return 'revoked_before';
  const isAdmin = ({ scopes, revoked_at }: ApiKeyRow): boolean => revoked_at === null && scopes.includes(ADMIN);
  if (isAdmin(wanted) && keys.filter(isAdmin).length === 1) return 'last_admin';
  await trx
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('id', '=', keyId)
    .execute();
  return 'revoked';
}
