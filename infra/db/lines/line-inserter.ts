import type { Database } from '../database';
import { insertByRules } from './line-insertion-by-rules';
import type { InsertionAnswer, NewLine } from './new-line';
import { insertPlainLines } from './plain-line-insertion';
import { createQueryBatcher, type Ask } from '../query-batcher';

const MAX_LINES_PER_FLUSH = 1_000;
/** Two: one batch is parsed and sent while Postgres flushes the other to its disk. */
const FLUSHES_IN_FLIGHT = 2;
const LIMITS = { maxItems: MAX_LINES_PER_FLUSH, maxInFlight: FLUSHES_IN_FLIGHT };
const MAX_REMEMBERED = 10_000;

/**
 * Group commit for contacts that come one by one: those that arrive while a flush is in progress share the next one.
 * An answer is given after its line has been committed.
 *
 * @example const answer = await createLineInserter(db)(line); // { kind: 'inserted', lineId: 345, ... }
 */
export function createLineInserter(db: Database): Ask<NewLine, InsertionAnswer> {
  // Apart, so that what one of them throws is never said of contacts that the other has stored.
  const plain = createQueryBatcher((lines: readonly NewLine[]) => insertPlainLines(db, lines, Date.now()), LIMITS);
  const byRules = createQueryBatcher((lines: readonly NewLine[]) => insertByRules(db, lines, Date.now()), LIMITS);
  // Only saves a statement: whoever is judged by rules that are gone is stored all the same.
  const judged = new Set<number>();
  return async (line) => {
    if (judged.has(line.campaignId)) return byRules(line);
    const answer = await plain(line);
    if (answer.kind !== 'needs_rules') return answer;
    if (judged.size >= MAX_REMEMBERED) judged.clear();
    judged.add(line.campaignId);
    return byRules(line);
  };
}
