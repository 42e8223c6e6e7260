import type { Database } from './database';
import { insertLines, type InsertionAnswer, type NewLine } from './line-insertion';
import { createQueryBatcher, type Ask } from './query-batcher';

const MAX_LINES_PER_FLUSH = 1_000;
/** Two: one batch is parsed and sent while Postgres flushes the other to its disk. */
const FLUSHES_IN_FLIGHT = 2;

/**
 * Group commit for contacts that come one by one: those that arrive while a flush is in progress share the next one.
 * An answer is given after its line has been committed.
 *
 * @example const answer = await createLineInserter(db)(line); // { kind: 'inserted', lineId: 345, ... }
 */
export function createLineInserter(db: Database): Ask<NewLine, InsertionAnswer> {
  return createQueryBatcher((lines) => insertLines(db, lines), {
    maxItems: MAX_LINES_PER_FLUSH,
    maxInFlight: FLUSHES_IN_FLIGHT,
  });
}
