import { sql } from 'kysely';
import pg from 'pg';
import { openDatabase } from '../../infra/db/database';
import { createTestDatabase } from '../setup/database';
import { testPostgresUrl } from '../setup/addresses';

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

async function exists(name: string): Promise<boolean> {
  const server = new pg.Client({ connectionString: testPostgresUrl() });
  await server.connect();
  try {
    const { rowCount } = await server.query('select 1 from pg_database where datname = $1', [name]);
    return rowCount === 1;
  } finally {
    await server.end();
  }
}

describe('a test database', () => {
  it('has the latest schema and nothing in it, whatever another one holds', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      await one.db.insertInto('organizations').values({ name: 'one', callback_secret: 'whsec_b25l' }).execute();
      expect(await other.db.selectFrom('organizations').selectAll().execute()).toEqual([]);
      expect(await one.db.selectFrom('organizations').select('name').execute()).toEqual([{ name: 'one' }]);
    } finally {
      await Promise.all([one.drop(), other.drop()]);
    }
  });

  it('is gone after its drop', async () => {
    const database = await createTestDatabase();
    const name = nameOf(database.url);
    expect(await exists(name)).toBe(true);
    await database.drop();
    expect(await exists(name)).toBe(false);
  });

  it('reports a pool that a test has not closed, with its last query, and is dropped all the same', async () => {
    const database = await createTestDatabase();
    const forgotten = openDatabase(database.url);
    try {
      await sql`select 'forgotten by the test'`.execute(forgotten);
      await expect(database.drop()).rejects.toThrow(/1 connection\(s\) left[^]*forgotten by the test/);
      expect(await exists(nameOf(database.url))).toBe(false);
    } finally {
      await forgotten.destroy();
    }
  });
});
