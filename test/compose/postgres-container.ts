import pg from 'pg';
import { startPostgres, type PostgresServer } from '../../infra/local/postgres';
import type { ComposeService } from './compose-file';

/**
 * A Postgres server of its own that stands for the service `postgres`: with the settings of its command, and with what
 * the image makes of POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB at its first start.
 */
export async function startPostgresContainer({ command, environment }: ComposeService): Promise<PostgresServer> {
  const settings = command.filter((_, index) => command[index - 1] === '-c');
  const server = await startPostgres({ progress: () => undefined, unsafe: true, settings });
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: database } = environment;
    const role = await client.query('select from pg_roles where rolname = $1', [user]);
    await client.query(`${role.rowCount ? 'alter' : 'create'} role ${user} superuser login password '${password}'`);
    await client.query(`drop database if exists ${database}`);
    await client.query(`create database ${database} owner ${user}`);
  } finally {
    await client.end();
  }
  return server;
}
