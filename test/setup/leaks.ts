import type pg from 'pg';
import { eventually } from './eventually';

interface Connection {
  readonly application_name: string;
  readonly state: string | null;
  readonly query: string;
}

/**
 * Checks that nobody is connected to a database any more.
 *
 * @param server a connection to another database of the same server.
 * @throws naming each connection that is left with its last query, after two seconds of grace.
 */
export async function expectNoConnectionLeft(server: pg.Client, databaseName: string): Promise<void> {
  await eventually(
    async () => {
      const { rows } = await server.query<Connection>(
        `select application_name, state, left(query, 200) as query from pg_stat_activity
         where datname = $1 and backend_type = 'client backend'`,
        [databaseName],
      );
      if (rows.length === 0) return;
      const left = rows.map((row) => `  ${row.state ?? 'unknown'} ${row.application_name}: ${row.query}`);
      throw new Error(`${rows.length} connection(s) left, close every pool that the test opened:\n${left.join('\n')}`);
    },
    { timeoutMs: 2_000, what: `the last connection to ${databaseName} to close` },
  );
}
