import pg from 'pg';
import type { SkippedTime } from './skipped-time';

/** Less than this is how long asking for the time takes. */
const LEAP_MS = 200;

/** Tells skipped time: to code by `now`, to SQL by functions of the database. */
export interface SkippedClock {
  /** Epoch milliseconds of skipped time. */
  readonly now: () => number;
  /** To be called where time may have been skipped: at the beginning of each activity, while which it is not. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

// Found before those of pg_catalog, by the order of the search path.
const CLOCK_SCHEMA = [
  'create schema skipped_time',
  "create table skipped_time.clock as select interval '0' as ahead",
  `create function skipped_time.now() returns timestamptz language sql stable
    as 'select pg_catalog.now() + ahead from skipped_time.clock'`,
  `create function skipped_time.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + ahead from skipped_time.clock'`,
];

/**
 * Makes an empty database tell skipped time.
 *
 * @param url of the database.
 * @returns the URL by which it is to be opened: in it, `now()` is skipped time, in defaults of columns too.
 */
export async function prepareClock(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of CLOCK_SCHEMA) await client.query(statement);
  } finally {
    await client.end();
  }
  const opened = new URL(url);
  opened.searchParams.set('options', '-c search_path=skipped_time,pg_catalog,public');
  return opened.href;
}

/**
 * Starts telling the server's time.
 *
 * @param databaseUrl as `prepareClock` answered it.
 */
export async function startSkippedClock(time: SkippedTime, databaseUrl: string): Promise<SkippedClock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // Ended by the dry run itself, or reported by the next query.
  client.on('error', () => undefined);
  await client.connect();
  let aheadMs = 0;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const askedAt = Date.now();
    const ahead = (await time.now()) - Math.round((askedAt + Date.now()) / 2);
    if (Math.abs(ahead - aheadMs) < LEAP_MS) return;
    aheadMs = ahead;
    await client.query('update skipped_time.clock set ahead = make_interval(secs => $1)', [ahead / 1_000]);
  }

  return {
    now: () => Date.now() + aheadMs,
    catchUp: () =>
      (asking ??= ask().finally(() => {
        asking = null;
      })),
    close: () => client.end(),
  };
}
