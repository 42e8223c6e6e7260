import { randomBytes } from 'node:crypto';
import type { WorkerOptions } from '@temporalio/worker';
import pg from 'pg';
import { prepareClock } from '../../infra/local/skipped-clock';
import { connectToSkippedTime, type SkippedTime } from '../../infra/local/skipped-time';
import { waitUntil } from '../../infra/local/wait-until';
import type { Logger } from '../../infra/observability/logger';
import { addSearchAttributes } from '../../infra/temporal/namespace';
import { SEARCH_ATTRIBUTE_KEYS } from '../../workflows/search-attributes';

/** The servers that a dry run works on, and the workflow code it runs. */
export interface Ground {
  /** Of a Postgres database, for making another. */
  readonly postgresUrl: string;
  /** host:port of a time-skipping test server of its own. */
  readonly temporalAddress: string;
  /** Of `workflows/dry-run`. */
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly logger: Logger;
}

export const NAMESPACE = 'default';

const READY_TIMEOUT_MS = 60_000;

/**
 * Connects to the server whose time is skipped, and lets it leap to where the dry run begins.
 *
 * @param from epoch milliseconds; null stays where it is.
 */
export async function openTime(address: string, from: number | null): Promise<SkippedTime> {
  const connecting: { time?: SkippedTime } = {};
  const connect = async (): Promise<boolean> => {
    connecting.time = await connectToSkippedTime(address);
    return true;
  };
  await waitUntil('the time-skipping server to answer', connect, { timeoutMs: READY_TIMEOUT_MS });
  const { time } = connecting;
  if (!time) throw new Error('the time-skipping server does not answer');
  try {
    await addSearchAttributes(time.connection, NAMESPACE, SEARCH_ATTRIBUTE_KEYS);
    const leapMs = from === null ? 0 : from - (await time.now());
    if (leapMs > 0) await time.leap(leapMs);
    return time;
  } catch (error) {
    await time.close();
    throw error;
  }
}

/** A database of one dry run. */
export interface ThrowAwayDatabase {
  /** Opened by it, `now()` is skipped time. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database that tells skipped time.
 *
 * @param postgresUrl of another database on the server.
 */
export async function makeDatabase(postgresUrl: string): Promise<ThrowAwayDatabase> {
  const name = `dry_run_${randomBytes(6).toString('hex')}`;
  await runStatement(postgresUrl, `create database ${name}`);
  const drop = (): Promise<void> => runStatement(postgresUrl, `drop database if exists ${name} with (force)`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  try {
    return { url: await prepareClock(url.href), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function runStatement(url: string, statement: string): Promise<void> {
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  try {
    await server.query(statement);
  } finally {
    await server.end();
  }
}
