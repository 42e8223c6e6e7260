import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateToLatest, openDatabase, type Database } from '../../infra/db/database';
import { expectNoConnectionLeft } from './leaks';
import { testPostgresUrl } from './addresses';

/** A database of one test file. */
export interface TestDatabase {
  readonly db: Database;
  /** For processes that open it themselves. */
  readonly url: string;
  /**
   * Closes `db` and drops the database.
   *
   * @param options.allowConnections set where processes that were killed may still be connected.
   * @throws when somebody else's connection is left: a pool that was never closed.
   */
  drop(options?: { readonly allowConnections?: boolean }): Promise<void>;
}

const TEMPLATE = 'everdial_template';
/** Any number, as long as it is always the same: held while the template is made. */
const TEMPLATE_LOCK = 4_220_512;

/**
 * A database with the latest schema and no rows, cloned from a template that is migrated once a run.
 *
 * @example
 * let database: TestDatabase;
 * beforeAll(async () => { database = await createTestDatabase(); });
 * afterAll(() => database.drop());
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(async (server) => {
    await ensureTemplate(server);
    await server.query(`create database ${name} template ${TEMPLATE}`);
  });
  const url = urlOf(name);
  const db = openDatabase(url);
  return {
    db,
    url,
    drop: async ({ allowConnections = false } = {}) => {
      await db.destroy();
      await onServer(async (server) => {
        try {
          if (!allowConnections) await expectNoConnectionLeft(server, name);
        } finally {
          await server.query(`drop database if exists ${name} with (force)`);
        }
      });
    },
  };
}

/** Makes the template unless it exists; whoever comes second waits for the first. */
async function ensureTemplate(server: pg.Client): Promise<void> {
  await server.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await server.query('select datistemplate from pg_database where datname = $1', [TEMPLATE]);
    if (found.rows.some((row: { datistemplate: boolean }) => row.datistemplate)) return;
    // It is marked as a template last, so one without the mark is half made.
    await server.query(`drop database if exists ${TEMPLATE} with (force)`);
    await server.query(`create database ${TEMPLATE}`);
    const db = openDatabase(urlOf(TEMPLATE), { maxConnections: 1 });
    try {
      await migrateToLatest(db);
    } finally {
      await db.destroy();
    }
    // A closed connection leaves the server's list a moment later, and a template must have none.
    await expectNoConnectionLeft(server, TEMPLATE);
    await server.query(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await server.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function onServer(work: (server: pg.Client) => Promise<void>): Promise<void> {
  const server = new pg.Client({ connectionString: testPostgresUrl() });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(name: string): string {
  const url = new URL(testPostgresUrl());
  url.pathname = `/${name}`;
  return url.toString();
}
