import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Queryable } from '../database';
import type { ApiScope } from '../organization-tables';
import { createCallerLookup, hashKey, type Caller } from './callers';

const RANDOM_BYTES = 32;
const LASTS_DAYS = 7;

/** How long a session lasts, in seconds. */
export const SESSION_LASTS_S = LASTS_DAYS * 24 * 60 * 60;

/** Who is signed in, as the dashboard shows it. */
export interface DashboardSession {
  readonly organization: { readonly id: number; readonly name: string };
  readonly scopes: readonly ApiScope[];
  readonly key: { readonly id: number; readonly name: string; readonly prefix: string; readonly lastFour: string };
  /** Every number of the organization is simulated: nobody is really called. */
  readonly isSimulated: boolean;
}

/**
 * Signs the holder of a key in, for seven days.
 *
 * @returns the session's token, which is stored nowhere: 32 random bytes in base64url.
 */
export async function openDashboardSession(db: Queryable, apiKeyId: number): Promise<string> {
  const token = randomBytes(RANDOM_BYTES).toString('base64url');
  await db
    .insertInto('dashboard_sessions')
    .values({
      token_hash: hashKey(token),
      api_key_id: apiKeyId,
      expires_at: sql<Date>`now() + make_interval(days => ${LASTS_DAYS})`,
    })
    .execute();
  return token;
}

/**
 * Finds out who has signed in under a token; null when the session is over, or its key has been revoked.
 *
 * @example const caller = await createSessionLookup(db)(token);
 */
export function createSessionLookup(db: Database): (token: string) => Promise<Caller | null> {
  return createCallerLookup((hashes) =>
    workingSessions(db, hashes)
      .select(['token_hash as hash', 'api_keys.id', 'api_keys.organization_id', 'api_keys.scopes'])
      .execute(),
  );
}

/** The session of a token with what the dashboard shows of it; null when it is over, or its key has been revoked. */
export async function findDashboardSession(db: Queryable, token: string): Promise<DashboardSession | null> {
  const row = await workingSessions(db, [hashKey(token)])
    .innerJoin('organizations', 'organizations.id', 'api_keys.organization_id')
    .select(['api_keys.id', 'api_keys.name', 'api_keys.prefix', 'api_keys.last_four', 'api_keys.scopes'])
    .select(['organizations.id as organization_id', 'organizations.name as organization_name'])
    .select((eb) =>
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('phone_numbers')
              .select('phone_numbers.id')
              .whereRef('phone_numbers.organization_id', '=', 'api_keys.organization_id')
              .where('phone_numbers.provider', '<>', 'simulator'),
          ),
        )
        .as('is_simulated'),
    )
    .executeTakeFirst();
  if (!row) return null;
  return {
    organization: { id: row.organization_id, name: row.organization_name },
    scopes: row.scopes,
    key: { id: row.id, name: row.name, prefix: row.prefix, lastFour: row.last_four },
    isSimulated: Boolean(row.is_simulated),
  };
}

/** Signs out. */
export async function endDashboardSession(db: Queryable, token: string): Promise<void> {
  await db.deleteFrom('dashboard_sessions').where('token_hash', '=', hashKey(token)).execute();
}

/** Forgets the sessions that are over. */
export async function deleteExpiredDashboardSessions(db: Database): Promise<void> {
  const revoked = db.selectFrom('api_keys').select('id').where('revoked_at', 'is not', null);
  await db
    .deleteFrom('dashboard_sessions')
    .where((where) => where.or([where('expires_at', '<=', sql<Date>`now()`), where('api_key_id', 'in', revoked)]))
    .execute();
}

function workingSessions(db: Queryable, hashes: readonly string[]) {
  return db
    .selectFrom('dashboard_sessions')
    .innerJoin('api_keys', 'api_keys.id', 'dashboard_sessions.api_key_id')
    .where(sql<boolean>`dashboard_sessions.token_hash = any(${hashes}::text[])`)
    .where('dashboard_sessions.expires_at', '>', sql<Date>`now()`)
    .where('api_keys.revoked_at', 'is', null);
}
