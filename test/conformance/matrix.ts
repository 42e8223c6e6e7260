import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Every case of the suite, in the order of the matrix, in the words that it says there. */
export const CASES = {
  accepted: 'A call is taken, with our reference',
  metadata: "A contact's `metadata` stays with us",
  completed: 'Completed',
  busy: 'Busy',
  no_answer: 'No answer',
  declined: 'Declined',
  voicemail: 'Voicemail',
  failed: 'Failed',
  callback: 'Asks to be called back',
  do_not_call: 'Asks not to be called again',
  invalid_number: 'Invalid number',
  no_capacity: 'No capacity',
  rate_limited: 'Rate limit, with `Retry-After`',
  auth_refused: 'Credentials refused',
  bad_request: 'Request refused',
  unreachable: 'Never reached',
  error_after_accepting: '500 after the call was made',
  silence_after_accepting: 'Time-out after the call was made',
  reset_after_accepting: 'Reset after the call was made',
  error_without_call: '500 without a call',
  look_up_live: 'Look-up of a live call',
  look_up_ended: 'Look-up tells the same end as the events',
  look_up_absent: 'Look-up of a call that never was',
  look_up_fails: 'Look-up that is not answered',
  end_call: 'Ends a call',
  any_order: 'Events twice and in any order: one end',
  late: 'Events after the end is known',
  forged: 'Forged events',
  foreign: "Events of another account's signature",
  stale: 'Events that are sent again',
  unreadable: 'Events that cannot be read',
  credentials_accepted: 'Credentials checked: good',
  credentials_refused: 'Credentials checked: bad',
  credentials_unknown: 'Credentials checked: nobody answers',
  machines: 'Answering machines',
  messages: 'Messages to machines',
  transcripts: 'Transcripts',
  inbound: 'Calls from outside',
} as const;

export type CaseId = keyof typeof CASES;

/** What the suite has found of one provider. */
export interface Column {
  readonly title: string;
  readonly answers: ReadonlyMap<CaseId, string>;
}

export const NOT_OFFERED = 'not offered';
/** Set to write what the suite finds into the document, in place of comparing. */
export const WRITES_MATRIX = process.env['EVERDIAL_WRITE_MATRIX'] === '1';

const DOCUMENT = path.resolve(__dirname, '../../docs/providers.md');
const BEGIN = '<!-- matrix: begin -->\n';
const END = '<!-- matrix: end -->';
/** From left to right; a column that is not here stands behind them. */
const ORDER = ['Simulator', 'Twilio', 'Retell', 'Vapi', 'Generic HTTP'];

/** The columns that stand in the document, by title. */
export function readColumns(): Column[] {
  const [head = [], , ...rows] = tableIn(readFileSync(DOCUMENT, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
  const byTitle = new Map(Object.entries(CASES).map(([id, title]) => [title as string, id as CaseId]));
  return head.slice(1).map((title, index) => ({
    title,
    answers: new Map(
      rows.flatMap((cells): Array<[CaseId, string]> => {
        const id = byTitle.get(cells[0] ?? '');
        const answer = cells[index + 1] ?? '';
        return id === undefined || answer === '' ? [] : [[id, answer]];
      }),
    ),
  }));
}

/** Puts a provider's column into the document, beside those of the others. */
export function writeColumn(column: Column): void {
  const others = readColumns().filter(({ title }) => title !== column.title);
  const columns = [...others, column].sort((left, right) => rank(left) - rank(right));
  const text = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(
    DOCUMENT,
    text.replace(`${BEGIN}${tableIn(text)}${END}`, () => `${BEGIN}${tableOf(columns)}${END}`),
  );
}

function rank({ title }: Column): number {
  const place = ORDER.indexOf(title);
  return place === -1 ? ORDER.length : place;
}

/** @throws when the document has no place for it. */
function tableIn(text: string): string {
  const [, behind] = text.split(BEGIN);
  const [table, ...more] = behind?.split(END) ?? [];
  if (table === undefined || more.length !== 1) throw new Error(`${DOCUMENT} has no place for the matrix.`);
  return table;
}

function tableOf(columns: readonly Column[]): string {
  const rows = (Object.keys(CASES) as CaseId[]).map((id) => [
    CASES[id],
    ...columns.map(({ answers }) => answers.get(id) ?? ''),
  ]);
  const lines = [['', ...columns.map(({ title }) => title)], ...rows].map((cells) => `| ${cells.join(' | ')} |\n`);
  return [lines[0], `|${'---|'.repeat(columns.length + 1)}\n`, ...lines.slice(1)].join('');
}
