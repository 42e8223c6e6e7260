import { randomBytes } from 'node:crypto';
import { sql, type Insertable, type Selectable, type Transaction } from 'kysely';
import type { Database, Queryable } from '../database';
import type { ApiKeyTable, ApiScope } from '../organization-tables';
import type { Schema } from '../schema';
import { createCallerLookup, hashKey, type Caller, type CallerRow } from './callers';

/** Finds out who holds an API key or a webhook token. */
export function createKeyLookup(db: Database): (key: string) => Promise<Caller | null> {
  return createCallerLookup(async (hashes) => {
    const { rows } = await sql<CallerRow>`
      select id, organization_id, key_hash as hash, scopes from api_keys
      where key_hash = any(${hashes}::text[]) and revoked_at is null
      union all
      select null, organization_id, token_hash, array['leads'] from webhook_tokens
      where token_hash = any(${hashes}::text[]) and revoked_at is null
    `.execute(db);
    return rows;
  });
}

export type ApiKeyRow = Selectable<ApiKeyTable>;

/** What an admin says of a key. */
export interface ApiKeyFields {
  readonly name: string;
  readonly scopes: readonly ApiScope[];
}

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
  fields: ApiKeyFields,
): Promise<{ readonly row: ApiKeyRow; readonly key: string }> {
  const key = `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  const row = await db
    .insertInto('api_keys')
    .values(apiKeyValues(organizationId, key, fields))
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row, key };
}

/** Lets a key that was made up elsewhere be one of an organization's; one that is a key already stays as it is. */
export async function ensureApiKey(
  db: Queryable,
  organizationId: number,
  key: string,
  fields: ApiKeyFields,
): Promise<void> {
  await db
    .insertInto('api_keys')
    .values(apiKeyValues(organizationId, key, fields))
    .onConflict((conflict) => conflict.column('key_hash').doNothing())
    .execute();
}

function apiKeyValues(organizationId: number, key: string, { name, scopes }: ApiKeyFields): Insertable<ApiKeyTable> {
  return {
    organization_id: organizationId,
    name,
    key_hash: hashKey(key),
    prefix: key.slice(0, 8),
    last_four: key.slice(-4),
    scopes: [...scopes],
  };
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
