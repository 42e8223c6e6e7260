import Papa from 'papaparse';

/** One row below the header. */
export interface CsvRow {
  /** Line of the file on which it begins; the first is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Some rows of a file, as it is read. */
export interface CsvPart {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** 0 to 1. */
  readonly shareRead: number;
  /** In the last part: why nothing after it can be read. */
  readonly stop: string | null;
}

/** The file as a whole is no CSV that the API would take; the message says what to do. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';
}

const CHUNK_BYTES = 128 * 1024;
/** As the API: an unclosed quote must not swallow the rest of the file. */
const MAX_ROW_CHARACTERS = 256 * 1024;
const SAVE_AS_UTF8 = 'Save it as UTF-8 (in a spreadsheet program: "CSV UTF-8") and choose it again.';

/**
 * Reads a CSV file in parts, giving the page time to draw in between: UTF-8, with commas, semicolons or tabs, the first line
 * names the columns. Blank rows are left out.
 *
 * @throws UnreadableCsv when it is no such file; the reason of `signal` when that is aborted.
 */
export async function* readCsv(file: Blob, signal?: AbortSignal): AsyncGenerator<CsvPart> {
  if (file.size === 0) throw new UnreadableCsv('The file is empty. Its first line names the columns.');
  const text = createTextReader(file);
  let parser: Papa.Parser | null = null;
  let columns: readonly string[] | null = null;
  let pending = '';
  let line = 1;
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const last = at + CHUNK_BYTES >= file.size;
    pending += await text.next(at, last);
    signal?.throwIfAborted();
    parser ??= new Papa.Parser({ delimiter: delimiterOf(pending), newline: '\n' });
    const { records, rest, unclosed } = parse(parser, pending, last);
    pending = rest;
    const rows: CsvRow[] = [];
    for (const fields of records) {
      const begins = line;
      line += 1 + breaksIn(fields);
      if (fields.every((field) => field.trim() === '')) continue;
      if (columns) rows.push({ line: begins, fields });
      else columns = fields.map((column) => column.trim());
    }
    const stop = stopOf({ unclosed, pending, line });
    if (columns) yield { columns, rows, shareRead: Math.min(1, (at + CHUNK_BYTES) / file.size), stop };
    if (stop !== null && !columns) throw new UnreadableCsv(stop);
    if (stop !== null) return;
    await nextTask();
  }
  if (!columns) throw new UnreadableCsv('The file is empty. Its first line names the columns.');
}

interface Parsed {
  readonly records: readonly string[][];
  /** What belongs to a row that has not ended yet. */
  readonly rest: string;
  readonly unclosed: boolean;
}

function parse(parser: Papa.Parser, text: string, last: boolean): Parsed {
  const { data, meta, errors } = parser.parse(text, 0, !last) as Papa.ParseResult<string[]>;
  const unclosed = last && errors.some(({ code }) => code === 'MissingQuotes');
  return { records: unclosed ? data.slice(0, -1) : data, rest: last ? '' : text.slice(meta.cursor), unclosed };
}

function stopOf({ unclosed, pending, line }: { unclosed: boolean; pending: string; line: number }): string | null {
  if (unclosed) return `A quote that opens in the row at line ${line} is never closed. Nothing after it can be read.`;
  if (pending.length <= MAX_ROW_CHARACTERS) return null;
  return (
    `The row that begins at line ${line} is longer than 256 KB, or a quote in it is not closed. ` +
    'Nothing after it can be read.'
  );
}

function breaksIn(fields: readonly string[]): number {
  let breaks = 0;
  for (const field of fields) if (field.includes('\n')) breaks += field.split('\n').length - 1;
  return breaks;
}

/** Decodes a file part by part, with one kind of line break. */
function createTextReader(file: Blob) {
  const decoder = new TextDecoder('utf-8');
  let heldBreak = '';
  return {
    async next(at: number, last: boolean): Promise<string> {
      const bytes = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
      if (at === 0) requireText(bytes, last);
      const decoded = heldBreak + decoder.decode(bytes, { stream: !last });
      // The second half of a line break may be in the next part.
      heldBreak = !last && decoded.endsWith('\r') ? '\r' : '';
      return decoded.slice(0, decoded.length - heldBreak.length).replace(/\r\n?/g, '\n');
    },
  };
}

function requireText(bytes: Uint8Array, whole: boolean): void {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) {
    throw new UnreadableCsv(`The file is a spreadsheet or an archive, no CSV. ${SAVE_AS_UTF8}`);
  }
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || bytes.subarray(0, 1_024).filter((byte) => byte === 0).length * 4 > Math.min(bytes.length, 1_024)) {
    throw new UnreadableCsv(`The file is in UTF-16, or no text. ${SAVE_AS_UTF8}`);
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
  } catch {
    throw new UnreadableCsv(`The file is not in UTF-8. ${SAVE_AS_UTF8}`);
  }
}

/** The one that separates most columns of the first line. @example delimiterOf('phone;name') // ';' */
export function delimiterOf(text: string): string {
  const start = Math.max(0, text.search(/\S/));
  const end = text.indexOf('\n', start);
  const bare = text.slice(start, end === -1 ? undefined : end).replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** Lets the page draw and answer keys. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
