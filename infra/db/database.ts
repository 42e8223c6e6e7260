import { Kysely, Migrator, PostgresDialect, type Migration, type Transaction } from 'kysely';
import pg from 'pg';
import * as spine from './migrations/0001-spine';
import * as rules from './migrations/0002-rules';
import * as webhooks from './migrations/0003-webhooks';
import * as providers from './migrations/0004-providers';
import * as dashboard from './migrations/0005-dashboard';
import type { Schema } from './schema';

export type Database = Kysely<Schema>;
/** What a repository function takes when it does not need a transaction of its own. */
export type Queryable = Kysely<Schema> | Transaction<Schema>;

const MIGRATIONS: Record<string, Migration> = {
  '0001-spine': spine,
  '0002-rules': rules,
  '0003-webhooks': webhooks,
  '0004-providers': providers,
  '0005-dashboard': dashboard,
};

// Ids and counts fit a JavaScript number; node-postgres would hand out strings.
const INT8_OID = 20;
pg.types.setTypeParser(INT8_OID, Number);

/**
 * Opens a pool. Nothing connects before the first query, and a lost server is connected to again by itself.
 *
 * @param url a Postgres URL.
 * @param options.onError told of connections that break while idle.
 */
export function openDatabase(
  url: string,
  options: { readonly maxConnections?: number; readonly onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // Nor while it is in use, between two statements of a transaction: the next one fails, and says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Brings the schema up to this release. Safe to run from several processes at once.
 *
 * @throws the first migration's error; what came before it stays.
 */
export async function migrateToLatest(db: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}
