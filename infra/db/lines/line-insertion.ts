import type { Queryable } from '../database';
import { insertByRules } from './line-insertion-by-rules';
import type { InsertionAnswer, NewLine } from './new-line';
import { insertPlainLines } from './plain-line-insertion';

export type { InsertionAnswer, NewLine, StoredContact } from './new-line';

/**
 * Inserts contacts, each if its campaign takes it. Line ids grow in the order given. One statement, unless a campaign has
 * rules to judge them by; then one transaction.
 *
 * The campaigns are locked against updates until the end of the transaction: a line is stored before its campaign
 * closes, and then closed with the others, or it is refused. The same holds for conditions that change.
 *
 * @param options.now epoch milliseconds.
 * @returns one answer for each line, in order.
 */
export async function insertLines(
  db: Queryable,
  lines: readonly NewLine[],
  { now = Date.now() }: { readonly now?: number } = {},
): Promise<InsertionAnswer[]> {
  const answers = await insertPlainLines(db, lines, now);
  const left = lines.filter((_, index) => answers[index]?.kind === 'needs_rules');
  const judged = (await insertByRules(db, left, now)).values();
  return answers.map((answer) => (answer.kind === 'needs_rules' ? next(judged) : answer));
}

function next<T>(values: Iterator<T, undefined>): T {
  const { value } = values.next();
  if (value === undefined) throw new Error('a contact has no answer');
  return value;
}
